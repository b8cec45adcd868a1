"""A mandate to one person stays that person's when two identities become one: in force, resting and offered."""

import pytest

from identities import actions as identities
from mandates import actions
from mandates.models import Mandate
from tests.cast import make_identity, make_user
from tests.mandates.conftest import CLOCK, active, fresh, may, offer, powers

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(dora):
    return (
        make_identity(dora.organisation, make_user("Else Eg")),
        make_identity(dora.organisation, make_user("Else E. Eg"), email="else.e@dora.example"),
    )


def merge(dora, two):
    kept, merged = two
    identities.merge(actor=dora.actor, kept=kept, merged=merged, reason="samme person, ny kontrakt")


def test_in_force_before_in_force_after_and_for_nobody_else(anne, dora, bakery, vat, two):
    kept, merged = two
    mandate = active(anne, dora, vat, email=merged.email)
    assert (may(kept, vat, bakery.cvr), may(merged, vat, bakery.cvr)) == (False, True)
    merge(dora, two)
    assert may(kept, vat, bakery.cvr)
    assert not may(dora.identity, vat, bakery.cvr)
    assert fresh(mandate).grantee_identity_id == kept.pk
    assert [each.only_identity_id for each in powers(mandate)] == [kept.pk]


def test_a_resting_mandate_rests_on_and_comes_back_for_the_kept_one(anne, dora, bakery, vat, two):
    mandate = active(anne, dora, vat, email=two[1].email)
    actions.suspend_given(actor=CLOCK, organisation=bakery, because="bankruptcy")
    merge(dora, two)
    assert fresh(mandate).state == Mandate.State.SUSPENDED
    assert not may(two[0], vat, bakery.cvr)
    assert {each.only_identity_id for each in _all_powers(mandate)} == {two[0].pk}


def test_an_offer_waits_for_the_kept_one(anne, dora, vat, two):
    mandate = offer(anne, dora.organisation.cvr, vat, email=two[1].email)
    merge(dora, two)
    assert (fresh(mandate).state, fresh(mandate).grantee_identity_id) == (Mandate.State.OFFERED, two[0].pk)


def _all_powers(mandate):
    from rights.models import Power

    return Power.objects.across_organisations("test").filter(mandate=mandate.pk)
