"""The nightly recount enforces what the facts demand, and doing it twice adds nothing."""

from decimal import Decimal

import pytest

from identities import actions
from identities.models import Charge, CreditNote, Identity, InvoiceChannel
from portal.core.actors import Actor
from portal.core.models import AuditEntry, OutgoingMail
from tests.identities.people import activated, with_channel

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("nightly recount")


def live_without_charge(organisation, n):
    """Facts that came in without their charges: as after a mistake somewhere."""
    return [
        Identity.objects.create(
            organisation=organisation, given_name=f"Uden {i}", surname="Opkrævning", state="suspended"
        )
        for i in range(n)
    ]


def charges(organisation):
    return Charge.objects.across_organisations("test").filter(organisation=organisation)


def test_missing_charges_are_raised_traced_and_told(bakery, anne):
    with_channel(bakery)
    identities = live_without_charge(bakery, 4)
    found = actions.recount(actor=SYSTEM)
    assert (found.raised, found.proposed) == (2, 0)
    assert set(charges(bakery).values_list("identity", flat=True)) == {each.pk for each in identities[2:]}
    assert set(charges(bakery).values_list("amount", flat=True)) == {Decimal(20)}
    traces = AuditEntry.objects.across_organisations("test").filter(event="identities.billing.charged")
    assert traces.count() == 2
    mail = OutgoingMail.objects.get(template="identities/charge_raised")
    assert "40" in mail.body


def test_a_second_recount_adds_nothing(bakery, anne):
    with_channel(bakery)
    live_without_charge(bakery, 4)
    actions.recount(actor=SYSTEM)
    again = actions.recount(actor=SYSTEM)
    assert (again.raised, again.proposed, again.held) == (0, 0, 0)


def test_what_the_actions_charged_is_exactly_what_the_recount_finds(bakery, anne):
    with_channel(bakery)
    people = [activated(anne, f"Person{n} Prøve") for n in range(6)]
    actions.close(actor=anne.actor, identity=people[0].identity)
    actions.close(actor=anne.actor, identity=people[5].identity)
    activated(anne, "Ny Mand")
    actions.reopen(actor=anne.actor, identity=people[0].identity)
    actions.reopen(actor=anne.actor, identity=people[5].identity)
    before = charges(bakery).count()
    found = actions.recount(actor=SYSTEM)
    assert (found.raised, found.proposed) == (0, 0)
    assert charges(bakery).count() == before


def test_a_surplus_charge_becomes_a_proposed_credit_note_for_support(bakery, anne, sus):
    with_channel(bakery)
    Charge.objects.create(
        organisation=bakery, kind="identity", identity=anne.identity, amount=20, reason="mistake"
    )
    assert actions.recount(actor=SYSTEM).proposed == 1
    note = CreditNote.objects.across_organisations("test").get()
    assert note.state == CreditNote.State.PROPOSED
    actions.answer_credit_note(actor=SYSTEM, note=note, approved=True, reason="opkrævet to gange")
    again = actions.recount(actor=SYSTEM)
    assert (again.raised, again.proposed) == (0, 0)


def test_beyond_three_without_a_channel_new_orders_are_held_until_one_is_given(bakery, anne):
    live_without_charge(bakery, 3)
    assert actions.recount(actor=SYSTEM).held == 1
    assert OutgoingMail.objects.filter(
        template="identities/channel_missing", recipient=anne.identity.email
    ).exists()
    channel = InvoiceChannel.objects.for_actor(anne.actor).get()
    assert channel.hold_since is not None
    actions.set_invoice_channel(actor=anne.actor, kind="digital_post")
    channel.refresh_from_db()
    assert channel.hold_since is None


def test_small_organisations_and_automatic_identities_are_left_alone(bakery, cycles, anne, carl):
    live_without_charge(bakery, 2)
    for n in range(3):
        Identity.objects.create(
            organisation=cycles, given_name=f"Ejer {n}", surname="X", kind="automatic", state="suspended"
        )
    found = actions.recount(actor=SYSTEM)
    assert (found.raised, found.proposed, found.held) == (0, 0, 0)


def test_after_a_merge_the_person_counts_once_for_everybody_else_too(bakery, anne):
    with_channel(bakery)
    second, third = activated(anne, "To To"), activated(anne, "Tre Tre")
    fourth = activated(anne, "Fire Fire")
    actions.merge(
        actor=anne.actor, kept=second.identity, merged=third.identity, reason="samme person to gange"
    )
    assert actions.recount(actor=SYSTEM).proposed == 1
    note = CreditNote.objects.across_organisations("test").get()
    assert note.charge.identity == fourth.identity


def test_the_number_of_free_identities_is_dated_data(bakery, anne):
    import datetime

    from django.utils import timezone

    from identities.models import Price

    with_channel(bakery)
    Price.objects.create(
        item="free_identities", valid_from=timezone.localdate() + datetime.timedelta(days=1), amount=1
    )
    activated(anne, "To To"), activated(anne, "Tre Tre")
    assert actions.recount(actor=SYSTEM).raised == 0
    Price.objects.create(item="free_identities", valid_from=timezone.localdate(), amount=1)
    assert actions.recount(actor=SYSTEM).raised == 2
