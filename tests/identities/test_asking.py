"""How often somebody with a dedicated MitID is asked about their private one: they decide, the employer never sees."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from identities import actions
from identities.models import Identity
from identities.queries.asking import to_ask
from portal.core.actions import RuleBroken
from portal.core.models import AuditEntry
from tests.identities.people import activated

pytestmark = pytest.mark.django_db


@pytest.fixture
def dorte(anne, bakery):
    return activated(anne, "Dorte Dam", means="dedicated")


def asked(dorte, days_ago):
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    Identity.objects.for_person(dorte.user).update(asked_on=day)
    return [each.pk for each in to_ask(dorte.user)]


@pytest.mark.parametrize(
    ("asking", "quiet", "due"), [("half_yearly", 181, 182), ("yearly", 364, 365), ("never", 365, None)]
)
def test_asked_again_no_sooner_than_one_wishes(dorte, asking, quiet, due):
    assert to_ask(dorte.user) == [], "the choice at activation was the first time"
    actions.choose_asking(actor=dorte.person, identity=dorte.identity, asking=asking)
    assert asked(dorte, quiet) == []
    assert asked(dorte, due or 4000) == ([dorte.identity.pk] if due else [])


def test_nobody_is_asked_who_uses_it_or_may_not(dorte, bakery):
    assert asked(dorte, 400)
    bakery.allows_private_mitid = False
    bakery.save()
    assert to_ask(dorte.user) == []
    bakery.allows_private_mitid = True
    bakery.save()
    actions.accept_consent(actor=dorte.person, identity=dorte.identity)
    assert to_ask(dorte.user) == []
    actions.withdraw_consent(actor=dorte.person, identity=dorte.identity)
    assert to_ask(dorte.user) == [], "just withdrawn"


def test_the_question_and_the_no_in_the_pages(dorte, log_in):
    asked(dorte, 400)
    client = log_in(dorte)
    page = client.get("/organisationer/?alle").content.decode()
    address = reverse("identities_public:choose_asking", args=[dorte.identity.pk])
    assert reverse("identities_public:accept_consent", args=[dorte.identity.pk]) in page
    assert address in page
    assert client.post(address, {"asking": "never"}).status_code == 302
    assert address not in client.get("/organisationer/?alle").content.decode()


def test_only_oneself_and_the_employer_learns_nothing(dorte, anne, bo, log_in):
    with pytest.raises(RuleBroken):
        actions.choose_asking(actor=bo.actor, identity=dorte.identity, asking="never")
    before = AuditEntry.objects.for_actor(anne.actor).count()
    actions.choose_asking(actor=dorte.person, identity=dorte.identity, asking="never")
    assert AuditEntry.objects.for_actor(anne.actor).count() == before
    address = reverse("identities_public:choose_asking", args=[dorte.identity.pk])
    assert log_in(anne).get(address).status_code == 404


def test_whoever_is_a_user_by_another_login_is_told_so(dorte, bo, log_in):
    told = "Her logger du ind med et andet MitID"
    assert told in log_in(dorte).get("/organisationer/?alle").content.decode()
    assert told not in log_in(bo).get("/organisationer/?alle").content.decode()
