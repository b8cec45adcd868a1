"""The pages from both sides: who sees what, and the way from offer to end."""

import uuid

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mandates import actions
from mandates.models import Mandate, MandateRight
from rights.models import Assignment, Group
from tests.mandates.conftest import draft, fresh, made, offer, past, powers, set_fields

pytestmark = pytest.mark.django_db
BAKERY, CYCLES, THIRD = "99000015", "99000023", "99000031"
LISTS = ["list", "received", "offer", "request", "distribute_many", "no_group", "renew_many", "client_groups",
         "create_client_group"]  # fmt: skip
PARTY_PAGES = ["detail", "renew", "withdraw", "suspend", "resume", "answer", "confirm", "approve"]


def url(name, cvr=BAKERY, *args):
    return reverse(f"mandates:{name}", args=[cvr, *args])


@pytest.fixture
def standing(anne, carl, vat):
    """In force, put there without its document, which takes a while to make."""
    mandate = Mandate.objects.create(
        number="F-TEST", grantor=anne.organisation, grantee=carl.organisation, grantor_name=anne.organisation.name,
        grantee_name=carl.organisation.name, state="active", basis="consents", grantor_consented_at=past(),
        grantee_consented_at=past(), starts_at=past(), sent_at=past(),
    )  # fmt: skip
    MandateRight.objects.create(mandate=mandate, right=vat)
    return mandate


@pytest.mark.parametrize("name", LISTS)
def test_the_cast_at_the_lists(log_in, anne, bo, carl, name):
    assert log_in(anne).get(url(name)).status_code == 200
    assert log_in(bo).get(url(name)).status_code == 403
    assert log_in(carl).get(url(name)).status_code == 404
    assert Client().get(url(name)).status_code == 302


@pytest.mark.parametrize("name", PARTY_PAGES)
def test_the_cast_at_one_mandate(log_in, anne, bo, carl, dora, standing, name):
    assert log_in(anne).get(url(name, BAKERY, standing.pk)).status_code == 200
    assert log_in(carl).get(url(name, CYCLES, standing.pk)).status_code == 200
    assert log_in(bo).get(url(name, BAKERY, standing.pk)).status_code == 403
    assert log_in(dora).get(url(name, THIRD, standing.pk)).status_code == 404
    assert log_in(carl).get(url(name, BAKERY, standing.pk)).status_code == 404


@pytest.mark.parametrize("name", ["waive", "give_on", "distribute"])
def test_the_grantees_pages(log_in, carl, standing, name):
    assert log_in(carl).get(url(name, CYCLES, standing.pk)).status_code == 200


@pytest.mark.parametrize("name", [*PARTY_PAGES, "waive", "rights", "period", "send", "discard", "document"])
def test_one_that_does_not_exist_and_one_of_others_answer_alike(log_in, anne, carl, dora, standing, name):
    client = log_in(dora)
    for pk in (standing.pk, uuid.uuid4()):
        assert client.get(url(name, THIRD, pk)).status_code == 404
        assert client.post(url(name, THIRD, pk), {"answer": "accept"}).status_code in (404, 405)


@pytest.mark.parametrize("name", ["detail", "rights", "period", "send", "discard"])
def test_the_other_side_does_not_see_a_draft(log_in, anne, carl, vat, name):
    mandate = draft(anne, CYCLES, vat)
    assert log_in(anne).get(url(name, BAKERY, mandate.pk)).status_code == 200
    assert log_in(carl).get(url(name, CYCLES, mandate.pk)).status_code == 404
    assert mandate.number not in log_in(carl).get(url("received", CYCLES)).content.decode()


