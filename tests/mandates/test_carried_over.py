"""Carried over from the legacy system: in force in silence, never wider, confirmed or ended, never resurrected."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from mandates import actions
from mandates.actions import clock
from mandates.models import Mandate, MandateRight
from portal.core import trace
from portal.core.actions import RuleBroken
from portal.core.actors import Actor
from portal.core.models import OutgoingMail
from rights.models import Power
from tests.mandates.conftest import CLOCK, fresh, made, make_right, past, powers, set_fields

pytestmark = pytest.mark.django_db
SOURCE = "SELECT * FROM unnest(%s::text[], %s::text[], %s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::text[])"


def carry(anne, *rights, cvr="99000023", window_ends=None):
    """What the legacy system knew, as the company's move hands it over. `now()` stands still within a test."""
    n = len(rights)
    params = [[cvr] * n, ["4711"] * n, [r.pk for r in rights], [past(900)] * n, [None] * n, ["k"] * n]
    with trace.collecting("test") as running:
        made = actions.carry_over(actor=Actor.system("move"), grantor=anne.organisation, source_sql=SOURCE,
                                  params=params, window_ends=window_ends)  # fmt: skip
        running.entries += 1
    return made, Mandate.objects.for_actor(anne.actor).filter(legacy_key__isnull=False).first()


@pytest.fixture
def carried(anne, carl, vat):
    """As if the move had been yesterday."""
    _made, mandate = carry(anne, vat, window_ends=timezone.now() + datetime.timedelta(days=200))
    return set_fields(mandate, carried_over_at=past())


def test_it_is_in_force_although_both_sides_are_silent(carried, carl, vat):
    assert (carried.state, carried.basis) == ("active", "carried_over")
    assert [each.right for each in powers(carried)] == [vat]
    assert (carried.grantor_name, carried.grantee_name) == ("Aaby Bageri ApS", "Cykler & Søn A/S")


def test_the_powers_themselves_end_with_the_window(carried):
    assert powers(carried)[0].ends_at == carried.answer_before


def test_a_later_delivery_does_not_widen_it(carried, anne):
    made, mandate = carry(anne, make_right("ny"))
    assert made == 0
    assert MandateRight.objects.for_actor(anne.actor).filter(mandate=mandate).count() == 1
    assert len(powers(carried)) == 1


def test_a_later_delivery_does_not_resurrect_it(carried, anne, vat):
    actions.withdraw(actor=anne.actor, mandate=carried)
    carry(anne, vat)
    assert fresh(carried).state == "withdrawn"
    assert powers(carried) == []


def test_it_is_not_given_on(carried, carl, dora):
    with pytest.raises(RuleBroken, match="videreført"):
        actions.start_sub_mandate(actor=carl.actor, parent=carried, cvr="99000031")


def test_the_database_refuses_to_make_a_sub_mandate_of_it(carried, anne):
    with pytest.raises(IntegrityError, match="has_its_principal"), transaction.atomic():
        Mandate.objects.for_actor(anne.actor).filter(pk=carried.pk).update(
            parent=carried.pk, principal=anne.organisation
        )


def test_with_both_confirmations_it_rests_on_consents_and_outlives_the_window(carried, anne, carl):
    actions.confirm(actor=anne.actor, mandate=carried)
    assert fresh(carried).basis == "carried_over"
    with pytest.raises(RuleBroken, match="allerede bekræftet"):
        actions.confirm(actor=anne.actor, mandate=carried)
    actions.confirm(actor=carl.actor, mandate=carried)
    confirmed = fresh(carried)
    assert (confirmed.basis, confirmed.answer_before) == ("consents", None)
    assert powers(carried)[0].ends_at is None
    assert made(confirmed).document is not None


def test_unconfirmed_it_ends_with_the_window(carried, anne):
    actions.confirm(actor=anne.actor, mandate=carried)
    set_fields(carried, answer_before=past())
    assert clock.expire_unconfirmed(actor=CLOCK) == 1
    assert (fresh(carried).state, fresh(carried).ended_because) == ("expired", "not_confirmed")
    assert powers(carried) == []


def test_after_the_window_a_confirmation_is_too_late(carried, anne):
    with pytest.raises(RuleBroken, match="udløbet"):
        actions.confirm(actor=anne.actor, mandate=set_fields(carried, answer_before=past()))


@pytest.mark.parametrize("days", [60, 30, 7])
def test_who_has_not_confirmed_is_reminded_once_per_step(carried, anne, carl, days):
    actions.confirm(actor=anne.actor, mandate=carried)
    set_fields(carried, answer_before=timezone.now() + datetime.timedelta(days=days - 1))
    assert clock.remind(actor=CLOCK) == 1
    assert clock.remind(actor=CLOCK) == 0
    mail = OutgoingMail.objects.get(template="mandates/confirm_soon")
    assert mail.recipient == carl.identity.email


@pytest.mark.parametrize("verb", ["withdraw", "waive"])
def test_either_side_ends_it_whatever_the_policy_says(anne, carl, verb):
    strict = make_right("streng", {})
    mandate = set_fields(carry(anne, strict)[1], carried_over_at=past())
    who = anne if verb == "withdraw" else carl
    getattr(actions, verb)(actor=who.actor, mandate=mandate)
    assert Power.objects.for_actor(anne.actor).filter(ends_at__gt=timezone.now()).count() == 0
