"""Cases: from the portal and by telephone, with promises in opening hours, and two agents on one case."""

import datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.core.actions import Stale
from portal.core.models import AuditEntry, OutgoingMail
from portal.web.cases import actions, rules
from portal.web.cases.models import Case, CaseFile, Message
from tests.web.agents import Agent
from tests.web.desk import at_the_desk
from tests.web.race import at_once, without_locks

pytestmark = pytest.mark.django_db
CASES = Case.objects.across_organisations("test")
MESSAGES = Message.objects.across_organisations("test").order_by("written_at")
FORM = {
    "subject": "Kan ikke flytte",
    "solution": "nemlogin",
    "text": "Der sker ingenting",
    "email": "anne@x.example",
}


@pytest.fixture
def agent() -> Agent:
    return at_the_desk()


def png() -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return out.getvalue()


def ask(anne: Any, **fields: Any) -> Case:
    told = {"subject": "Hjælp", "text": "Det virker ikke", "solution": "portal", "email": "a@x.example"}
    return actions.ask_for_help(actor=anne.actor_alone, **{**told, **fields})


@pytest.fixture
def asker(anne: Any) -> Any:
    from portal.core.actors import Actor

    return SimpleNamespace(**vars(anne), actor_alone=Actor.person(anne.user, anne.actor.auth))


def events(case: Case) -> list[str]:
    rows = AuditEntry.objects.across_organisations("test").filter(
        subject_type="web.case", subject_id=str(case.pk)
    )
    return list(rows.order_by("at").values_list("event", flat=True))


# -- from the portal


def test_where_one_stood_is_filled_in(asker: Any, log_in: Any) -> None:
    client = log_in(asker)
    way = "/hjaelp/sager/ny/?fra=/99000015/flytning/%3Fq%3Dhemmeligt"
    page = client.get(way).content.decode()
    assert "Aaby Bageri ApS" in page
    assert "/99000015/flytning/" in page
    response = client.post(way, FORM)
    case = CASES.get()
    assert response["Location"] == f"/hjaelp/sager/{case.pk}/"
    assert (case.page, case.organisation, case.solution) == (
        "/99000015/flytning/",
        asker.organisation,
        "nemlogin",
    )
    assert OutgoingMail.objects.filter(recipient="anne@x.example", template="web/case_received").exists()
    assert "Der sker ingenting" in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    ("given", "kept"),
    [("/99000015/x/?cpr=1", "/99000015/x/"), ("https://evil.example/", ""), ("//evil.example/", ""), ("<script>", ""),
     ("/aktivering/" + "a" * 43 + "/", "/aktivering/…/"), ("", "")],
)  # fmt: skip
def test_a_page_is_kept_without_query_host_or_secret(given: str, kept: str) -> None:
    assert rules.page_of(given) == kept


def test_another_organisation_in_the_address_is_not_filled_in(asker: Any, carl: Any, log_in: Any) -> None:
    client = log_in(asker)
    way = "/hjaelp/sager/ny/?fra=/99000023/brugere/"
    assert "Cykler" not in client.get(way).content.decode()
    client.post(way, FORM)
    assert CASES.get().organisation is None


def test_nobody_else_sees_my_case(asker: Any, carl: Any, bo: Any, log_in: Any) -> None:
    case = ask(asker, organisation=asker.organisation)
    for other in (carl, bo):
        client = log_in(other)
        assert client.get(f"/hjaelp/sager/{case.pk}/").status_code == 404
        assert client.post(f"/hjaelp/sager/{case.pk}/", {"text": "x"}).status_code == 404
        assert case.number not in client.get("/hjaelp/sager/").content.decode()


def test_an_internal_note_is_never_shown_to_the_person(agent: Agent, asker: Any, log_in: Any) -> None:
    case = ask(asker)
    agent.client.post(f"/support/sager/{case.pk}/tag/", {"version": 1})
    agent.client.post(
        f"/support/sager/{case.pk}/svar/", {"version": 2, "text": "Internt: ring til Bo", "then": "note"}
    )
    assert "ring til Bo" in agent.client.get(f"/support/sager/{case.pk}/").content.decode()
    assert "ring til Bo" not in log_in(asker).get(f"/hjaelp/sager/{case.pk}/").content.decode()
    assert not OutgoingMail.objects.filter(template="web/case_answered").exists()