def test_from_offer_to_end_through_the_pages_of_both_sides(log_in, anne, carl, vat):
    giver, receiver = log_in(anne), log_in(carl)
    answer = giver.post(url("offer"), {"cvr": CYCLES})
    mandate = Mandate.objects.for_actor(anne.actor).get()
    assert answer["Location"] == url("rights", BAKERY, mandate.pk)
    answer = giver.post(answer["Location"], {"rights": [str(vat.pk)], "limit_type": "", "limit_value": ""})
    assert answer["Location"] == url("period", BAKERY, mandate.pk)
    answer = giver.post(answer["Location"], {"message": "Hermed aftalt"})
    assert "Ret moms" in giver.get(answer["Location"]).content.decode()
    answer = giver.post(answer["Location"], {})
    assert answer["Location"] == url("detail", BAKERY, mandate.pk)
    assert fresh(mandate).state == "offered"
    page = receiver.get(url("answer", CYCLES, mandate.pk)).content.decode()
    assert "Hermed aftalt" in page
    receiver.post(url("answer", CYCLES, mandate.pk), {"answer": "accept"})
    assert fresh(mandate).state == "active"
    assert "Dokumentet bliver lavet nu" in giver.get(url("detail", BAKERY, mandate.pk)).content.decode()
    made(mandate)
    pdf = giver.get(url("document", BAKERY, mandate.pk))
    assert pdf.content == receiver.get(url("document", CYCLES, mandate.pk)).content
    receiver.post(url("distribute", CYCLES, mandate.pk), {"email": carl.identity.email})
    assert Assignment.objects.for_actor(carl.actor).get().identity == carl.identity
    giver.post(url("withdraw", BAKERY, mandate.pk), {"reason": "Tak for denne gang"})
    text = receiver.get(url("detail", CYCLES, mandate.pk)).content.decode()
    assert "Aaby Bageri ApS trak fuldmagten tilbage" in text
    assert "Tak for denne gang" in text


def test_the_history_is_told_in_each_partys_words(log_in, anne, carl, vat):
    mandate = offer(anne, CYCLES, vat)
    assert "I tilbød fuldmagten" in log_in(anne).get(url("detail", BAKERY, mandate.pk)).content.decode()
    theirs = log_in(carl).get(url("detail", CYCLES, mandate.pk)).content.decode()
    assert "Aaby Bageri ApS tilbød fuldmagten" in theirs
    assert "I tilbød" not in theirs


def test_a_no_with_its_reason(log_in, anne, carl, vat):
    mandate = offer(carl, BAKERY, vat, as_grantor=False)
    log_in(anne).post(url("answer", BAKERY, mandate.pk), {"answer": "decline", "reason": "Kender jer ikke"})
    assert (fresh(mandate).state, fresh(mandate).ended_because) == ("declined", "Kender jer ikke")


def test_a_duplicate_is_shown_before_sending(log_in, anne, carl, vat, standing):
    page = log_in(anne).get(url("send", BAKERY, draft(anne, CYCLES, vat).pk)).content.decode()
    assert "Der er allerede en fuldmagt mellem jer" in page
    assert standing.number in page


def test_a_mandate_to_oneself_is_refused_above_the_form(log_in, anne):
    page = log_in(anne).post(url("offer"), {"cvr": BAKERY})
    assert page.status_code == 200
    assert "I kan ikke give jer selv fuldmagt" in page.content.decode()


def test_search_by_part_of_the_name_and_by_number(log_in, anne, carl, standing):
    client = log_in(carl)
    for text, found in (("bageri", True), ("åby", True), ("9900 0015", True), ("slagter", False)):
        page = client.get(url("received", CYCLES), {"q": text}).content.decode()
        assert (standing.number in page) is found, text


def test_what_is_over_is_shown_when_it_is_asked_for(log_in, anne, carl, standing):
    Mandate.objects.for_actor(anne.actor).update(state="expired")
    client = log_in(anne)
    assert standing.number not in client.get(url("list")).content.decode()
    assert standing.number in client.get(url("list"), {"status": "expired"}).content.decode()


def test_the_list_pages_by_key(log_in, anne, carl, standing):
    Mandate.objects.bulk_create([
        Mandate(number=f"F-{n:03}", grantor=carl.organisation, grantee=anne.organisation, grantor_name=f"Kunde {n:03}",
                grantee_name="", state="offered") for n in range(60)
    ])  # fmt: skip
    client = log_in(anne)
    first = client.get(url("received"))
    second = client.get(f"{url('received')}?{first.context['next']}")
    shown = [row.number for page in (first, second) for row in page.context["rows"]]
    assert shown == [f"F-{n:03}" for n in range(60)]


def test_who_has_no_active_user_with_the_address_is_told_so(log_in, carl, standing):
    page = log_in(carl).post(url("distribute", CYCLES, standing.pk), {"email": "ingen@cykler.example"})
    assert "ingen aktiv bruger" in page.content.decode()
    assert not Assignment.objects.for_actor(carl.actor).exists()


