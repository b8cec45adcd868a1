"""Three free identities, exactly as written."""

from decimal import Decimal

import pytest
from django.utils import timezone

from identities import actions, queries
from identities.models import Charge, CreditNote, Identity, Price
from portal.core.actions import RuleBroken
from tests.identities.people import activated, order, with_channel

pytestmark = pytest.mark.django_db


def charges():
    return list(Charge.objects.across_organisations("test").filter(kind="identity").order_by("at"))


def test_the_fourth_live_identity_is_charged_once_and_the_first_three_are_free(bakery, anne):
    with_channel(bakery)
    activated(anne, "To To"), activated(anne, "Tre Tre")
    assert charges() == []
    fourth = activated(anne, "Fire Fire")
    assert [(each.identity, each.amount) for each in charges()] == [(fourth.identity, Decimal(20))]


def test_ordering_alone_costs_nothing(bakery, anne):
    with_channel(bakery)
    for n in range(5):
        order(anne, f"Person{n} Prøve")
    assert charges() == []


def test_replacing_a_closed_one_within_three_costs_nothing(bakery, anne):
    with_channel(bakery)
    second = activated(anne, "To To")
    activated(anne, "Tre Tre")
    actions.close(actor=anne.actor, identity=second.identity)
    activated(anne, "Ny Mand")
    assert charges() == []


def test_a_suspended_one_still_takes_its_place(bakery, anne):
    with_channel(bakery)
    second = activated(anne, "To To")
    activated(anne, "Tre Tre")
    actions.suspend(actor=anne.actor, identity=second.identity)
    activated(anne, "Fire Fire")
    assert len(charges()) == 1


def test_reopening_a_charged_one_costs_nothing(bakery, anne):
    with_channel(bakery)
    activated(anne, "To To"), activated(anne, "Tre Tre")
    fourth = activated(anne, "Fire Fire")
    actions.close(actor=anne.actor, identity=fourth.identity)
    actions.reopen(actor=anne.actor, identity=fourth.identity)
    assert len(charges()) == 1


def test_reopening_a_free_one_beyond_three_is_charged_like_a_new_one(bakery, anne):
    with_channel(bakery)
    second = activated(anne, "To To")
    activated(anne, "Tre Tre")
    actions.close(actor=anne.actor, identity=second.identity)
    activated(anne, "Fire Fire")
    actions.reopen(actor=anne.actor, identity=second.identity)
    assert [each.identity for each in charges()] == [second.identity]


def test_the_price_shown_at_the_order_holds_at_the_activation(bakery, anne):
    with_channel(bakery)
    activated(anne, "To To"), activated(anne, "Tre Tre")
    from tests.identities.people import open_link, outsider

    identity = order(anne, "Fire Fire", birth_date=outsider("x").user.birth_date, price_shown=Decimal(20))
    Price.objects.create(item="identity", valid_from=timezone.localdate(), amount=Decimal(30))
    actions.activate(actor=outsider("Fire Fire").actor, activation=open_link(identity), means="private")
    assert charges()[0].amount == Decimal(20)


def test_a_price_that_rose_since_it_was_shown_is_shown_again_before_anything_happens(bakery, anne):
    Price.objects.create(item="identity", valid_from=timezone.localdate(), amount=Decimal(30))
    with pytest.raises(actions.PriceRose):
        order(anne, "Dorte Dam", price_shown=Decimal(20))
    assert not Identity.objects.for_actor(anne.actor).filter(given_name="Dorte").exists()


def test_beyond_three_an_invoice_channel_must_be_on_file(bakery, anne):
    activated(anne, "To To"), activated(anne, "Tre Tre")
    with pytest.raises(RuleBroken, match="regning"):
        order(anne, "Fire Fire")
    actions.set_invoice_channel(actor=anne.actor, kind="email", email="bogholder@bageri.example")
    assert order(anne, "Fire Fire").state == Identity.State.PENDING


def test_the_ceiling_counts_the_live_and_the_ordered(bakery, anne):
    assert queries.ceiling_for(bakery, 5).free == 2
    order(anne, "To To")
    found = queries.ceiling_for(bakery, 4)
    assert (found.free, found.charged, found.total) == (1, 3, Decimal(60))


def test_automatic_owner_identities_are_never_counted(bakery, anne):
    from portal.core.actors import Actor
    from tests.cast import make_user

    with_channel(bakery)
    actions.recognise_owner(actor=Actor.system("register"), organisation=bakery, user=make_user("Ejer Olsen"))
    activated(anne, "To To"), activated(anne, "Tre Tre")
    assert charges() == []


def test_a_merge_of_two_charged_identities_counts_once_with_a_credit_note(bakery, anne):
    with_channel(bakery)
    activated(anne, "To To"), activated(anne, "Tre Tre")
    fourth, fifth = activated(anne, "Fire Fire"), activated(anne, "Fem Fem")
    assert len(charges()) == 2
    actions.merge(
        actor=anne.actor, kept=fourth.identity, merged=fifth.identity, reason="samme person, nyt navn"
    )
    notes = list(CreditNote.objects.across_organisations("test").values_list("charge__identity", "state"))
    assert notes == [(fifth.identity.pk, "approved")]


def test_a_charge_is_never_changed_or_removed(bakery, anne):
    from django.db import DatabaseError, transaction

    with_channel(bakery)
    activated(anne, "To To"), activated(anne, "Tre Tre"), activated(anne, "Fire Fire")
    rows = Charge.objects.across_organisations("test")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(amount=Decimal(1))
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
