"""The pages through a client: who sees them, and the way of an employee from link to active."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from identities import actions
from identities.models import Authenticator, Identity
from tests.identities.people import activated, order, outsider, token_mailed_to, with_channel

pytestmark = pytest.mark.django_db
LISTS = [
    "list",
    "create",
    "claims",
    "me",
    "request_role",
    "administrators",
    "role_requests",
    "billing",
    "channel",
    "allow_private",
]
ONE = ["detail", "edit", "schedule", "suspend", "close", "assign_roles", "order_authenticator"]


def url(name, *args):
    return reverse(f"identities:{name}", args=["99000015", *args])


@pytest.mark.parametrize("name", LISTS)
def test_the_administrator_sees_every_page(log_in, bakery, anne, name):
    activated(anne, "Dorte Dam")
    assert log_in(anne).get(url(name)).status_code == 200


@pytest.mark.parametrize("name", ONE)
def test_the_administrator_sees_every_page_about_one_user(log_in, bakery, anne, name):
    dorte = activated(anne, "Dorte Dam", means="dedicated")
    assert log_in(anne).get(url(name, dorte.identity.pk)).status_code == 200


@pytest.mark.parametrize(
    "name", ["resend", "withdraw_activation", "make_code", "proofing", "detail", "reject_claim"]
)
def test_the_administrator_sees_every_page_about_one_who_waits(log_in, bakery, anne, name):
    identity = order(anne, "Dorte Dam")
    assert log_in(anne).get(url(name, identity.pk)).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_stranger_gets_404_and_nobody_is_sent_to_log_in(log_in, bakery, carl, name):
    assert log_in(carl).get(url(name)).status_code == 404
    assert Client().get(url(name)).status_code == 302


@pytest.mark.parametrize("name", ["list", "create", "claims", "role_requests", "billing", "channel"])
def test_a_colleague_without_a_role_gets_403(log_in, bakery, bo, name):
    assert log_in(bo).get(url(name)).status_code == 403


@pytest.mark.parametrize("name", ["me", "administrators", "request_role"])
def test_everybody_in_the_organisation_sees_the_own_profile_and_who_administers(
    log_in, bakery, bo, anne, name
):
    assert log_in(bo).get(url(name)).status_code == 200


@pytest.mark.parametrize("name", ONE)
def test_an_identity_of_another_organisation_does_not_exist(log_in, bakery, cycles, anne, carl, name):
    assert log_in(anne).get(url(name, carl.identity.pk)).status_code == 404


def test_an_identity_is_created_through_the_page_with_its_price_shown_before(log_in, bakery, anne):
    client = log_in(anne)
    page = client.get(url("create"))
    assert "Det koster ikke noget" in page.content.decode()
    answer = client.post(
        url("create"),
        {
            "given_name": "Dorte",
            "surname": "Dam",
            "email": "dorte@bageri.example",
            "path": "claim",
            "price_shown": "20.00",
        },
    )
    identity = Identity.objects.for_actor(anne.actor).get(given_name="Dorte")
    assert answer["Location"] == url("detail", identity.pk)
    assert identity.state == Identity.State.PENDING


def test_the_link_tells_nothing_about_anybody_before_login(bakery, anne):
    identity = order(anne, "Dorte Dam")
    page = Client().get(reverse("identities_public:activation", args=[token_mailed_to(identity.email)]))
    text = page.content.decode()
    assert page.status_code == 200
    for told in ("Dorte", "Dam", identity.email, bakery.name, bakery.cvr, str(identity.pk)):
        assert told not in text


def test_the_wrong_person_is_stopped_without_learning_anything(log_in, bakery, anne):
    identity = order(anne, "Dorte Dam", birth_date=datetime.date(1991, 1, 1))
    link = reverse("identities_public:activation", args=[token_mailed_to(identity.email)])
    stranger = outsider("Fremmed Person")
    for answer in (log_in(stranger).get(link), log_in(stranger).post(link, {"means": "private"})):
        assert answer.status_code == 403
        for told in ("Dorte", "Dam", identity.email, bakery.name, bakery.cvr, str(identity.pk)):
            assert told not in answer.content.decode()
    identity.refresh_from_db()
    assert identity.state == Identity.State.PENDING


def test_an_employee_comes_from_the_link_to_being_active(log_in, bakery, anne):
    identity = order(anne, "Dorte Dam", birth_date=datetime.date(1980, 2, 3))
    link = reverse("identities_public:activation", args=[token_mailed_to(identity.email)])
    client = log_in(outsider("Dorte Dam"))
    page = client.get(link).content.decode()
    assert page.count('type="radio"') == 2
    assert "checked" not in page
    nothing_chosen = client.post(link, {})
    assert "Vælg, hvordan du vil logge ind" in nothing_chosen.content.decode()
    answer = client.post(link, {"means": "private"})
    assert client.get(answer["Location"]).status_code == 200
    identity.refresh_from_db()
    assert identity.state == Identity.State.ACTIVE
    assert client.get(link).status_code == 404


def test_a_claim_through_the_page_and_its_confirmation_in_the_queue(log_in, bakery, anne):
    identity = order(anne, "Dorte Dam")
    link = reverse("identities_public:activation", args=[token_mailed_to(identity.email)])
    client = log_in(outsider("Dorte Dam"))
    assert "Dorte Dam" not in client.get(link).content.decode().split("<main")[1].replace(
        "Dorte Dam har meldt sig", ""
    )
    client.post(link, {"means": "private"})
    assert "bekræfte" in client.get(link).content.decode()
    queue = log_in(anne)
    assert "Dorte Dam" in queue.get(url("claims")).content.decode()
    queue.post(url("claims"), {"ids": [str(identity.pk)]})
    identity.refresh_from_db()
    assert identity.state == Identity.State.ACTIVE


def test_a_temporary_code_is_shown_once_and_works_without_e_mail(log_in, bakery, anne):
    import re

    identity = order(anne, "Dorte Dam", email="", path="code")
    page = log_in(anne).post(url("make_code", identity.pk), {}).content.decode()
    code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", page)[0]
    client = log_in(outsider("Dorte Dam"))
    answer = client.post(reverse("identities_public:code"), {"code": code})
    client.post(answer["Location"], {"means": "private"})
    identity.refresh_from_db()
    assert identity.state == Identity.State.ACTIVE


def test_the_own_pages_show_every_employer_and_withdraw_at_once(log_in, bakery, anne):
    dorte = activated(anne, "Dorte Dam")
    client = log_in(dorte)
    assert bakery.name in client.get(reverse("identities_public:mine")).content.decode()
    assert client.get(url("me")).status_code == 200
    client.post(reverse("identities_public:withdraw_consent", args=[dorte.identity.pk]), {})
    assert client.get(url("me")).status_code == 404


def test_a_person_reaches_nobody_elses_consent_or_authenticator(log_in, bakery, anne):
    dorte = activated(anne, "Dorte Dam", means="dedicated")
    other = log_in(outsider("Fremmed Person"))
    device = Authenticator.objects.for_actor(anne.actor).get(identity=dorte.identity)
    for name, pk in (
        ("withdraw_consent", dorte.identity.pk),
        ("accept_consent", dorte.identity.pk),
        ("report_lost", device.pk),
        ("activate_own", dorte.identity.pk),
        ("welcome", dorte.identity.pk),
    ):
        assert other.get(reverse(f"identities_public:{name}", args=[pk])).status_code == 404


def test_closed_and_reopened_through_the_pages_with_the_price_shown(log_in, bakery, anne):
    with_channel(bakery)
    dorte = activated(anne, "Dorte Dam")
    client = log_in(anne)
    client.post(url("close", dorte.identity.pk), {"reason": "fratrådt"})
    assert client.get(url("reopen", dorte.identity.pk)).status_code == 200
    client.post(url("reopen", dorte.identity.pk), {"price_shown": "20.00"})
    dorte.identity.refresh_from_db()
    assert dorte.identity.state == Identity.State.ACTIVE


def test_the_merge_page_shows_both(log_in, bakery, anne):
    dorte = activated(anne, "Dorte Dam")
    double = order(anne, "Dorthe Damm")
    client = log_in(anne)
    page = url("merge", double.pk, dorte.identity.pk)
    assert "Dorthe Damm" in client.get(page).content.decode()
    client.post(page, {"reason": "samme person, stavet forkert"})
    double.refresh_from_db()
    assert double.merged_into == dorte.identity


def test_a_dedicated_mitid_is_taken_in_use_by_a_work_login_only(log_in, bakery, anne):
    from django.utils import timezone

    from identities import queries
    from portal.core.actions import RuleBroken
    from portal.core.actors import Actor, AuthContext
    from portal.core.permissions import Level
    from tests.cast import make_user

    dorte = activated(anne, "Dorte Dam", means="dedicated")
    device = queries.authenticator_by_token(token_mailed_to(dorte.identity.email))
    with pytest.raises(RuleBroken):
        actions.enrol(actor=dorte.person, authenticator=device)
    worker = make_user("Dorte Dam", subject="dorte-at-work")
    auth = AuthContext(
        population="professional",
        issuer=worker.issuer,
        subject=worker.subject,
        level=Level.SUBSTANTIAL,
        at=timezone.now(),
        organisation_cvr=bakery.cvr,
    )
    actions.enrol(actor=Actor.person(worker, auth), authenticator=device)
    assert [each.identity for each in queries.memberships(worker)] == [dorte.identity]
    actions.report_lost(actor=Actor.person(worker, auth), authenticator=device)
    assert queries.memberships(worker) == []


def test_search_on_the_page_finds_a_misspelt_name(log_in, bakery, anne):
    activated(anne, "Dorte Damgaard")
    page = log_in(anne).get(url("list"), {"q": "Dorte Damgård"}).content.decode()
    assert "Dorte Damgaard" in page
    page = log_in(anne).get(url("list"), {"q": "Dprte"}).content.decode()
    assert "Dorte Damgaard" in page


def test_the_list_pages_by_key_and_sorts(log_in, bakery, anne):
    for sort in ("name", "-name", "state", "-state", "nonsense"):
        assert log_in(anne).get(url("list"), {"sort": sort}).status_code == 200


def test_the_way_to_a_merge_shows_those_who_may_be_the_same(log_in, bakery, anne):
    dorte = activated(anne, "Dorte Damgaard").identity
    twice = order(anne, "Dorte Damgård", order=False)
    shared = order(anne, "Helt Anden", email=dorte.email, order=False)
    other = order(anne, "Niels Nielsen", order=False)
    page = log_in(anne).get(url("choose_merge", twice.pk)).content.decode()
    assert url("merge", twice.pk, dorte.pk) in page, "the active one is kept"
    assert str(other.pk) not in page
    page = log_in(anne).get(url("choose_merge", dorte.pk)).content.decode()
    for each in (twice, shared):
        assert url("merge", each.pk, dorte.pk) in page


def test_a_cpr_number_tells_the_age_and_is_masked_after_it(log_in, bakery, anne):
    bakery.asks_for_cpr, bakery.cpr_purpose = True, "løn"
    bakery.save()
    anne.organisation.refresh_from_db()
    pia = order(anne, "Pia Pending", cpr="6301804321")
    assert pia.birth_date is not None
    assert "-****" in log_in(anne).get(url("detail", pia.pk)).content.decode()


@pytest.mark.parametrize(
    ("name", "place"), [("local_idp", "web:settings"), ("list", "identities:list"), ("me", "identities:me")]
)
def test_the_menu_marks_the_area_a_page_belongs_to(log_in, bakery, anne, name, place):
    page = log_in(anne).get(url(name))
    [marked] = [each["url"] for each in page.context["shell"].menu if each["current"]]
    assert marked == reverse(place, args=["99000015"])
