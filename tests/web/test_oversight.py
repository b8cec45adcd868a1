"""Oversight of the desk: the monthly sample, retention by class with its report, the processing record."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.core.models import AuditEntry, AuditPayload, OutgoingMail
from portal.web import tasks
from portal.web.cases import actions as cases
from portal.web.cases.models import Case, Message
from portal.web.oversight import classes, removing, retention, sampling
from portal.web.oversight.models import LookUpReview
from tests.web.agents import Agent
from tests.web.desk import at_the_desk, inside, open_organisation

pytestmark = pytest.mark.django_db
DRAWN = LookUpReview.objects.across_organisations("test")
NOTE = "Sagen er læst, og medarbejderen er spurgt"


@pytest.fixture
def looked(anne: Any) -> Agent:
    """An agent who has looked at more pages than are drawn."""
    agent = at_the_desk()
    open_organisation(agent, "99000015")
    for _number in range(sampling.SAMPLE + 3):
        agent.client.get(inside("99000015"))
    return agent


def next_month() -> datetime.date:
    return (timezone.localdate().replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def draw() -> int:
    from portal.core.actors import Actor

    return sampling.draw(actor=Actor.system("test"), today=next_month())


# -- the sample


def test_some_look_ups_of_every_agent_are_drawn_once(looked: Agent) -> None:
    assert draw() == sampling.SAMPLE
    assert draw() == 0
    entries = set(DRAWN.values_list("entry_id", flat=True))
    made = AuditEntry.objects.across_organisations("test").filter(event__in=sampling.LOOK_UPS)
    assert entries < set(made.values_list("pk", flat=True))


def test_which_ones_is_not_to_be_foreseen(looked: Agent) -> None:
    seen = set()
    for _round in range(12):
        draw()
        seen.add(frozenset(DRAWN.values_list("entry_id", flat=True)))
        DRAWN.all().delete()
    assert len(seen) > 1


def test_this_months_look_ups_wait_for_the_next_sample(looked: Agent) -> None:
    tasks.draw_look_ups()
    assert not DRAWN.exists()


def test_a_supervisor_reviews_and_nobody_their_own(looked: Agent) -> None:
    draw()
    drawn = DRAWN.first()
    way, form = f"/support/stikproever/{drawn.pk}/", {"is_fine": "yes", "note": NOTE}
    assert looked.client.get("/support/stikproever/").status_code == 403
    assert looked.client.post(way, form).status_code == 403
    leader = at_the_desk("lis", "supervisor")
    assert "Skal kontrolleres" in leader.client.get("/support/stikproever/").content.decode()
    assert "Support så organisationens oplysninger" in leader.client.get(way).content.decode()
    assert leader.client.post(way, form).status_code == 302
    drawn.refresh_from_db()
    assert (drawn.verdict, drawn.note) == ("fine", NOTE)
    assert "allerede kontrolleret" in leader.client.post(way, form).content.decode()


def test_a_supervisors_own_look_up_is_for_another(anne: Any) -> None:
    leader = at_the_desk("lis", "supervisor")
    open_organisation(leader, "99000015")
    leader.client.get(inside("99000015"))
    draw()
    page = leader.client.post(f"/support/stikproever/{DRAWN.get().pk}/", {"is_fine": "yes", "note": NOTE})
    assert "dit eget opslag" in page.content.decode()
    with pytest.raises(IntegrityError, match="nobody_reviews"), transaction.atomic():
        DRAWN.update(reviewed_by=leader.user, verdict="fine")


@pytest.mark.parametrize(
    "form", [{"is_fine": "yes", "note": "   "}, {"is_fine": "", "note": NOTE}, {"note": NOTE}]
)
def test_a_finding_is_a_finding_in_words(form: dict[str, str], looked: Agent) -> None:
    draw()
    leader = at_the_desk("lis", "supervisor")
    assert leader.client.post(f"/support/stikproever/{DRAWN.first().pk}/", form).status_code == 200
    assert not DRAWN.exclude(verdict="open").exists()


# -- retention


def mail(age: datetime.timedelta, **fields: Any) -> OutgoingMail:
    import uuid

    key = uuid.uuid4()
    told = {"sent_at": timezone.now() - age, **fields}
    return OutgoingMail.objects.create(id=key, template="x", recipient="a@x.example", language="da", subject="x", body="x",
                                       message_id=str(key), created_at=timezone.now() - age, **told)  # fmt: skip


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def test_what_is_old_goes_and_the_rest_stays() -> None:
    old, young = mail(days(14 * 31 + 1)), mail(days(14 * 31 - 1))
    waiting = mail(days(900), sent_at=None)
    assert retention.run()["mail"] == 1
    assert set(OutgoingMail.objects.all()) == {young, waiting}
    assert old.pk


def test_words_of_the_trail_go_after_two_years_and_never_before_thirteen_months(
    anne: Any, looked: Agent
) -> None:
    before = AuditPayload.objects.count()
    soon, later = timezone.now() + days(100), timezone.now() + classes.LOGS_KEPT + days(1)
    assert retention.run(soon)["trail"] == 0
    assert removing.trail(timezone.now() + days(1), 1000) == 0, "the database itself says thirteen months"
    assert AuditPayload.objects.count() >= before
    with (
        connection.cursor() as cursor,
        pytest.raises(Exception, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute("DELETE FROM core_auditpayload")
    assert later


def test_logs_are_kept_at_least_thirteen_months() -> None:
    trail = next(each for each in classes.CLASSES if each.name == "trail")
    assert trail.kept >= datetime.timedelta(days=13 * 31)


def test_a_solved_case_loses_its_words_and_keeps_its_number(sus: Any) -> None:
    case = cases.register_call(actor=sus.actor, name="Karl", subject="Kan ikke logge ind", text="Fejl 7", solution="mitid",
                               email="karl@x.example")  # fmt: skip
    every = Case.objects.across_organisations("test")
    assert retention.run(timezone.now() + days(3000))["cases"] == 0, "an open case stays"
    every.update(state="solved", solved_at=timezone.now() - days(25 * 31))
    assert retention.run()["cases"] == 1
    kept = every.get()
    assert (kept.number, kept.contact_email, kept.subject) == (case.number, "", "–")
    assert not Message.objects.across_organisations("test").exists()
    assert retention.run()["cases"] == 0


def test_what_went_is_in_the_report(sus: Any) -> None:
    mail(days(900))
    tasks.remove_what_is_old()
    row = next(each for each in retention.report() if each["name"] == "mail")
    assert row["number"] == 1
    leader = at_the_desk("lis", "supervisor")
    page = leader.client.get("/support/slettet/").content.decode()
    assert "Mails" in page
    assert at_the_desk("ulla").client.get("/support/slettet/").status_code == 403


def test_much_that_is_old_goes_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "PIECE", 2)
    for _number in range(5):
        mail(days(900))
    assert retention.run()["mail"] == 5


# -- the processing record


def test_the_processing_record_is_made_from_the_classes(client: Any) -> None:
    page = client.get("/privatliv/fortegnelse/").content.decode()
    for each in classes.CLASSES:
        assert str(each.title) in page
        assert f"{each.kept.days} dage" in page or not each.kept.days
    english = client.get("/privatliv/fortegnelse/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Record of processing" in english


def test_every_model_with_personal_data_of_the_front_hall_has_a_class() -> None:
    from django.apps import apps

    known = {"case": "cases", "message": "cases", "casefile": "cases", "lookupreview": "reviews", "lastlogin": "sessions",
             "supportaccess": "trail"}  # fmt: skip
    models = {model._meta.model_name for model in apps.get_app_config("web").get_models()}
    assert models <= set(known) | {"seen", "mailchoice"}, "give the new model a class of personal data"
    assert set(known.values()) <= {each.name for each in classes.CLASSES}
