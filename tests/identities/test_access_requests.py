"""Somebody asks their employer for access, where the employer has opened for it."""

import datetime
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from identities import actions, queries
from identities.actions.access_requests import MOST_OPEN
from identities.models import AccessRequest, Identity, LocalIdp
from identities.queries import access_requests
from portal.core.actions import RuleBroken
from portal.core.models import AuditEntry, OutgoingMail
from tests.cast import make_organisation
from tests.identities.people import activated, open_link, outsider, with_channel
from tests.rights.conftest import SYSTEM

pytestmark = pytest.mark.django_db
ASKED = {"email": "nina@bageri.example", "reason": "Jeg er ny i butikken"}


@pytest.fixture
def open_bakery(bakery):
    bakery.allows_self_request = True
    bakery.save()
    return bakery


@pytest.fixture
def nina():
    return outsider("Nina Ny Nielsen", birth_date=datetime.date(1990, 5, 1))


def ask(person, organisation, **fields):
    return actions.request_access(actor=person.actor, organisation=organisation, **{**ASKED, **fields})


def test_from_the_search_to_an_active_user_in_the_pages(open_bakery, anne, nina, log_in):
    client = log_in(nina)
    find = reverse("identities_public:find_employer")
    page = client.get(find, {"q": open_bakery.name[:6]}).content.decode()
    address = reverse("identities_public:request_access", args=[open_bakery.pk])
    assert address in page
    assert "Nina Ny Nielsen" in client.get(address).content.decode()
    assert client.post(address, ASKED)["Location"] == find
    assert "Afventer svar" in client.get(find).content.decode()
    request = AccessRequest.objects.for_actor(anne.actor).get()
    boss = log_in(anne)
    assert "1 person har ansøgt" in boss.get(f"/{open_bakery.cvr}/").content.decode()
    assert "Jeg er ny i butikken" in boss.get(f"/{open_bakery.cvr}/brugere/ansoegninger/").content.decode()
    approve = reverse("identities:approve_access_request", args=[open_bakery.cvr, request.pk])
    assert "gratis" in boss.get(approve).content.decode()
    assert boss.post(approve, {"price_shown": "20.00"}).status_code == 302
    identity = Identity.objects.for_actor(anne.actor).get(email=ASKED["email"])
    assert (identity.given_name, identity.surname, identity.state) == ("Nina Ny", "Nielsen", "pending")
    link = open_link(identity)
    actions.activate(actor=nina.actor, activation=link, means="private")
    assert [each.identity for each in queries.memberships(nina.user)] == [identity]


def test_the_link_is_for_the_one_who_asked(open_bakery, anne, nina):
    identity = actions.approve_access_request(actor=anne.actor, request=ask(nina, open_bakery))
    with pytest.raises(RuleBroken):
        actions.activate(
            actor=outsider("Nina Ny Nielsen", subject="en anden").actor,
            activation=open_link(identity),
            means="private",
        )


def test_rejected_with_an_answer_and_asked_again(open_bakery, anne, nina):
    request = ask(nina, open_bakery)
    actions.reject_access_request(actor=anne.actor, request=request, answer="Vi kender dig ikke")
    assert "Vi kender dig ikke" in OutgoingMail.objects.get(template="identities/access_rejected").body
    with pytest.raises(RuleBroken):
        actions.approve_access_request(actor=anne.actor, request=request)
    assert ask(nina, open_bakery).state == "open"


def test_withdrawn_by_the_one_who_asked_alone(open_bakery, anne, nina):
    request = ask(nina, open_bakery)
    with pytest.raises(RuleBroken):
        actions.withdraw_access_request(actor=outsider("Otto Anden").actor, request=request)
    assert actions.withdraw_access_request(actor=nina.actor, request=request).state == "withdrawn"
    assert access_requests.my_requests(nina.user) == []


def test_off_by_default_and_then_nobody_is_found(bakery, nina, log_in):
    assert access_requests.employers(bakery.cvr) == []
    assert log_in(nina).get(reverse("identities_public:request_access", args=[bakery.pk])).status_code == 404
    with pytest.raises(RuleBroken):
        ask(nina, bakery)


def test_an_organisation_with_a_local_idp_creates_its_people_itself(open_bakery):
    LocalIdp.objects.create(
        organisation=open_bakery, name="x", issuer="https://x.example", client_id="x", state="active", tested_at=timezone.now(),
        statement=b"x", statement_expires_on=timezone.localdate(), notified_level="HIGH",
    )  # fmt: skip
    assert access_requests.employers(open_bakery.cvr) == []


def test_nobody_looks_through_all_employers(open_bakery):
    assert [access_requests.employers(text) for text in ("", "a", "ba ", "%%%")] == [[], [], [], []]


@pytest.mark.parametrize(
    "name", ["a user already", "asked already", "too young", "at work", "no reason", "too many"]
)
def test_who_may_not_ask(open_bakery, anne, nina, name):
    person, reason = nina, ASKED["reason"]
    if name == "a user already":
        person = activated(anne, "Dorte Dam")
        person.actor = person.person
    elif name == "asked already":
        ask(nina, open_bakery)
    elif name == "too young":
        person = outsider("Lille Ny", birth_date=timezone.localdate() - datetime.timedelta(days=12 * 365))
    elif name == "at work":
        person.actor = replace(nina.actor, auth=replace(nina.actor.auth, organisation_cvr="99000023"))
    elif name == "no reason":
        reason = "hej"
    else:
        for n in range(MOST_OPEN):
            ask(nina, make_organisation(f"9900030{n}", f"Firma {n}", allows_self_request=True))
    with pytest.raises(RuleBroken):
        ask(person, open_bakery, reason=reason)


def test_a_fourth_user_needs_an_invoice_channel_and_the_price_that_was_shown(open_bakery, anne, nina):
    for n in range(2):
        activated(anne, f"Nr{n} Ny")
    request = ask(nina, open_bakery)
    with pytest.raises(RuleBroken, match="Regninger"):
        actions.approve_access_request(actor=anne.actor, request=request)
    with_channel(open_bakery)
    with pytest.raises(RuleBroken, match="steget"):
        actions.approve_access_request(actor=anne.actor, request=request, price_shown=19)
    assert (
        actions.approve_access_request(actor=anne.actor, request=request, price_shown=20).state == "pending"
    )


def test_another_organisation_neither_sees_nor_answers(open_bakery, carl, nina, log_in):
    request = ask(nina, open_bakery)
    assert list(AccessRequest.objects.for_actor(carl.actor)) == []
    for name in ("approve_access_request", "reject_access_request"):
        address = reverse(f"identities:{name}", args=[carl.organisation.cvr, request.pk])
        assert log_in(carl).get(address).status_code == 404


def test_who_asked_is_forgotten_half_a_year_after_the_answer(open_bakery, anne, nina):
    request = ask(nina, open_bakery)
    actions.reject_access_request(actor=anne.actor, request=request)
    assert actions.forget_access_requests(actor=SYSTEM) == 0
    rows = AccessRequest.objects.across_organisations("test")
    rows.update(answered_at=timezone.now() - datetime.timedelta(days=184))
    assert actions.forget_access_requests(actor=SYSTEM) == 1
    assert (rows.get().user, rows.get().name, rows.get().email, rows.get().reason) == (None, "", "", "")
    assert AuditEntry.objects.across_organisations("test").filter(subject_id=str(request.pk)).count() == 2