def test_an_assignment_of_others_is_not_removed(log_in, anne, carl, standing):
    given = Assignment.objects.create(
        organisation=carl.organisation, identity=carl.identity, client=anne.organisation, given_by="test"
    )
    assert log_in(anne).post(url("unassign", BAKERY, given.pk)).status_code == 404
    assert log_in(carl).post(url("unassign", CYCLES, given.pk)).status_code == 302
    given.refresh_from_db()
    assert given.ends_at <= timezone.now()


def test_the_overview_counts_what_waits(log_in, anne, carl, vat):
    offer(anne, CYCLES, vat)
    assert (
        "1 fuldmagt venter på jeres svar"
        in log_in(carl).get(reverse("web:overview", args=[CYCLES])).content.decode()
    )


def test_pages_in_english_say_nothing_in_danish(log_in, anne, carl, vat, standing):
    client = log_in(anne)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(url("detail", BAKERY, standing.pk)).content.decode()
    assert "Withdraw" in page
    assert "Træk tilbage" not in page


def test_many_clients_for_a_group_first_shown_then_done(log_in, anne, carl, dora, standing, vat):
    from portal.core import jobs, trace
    from rights.actions import open_powers

    with trace.collecting("test"):
        open_powers(actor=carl.actor, mandate_id=standing.pk, holder=carl.organisation, grantor=anne.organisation,
                    rights=[vat])  # fmt: skip
    group = Group.objects.create(organisation=carl.organisation, name="Bogholdere")
    client, asked = (
        log_in(carl),
        {"name": "A-kunder", "clients": f"{BAKERY}\n{THIRD}\n", "group": str(group.pk)},
    )
    page = client.post(url("distribute_many", CYCLES), asked)
    assert "1 kunde lægges" in page.content.decode()
    assert THIRD in page.content.decode()
    assert not Assignment.objects.for_actor(carl.actor).exists()
    answer = client.post(url("distribute_many", CYCLES), asked | {"do": "start"})
    job = jobs.Job.objects.for_actor(carl.actor).get()
    assert jobs.work(job.pk) == 1
    given = Assignment.objects.for_actor(carl.actor).get()
    assert (given.group, given.client_group.name) == (group, "A-kunder")
    page = client.get(answer["Location"])
    assert f"2: {THIRD}" in page.content.decode()
    assert THIRD in client.get(url("bulk_errors", CYCLES, job.pk)).getvalue().decode()
    assert log_in(anne).get(url("bulk", BAKERY, job.pk)).status_code == 404


def test_a_cancelled_job_is_started_again_with_what_is_left(anne, carl, standing, vat):
    from portal.core import jobs, trace
    from rights.actions import open_powers

    with trace.collecting("test"):
        open_powers(actor=carl.actor, mandate_id=standing.pk, holder=carl.organisation, grantor=anne.organisation,
                    rights=[vat])  # fmt: skip
    group = Group.objects.create(organisation=carl.organisation, name="Bogholdere")
    job = actions.distribute_in_bulk(actor=carl.actor, group=group, name="A", numbers=[BAKERY])
    actions.cancel(actor=carl.actor, job=job)
    assert jobs.work(job.pk) == 0
    job.refresh_from_db()
    again = actions.start_again(actor=carl.actor, job=job)
    assert jobs.work(again.pk) == 1
    assert Assignment.objects.for_actor(carl.actor).get().client_group.clients.count() == 1


@pytest.mark.parametrize("fields", [{"answer_before": past()}, {"state": "lapsed"}, {"state": "withdrawn"}])
def test_the_link_in_the_mail_after_the_end_says_so_and_has_no_form(log_in, anne, carl, vat, fields):
    mandate = set_fields(offer(anne, CYCLES, vat), **fields)
    client, where = log_in(carl), url("answer", CYCLES, mandate.pk)
    page = client.get(where).content.decode()
    assert "kan ikke længere besvares" in page
    assert 'name="answer"' not in page
    client.post(where, {"answer": "accept"})
    assert fresh(mandate).state == fields.get("state", "offered")
    assert not powers(mandate)