def test_the_database_lets_only_the_desk_write_internally(asker: Any) -> None:
    case = ask(asker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(case=case, author=asker.user, from_support=False, is_internal=True, text="x")


# -- the life of a case


def test_a_case_goes_back_and_forth_until_it_is_solved(agent: Agent, asker: Any, log_in: Any) -> None:
    case, client = ask(asker), log_in(asker)
    way = f"/support/sager/{case.pk}/"
    agent.client.post(way + "tag/", {"version": 1})
    agent.client.post(way + "svar/", {"version": 2, "text": "Hvilken knap?", "then": "wait"})
    case = CASES.get()
    assert (case.state, case.due_at, case.assigned_to) == ("waiting", None, agent.user)
    assert "Hvilken knap?" in client.get(f"/hjaelp/sager/{case.pk}/").content.decode()
    client.post(f"/hjaelp/sager/{case.pk}/", {"text": "Den blå"})
    case = CASES.get()
    assert case.state == "working"
    assert case.due_at is not None
    agent.client.post(way + "svar/", {"version": case.version, "text": "Nu virker den", "then": "solved"})
    assert CASES.get().state == "solved"
    client.post(f"/hjaelp/sager/{case.pk}/", {"text": "Nej, den virker ikke"})
    assert CASES.get().state == "working"
    assert OutgoingMail.objects.filter(template="web/case_answered").count() == 2
    assert "web.case.read" in events(case)


def test_to_the_third_level_and_back(agent: Agent, asker: Any) -> None:
    case = ask(asker)
    way = f"/support/sager/{case.pk}/"
    agent.client.post(way + "tag/", {"version": 1})
    agent.client.post(way + "tredje-niveau/", {"version": 2, "solution": "mitid", "text": "Appen fejler"})
    case = CASES.get()
    assert (case.state, case.solution) == ("third_level", "mitid")
    agent.client.post(way + "tilbage/", {"version": 3, "text": "Rettet hos MitID"})
    assert CASES.get().state == "working"
    assert events(case)[-2:] == ["web.case.taken_back", "web.case.read"] or "web.case.taken_back" in events(
        case
    )


def test_a_case_is_handed_to_a_colleague(agent: Agent, asker: Any) -> None:
    case, ulla = ask(asker), at_the_desk("ulla")
    form = {"version": 1, "colleague": str(ulla.user.pk), "text": "Jeg har ringet"}
    agent.client.post(f"/support/sager/{case.pk}/kollega/", form)
    assert CASES.get().assigned_to == ulla.user
    assert case.number in ulla.client.get("/support/sager/?vis=mine").content.decode()


@pytest.mark.parametrize("colleague", ["", "nobody", "00000000-0000-0000-0000-000000000007"])
def test_a_case_is_only_handed_to_the_desk(colleague: str, agent: Agent, asker: Any) -> None:
    case = ask(asker)
    wanted = str(asker.user.pk) if colleague == "nobody" else colleague
    form = {"version": 1, "colleague": wanted, "text": "Jeg har ringet"}
    assert agent.client.post(f"/support/sager/{case.pk}/kollega/", form).status_code == 200
    assert CASES.get().assigned_to is None


def test_a_call_becomes_a_case(agent: Agent, bakery: Any) -> None:
    form = {"name": "Karl fra bageriet", "number": "", "subject": "Kan ikke logge ind", "solution": "mitid", "text": "Fejl",
            "phone": "12 34 56 78"}  # fmt: skip
    response = agent.client.post("/support/sager/ny/", form)
    case = CASES.get()
    assert response["Location"] == f"/support/sager/{case.pk}/"
    assert (case.channel, case.assigned_to, case.contact_phone) == ("telephone", agent.user, "+4512345678")
    assert case.number in agent.client.post("/support/", {"q": case.number}).content.decode()


# -- promises


def test_an_answer_is_promised_in_opening_hours() -> None:
    copenhagen = ZoneInfo("Europe/Copenhagen")
    friday = datetime.datetime(2026, 11, 20, 18, 0, tzinfo=copenhagen)
    assert rules.answer_due(friday) == datetime.datetime(2026, 11, 21, 16, 0, tzinfo=copenhagen)


def test_what_is_late_stands_in_its_own_list(agent: Agent, asker: Any) -> None:
    late, soon = ask(asker), ask(asker)
    CASES.filter(pk=late.pk).update(due_at=timezone.now() - datetime.timedelta(minutes=1))
    page = agent.client.get("/support/sager/?vis=late").content.decode()
    assert late.number in page
    assert "over tiden" in page
    assert soon.number not in page


# -- two agents on one case


def test_the_second_agent_is_told_and_nothing_is_saved(agent: Agent, asker: Any) -> None:
    case, ulla = ask(asker), at_the_desk("ulla")
    ulla.client.get(f"/support/sager/{case.pk}/")
    agent.client.post(f"/support/sager/{case.pk}/tag/", {"version": 1})
    page = ulla.client.post(f"/support/sager/{case.pk}/tag/", {"version": 1})
    assert "En kollega har arbejdet på sagen" in page.content.decode()
    assert CASES.get().assigned_to == agent.user
    before = MESSAGES.count()
    ulla.client.post(f"/support/sager/{case.pk}/svar/", {"version": 1, "text": "Hej", "then": "wait"})
    assert MESSAGES.count() == before


@pytest.mark.django_db(transaction=True)
def test_of_many_agents_at_once_one_takes_the_case(sus: Any, asker: Any) -> None:
    case = ask(asker)

    def take() -> str:
        try:
            actions.take(actor=sus.actor, case=case, version=1)
        except Stale:
            return "told"
        return "taken"

    assert sorted(at_once(take, workers=4)) == ["taken", "told", "told", "told"]


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_two_agents_both_take_it(
    sus: Any, asker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = ask(asker)
    without_locks(monkeypatch)
    found = at_once(lambda: actions.take(actor=sus.actor, case=case, version=1), workers=2)
    assert Stale not in found, "both were told that the case is theirs"


# -- files


def upload(client: Any, case: Case, name: str, content: bytes, kind: str = "image/png") -> Any:
    return client.post(
        f"/hjaelp/sager/{case.pk}/", {"text": "Se her", "upload": SimpleUploadedFile(name, content, kind)}
    )


def test_a_picture_comes_along_and_is_only_downloaded(
    agent: Agent, asker: Any, log_in: Any, carl: Any
) -> None:
    case, client = ask(asker), log_in(asker)
    assert upload(client, case, "skærm.png", png()).status_code == 302
    file = CaseFile.objects.across_organisations("test").get()
    assert "skærm" not in file.name
    for reader, way in ((client, "/hjaelp"), (agent.client, "/support")):
        response = reader.get(f"{way}/sager/{case.pk}/filer/{file.pk}/")
        assert response.status_code == 200
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
    assert log_in(carl).get(f"/hjaelp/sager/{case.pk}/filer/{file.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.png", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("x.pdf", b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"),
        ("x.html", b"<html><script>alert(1)</script>"),
        ("x.png", b"<html><script>alert(1)</script>"),
        ("x.pdf", b""),
        ("x.pdf.exe", b"MZ\x90\x00"),
    ],
)
def test_files_with_active_content_are_refused(name: str, content: bytes, asker: Any, log_in: Any) -> None:
    case = ask(asker)
    assert upload(log_in(asker), case, name, content).status_code == 200
    assert not CaseFile.objects.across_organisations("test").exists()
    assert MESSAGES.count() == 1


# -- the organisation reads about it


def test_the_organisation_reads_that_there_was_a_case_and_not_what_it_said(
    agent: Agent, asker: Any, log_in: Any
) -> None:
    ask(asker, organisation=asker.organisation, text="Min chef er sur")
    history = log_in(asker).get("/99000015/historik/").content.decode()
    assert "En sag blev oprettet hos support" in history
    assert "Min chef er sur" not in history


def test_a_service_owner_reads_no_case(asker: Any) -> None:
    case, owner = ask(asker), at_the_desk("ole", "owner")
    assert owner.client.get("/support/sager/").status_code == 403
    assert owner.client.get(f"/support/sager/{case.pk}/").status_code == 403
    assert "web.case.read" not in events(case)
