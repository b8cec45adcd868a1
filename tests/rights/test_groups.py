"""User groups: names, members, people from elsewhere, default groups by production unit."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.agreements.models import RegisterUnit
from portal.agreements.signals import agreement_concluded
from portal.core import trace
from portal.core.actions import RuleBroken
from portal.core.models import AuditEntry, OutgoingMail
from portal.core.permissions import Role
from rights.actions import grant_to_group
from rights.actions import groups as actions
from rights.actions.default_groups import follow_production_units
from rights.models import Grant, Group, GroupMember
from tests.cast import make_actor, make_identity, make_user
from tests.rights.conftest import SYSTEM


@pytest.fixture
def group(anne, bakery):
    return actions.create_group(
        actor=anne.actor, organisation=bakery, name="Kontor", description="Os inde bagved"
    )


def groups():
    return Group.objects.across_organisations("test")


def test_a_name_is_needed_and_is_the_groups_own(anne, bakery, group):
    for name, sentence in (("Kontor", "allerede"), ("  ", "Indtast et navn")):
        with pytest.raises(RuleBroken, match=sentence):
            actions.create_group(actor=anne.actor, organisation=bakery, name=name)
    actions.change_group(actor=anne.actor, group=group, name="Bageriet")
    actions.create_group(actor=anne.actor, organisation=bakery, name="Kontor")


def test_a_deleted_groups_name_is_free_and_its_rights_are_over(anne, bakery, group, vat, bo):
    actions.add_members(actor=anne.actor, group=group, identities=[bo.identity.pk])
    grant_to_group(actor=anne.actor, group=group, right=vat)
    actions.delete_group(actor=anne.actor, group=group)
    assert Grant.objects.across_organisations("test").get().ends_at is not None
    with pytest.raises(RuleBroken, match="slettet"):
        actions.add_members(actor=anne.actor, group=group, identities=[bo.identity.pk])
    actions.create_group(actor=anne.actor, organisation=bakery, name="Kontor")


def test_members_are_our_own_people_once_each(anne, bo, carl, group):
    ids = [bo.identity.pk, anne.identity.pk, carl.identity.pk]
    assert actions.add_members(actor=anne.actor, group=group, identities=ids) == (2, 1)
    assert actions.add_members(actor=anne.actor, group=group, identities=ids) == (0, 3)
    assert actions.remove_members(actor=anne.actor, group=group, identities=ids) == (2, 1)


def test_who_may_make_and_who_may_fill(bakery, bo, group, carl):
    rights_admin = make_actor(bo.identity, (Role.RIGHTS_ADMINISTRATOR,))
    assert actions.add_members(actor=rights_admin, group=group, identities=[bo.identity.pk]).done == 1
    with pytest.raises(PermissionDenied):
        actions.create_group(actor=rights_admin, organisation=bakery, name="Ny")
    organisation_admin = make_actor(bo.identity, (Role.ORGANISATION_ADMINISTRATOR,))
    with pytest.raises(PermissionDenied):
        actions.add_members(actor=organisation_admin, group=group, identities=[bo.identity.pk])
    with pytest.raises(PermissionDenied):
        actions.delete_group(actor=carl.actor, group=group)


def test_somebody_from_elsewhere_is_found_by_cvr_and_email_told_and_seen_by_both(
    anne, carl, cycles, group, bakery
):
    carl.identity.email = "carl@cykler.example"
    carl.identity.save()
    add = {"actor": anne.actor, "group": group, "cvr": cycles.cvr}
    actions.add_external_member(**add, email="CARL@cykler.example")
    assert GroupMember.objects.across_organisations("test").get().identity == carl.identity
    letter = OutgoingMail.objects.get()
    assert (letter.recipient, bakery.name in letter.body) == ("carl@cykler.example", True)
    told = AuditEntry.objects.across_organisations("test").filter(event="rights.group.external_added")
    assert set(told.values_list("organisation", flat=True)) == {bakery.pk, cycles.pk}
    with pytest.raises(RuleBroken, match="allerede med"):
        actions.add_external_member(**add, email="carl@cykler.example")
    actions.remove_members(actor=anne.actor, group=group, identities=[carl.identity.pk])


def test_which_half_did_not_fit_is_not_told(anne, carl, cycles, bo, group, bakery):
    carl.identity.email = "carl@cykler.example"
    carl.identity.save()
    sentences = set()
    for cvr, email in (
        (cycles.cvr, "x@cykler.example"),
        ("99000031", "carl@cykler.example"),
        (bakery.cvr, bo.identity.email),
    ):
        with pytest.raises(RuleBroken) as refused:
            actions.add_external_member(actor=anne.actor, group=group, cvr=cvr, email=email)
        sentences.add(str(refused.value))
    assert len(sentences) == 1


def test_two_people_with_one_address_are_not_guessed_between(anne, carl, cycles, group):
    for name in ("Dorte", "Erik"):
        make_identity(cycles, make_user(name), email="post@cykler.example")
    with pytest.raises(RuleBroken, match="præcis én"):
        actions.add_external_member(
            actor=anne.actor, group=group, cvr=cycles.cvr, email="post@cykler.example"
        )


def test_every_production_unit_has_its_group_and_a_ceased_one_none(bakery, units, vat, anne):
    assert follow_production_units(actor=SYSTEM, organisation=bakery) == (1, 0)
    assert follow_production_units(actor=SYSTEM, organisation=bakery) == (0, 0)
    default = groups().get()
    assert (default.kind, default.p_number, default.organisation) == ("default", units.ours, bakery)
    for change in (
        lambda: actions.delete_group(actor=anne.actor, group=default),
        lambda: actions.add_members(actor=anne.actor, group=default, identities=[]),
    ):
        with pytest.raises(RuleBroken, match="standardgruppe"):
            change()
    RegisterUnit.objects.filter(p_number=units.ours).update(ceased_on="2026-01-01")
    assert follow_production_units(actor=SYSTEM) == (1, 1), "the other shop's group opens, ours closes"
    default.refresh_from_db()
    assert default.deleted_at is not None


def test_units_of_one_name_get_groups_of_two_names(bakery, units):
    RegisterUnit.objects.filter(p_number=units.ours).update(name="Butikken")
    RegisterUnit.objects.create(p_number="1900000037", company_id=bakery.cvr, name="Butikken")
    assert follow_production_units(actor=SYSTEM, organisation=bakery) == (2, 0)
    assert len(set(groups().values_list("name", flat=True))) == 2


def test_an_organisation_that_is_only_named_has_no_groups(bakery, units):
    bakery.state = "named"
    bakery.save()
    assert follow_production_units(actor=SYSTEM, organisation=bakery) == (0, 0)


def test_a_concluded_agreement_opens_the_default_groups(bakery, units):
    with trace.collecting("test"):
        agreement_concluded.send(sender=None, organisation=bakery, connection=None, actor=SYSTEM)
    assert groups().filter(organisation=bakery, kind="default").count() == 1
