"""A mandate given on to a third organisation: within the first, with the principal's word, and ended with it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from mandates import actions
from mandates.models import Mandate
from portal.core.actions import RuleBroken
from portal.core.models import AuditEntry
from tests.mandates.conftest import USUAL, active, fresh, make_right, may, powers

pytestmark = pytest.mark.django_db


def given_on(who, parent, right, cvr="99000031"):
    mandate = actions.start_sub_mandate(actor=who.actor, parent=parent, cvr=cvr)
    actions.choose_rights(actor=who.actor, mandate=mandate, rights=[right])
    actions.choose_period(actor=who.actor, mandate=mandate, starts_on=None, ends_on=None)
    return actions.send(actor=who.actor, mandate=mandate)


def in_force(anne, carl, dora, right):
    parent = active(anne, carl, right)
    sub = given_on(carl, parent, right)
    actions.approve(actor=anne.actor, mandate=sub)
    return parent, actions.accept(actor=dora.actor, mandate=sub)


def test_the_principal_is_asked_before_it_is_given_on(anne, carl, dora, vat):
    sub = given_on(carl, active(anne, carl, vat), vat)
    with pytest.raises(RuleBroken, match="først godkende"):
        actions.accept(actor=dora.actor, mandate=sub)
    for other in (carl, dora):
        with pytest.raises(PermissionDenied):
            actions.approve(actor=other.actor, mandate=sub)
    actions.approve(actor=anne.actor, mandate=sub)
    actions.accept(actor=dora.actor, mandate=sub)
    power = powers(sub)[0]
    assert (power.holder, power.grantor) == (dora.organisation, anne.organisation)


def test_where_the_policy_says_yes_nobody_is_asked(anne, carl, dora):
    free = make_right("fri", USUAL | {"sub_delegate": "yes"})
    sub = given_on(carl, active(anne, carl, free), free)
    assert actions.accept(actor=dora.actor, mandate=sub).state == "active"


def test_where_the_policy_says_no_it_stays(anne, carl, dora):
    bound = make_right("bundet", USUAL | {"sub_delegate": "no"})
    with pytest.raises(RuleBroken, match="må ikke gives videre"):
        given_on(carl, active(anne, carl, bound), bound)


def test_not_more_rights_than_one_has_and_not_a_wider_limit(anne, carl, dora, vat, units):
    parent = active(anne, carl, vat, limit_type="p", limit_value=units.ours)
    sub = actions.start_sub_mandate(actor=carl.actor, parent=parent, cvr="99000031")
    with pytest.raises(RuleBroken, match="selv har fået"):
        actions.choose_rights(
            actor=carl.actor, mandate=sub, rights=[make_right("mere")], limit_type="p", limit_value=units.ours
        )
    with pytest.raises(RuleBroken, match="videre begrænsning"):
        actions.choose_rights(actor=carl.actor, mandate=sub, rights=[vat])


def test_one_link_only(anne, carl, dora, vat):
    _parent, sub = in_force(anne, carl, dora, vat)
    with pytest.raises(RuleBroken, match="kan ikke gives videre"):
        actions.start_sub_mandate(actor=dora.actor, parent=sub, cvr="99000015")


def test_it_ends_with_the_one_it_was_given_on_from_and_all_three_know(anne, carl, dora, vat):
    parent, sub = in_force(anne, carl, dora, vat)
    actions.withdraw(actor=anne.actor, mandate=parent)
    assert (fresh(sub).state, fresh(sub).ended_because) == ("ended", "parent_ended")
    assert powers(sub) == []
    for who in (anne, carl, dora):
        entries = AuditEntry.objects.for_actor(who.actor).filter(subject_id=str(sub.pk))
        assert entries.filter(event="mandates.mandate.ended").exists()


def test_the_principal_ends_the_sub_mandate_and_keeps_the_first(anne, carl, dora, vat):
    parent, sub = in_force(anne, carl, dora, vat)
    actions.end_sub_mandate(actor=anne.actor, mandate=sub)
    assert (fresh(sub).state, fresh(parent).state) == ("ended", "active")
    assert powers(sub) == []


def test_it_rests_with_its_parent(anne, carl, dora, vat):
    parent, sub = in_force(anne, carl, dora, vat)
    actions.suspend(actor=anne.actor, mandate=parent)
    assert powers(sub) == []
    actions.resume(actor=anne.actor, mandate=parent)
    assert len(powers(sub)) == 1


def test_the_database_refuses_one_in_force_without_the_principals_word(anne, carl, dora, vat):
    _parent, sub = in_force(anne, carl, dora, vat)
    with pytest.raises(IntegrityError, match="principals_word"), transaction.atomic():
        Mandate.objects.for_actor(anne.actor).filter(pk=sub.pk).update(principal_consented_at=None)


def test_to_a_named_person_it_is_not_given_on(anne, carl, dora, vat):
    parent = active(anne, carl, vat, email=carl.identity.email)
    with pytest.raises(RuleBroken, match="kan ikke gives videre"):
        actions.start_sub_mandate(actor=carl.actor, parent=parent, cvr="99000031")
    assert may(carl.identity, vat, "99000015")
