"""Powers and their distribution: what a mandate opens, and who may use it."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from portal.core import trace
from portal.core.actions import RuleBroken
from portal.core.models import AuditEntry
from rights import actions
from rights.models import Assignment, ClientGroup, Group, Power
from tests.rights.conftest import SYSTEM


def opened(accountant, grantor, *rights, **fields):
    mandate = uuid.uuid4()
    with trace.collecting("test"):
        actions.open_powers(
            actor=SYSTEM, mandate_id=mandate, holder=accountant.firm, grantor=grantor, rights=rights, **fields
        )
    return mandate


def powers():
    return Power.objects.across_organisations("test")


def test_outside_an_action_nothing_is_opened(accountant, bakery, vat):
    with pytest.raises(RuntimeError):
        actions.open_powers(
            actor=SYSTEM, mandate_id=uuid.uuid4(), holder=accountant.firm, grantor=bakery, rights=[vat]
        )


def test_both_parties_read_it_in_their_history_once_per_mandate(accountant, bakery, vat, make_right):
    mandate = opened(accountant, bakery, vat, make_right("loen"))
    entries = AuditEntry.objects.across_organisations("test").filter(event="rights.power.opened")
    assert set(entries.values_list("organisation", "subject_id")) == {
        (bakery.pk, str(mandate)),
        (accountant.firm.pk, str(mandate)),
    }


def test_opening_again_wakes_what_was_closed(accountant, bakery, vat):
    mandate = opened(accountant, bakery, vat)
    with trace.collecting("test"):
        actions.close_powers(actor=SYSTEM, mandate_id=mandate, because="x")
        assert (
            actions.open_powers(
                actor=SYSTEM, mandate_id=mandate, holder=accountant.firm, grantor=bakery, rights=[vat]
            )
            == 1
        )
    assert powers().get().ends_at is None


def test_closing_many_mandates_is_one_call(accountant, bakery, cycles, vat):
    mandates = [opened(accountant, each, vat) for each in (bakery, cycles)]
    with trace.collecting("test"):
        assert actions.close_powers(actor=SYSTEM, mandates=mandates, because="ophørt") == 2
        assert actions.close_powers(actor=SYSTEM, mandates=mandates, because="ophørt") == 0
    assert not powers().filter(ends_at__isnull=True).exists()


def test_undone_mandates_leave_no_powers(accountant, bakery, vat):
    mandate = opened(accountant, bakery, vat)
    with trace.collecting("test"):
        assert actions.delete_powers(actor=SYSTEM, mandates=[mandate], because="fortrudt") == 1
    assert not powers().exists()


def test_nobody_holds_a_power_over_themselves(bakery, vat):
    with pytest.raises(IntegrityError, match="nobody_holds_a_power_over_themselves"), transaction.atomic():
        Power.objects.create(holder=bakery, grantor=bakery, right=vat, mandate=uuid.uuid4())


def test_only_clients_who_gave_us_something_can_be_distributed(accountant, bakery, cycles, vat):
    opened(accountant, bakery, vat)
    with pytest.raises(RuleBroken, match="ikke givet jer fuldmagt"):
        actions.assign(
            actor=accountant.admin, organisation=accountant.firm, identity=accountant.rolf, client=cycles
        )
    foreign = ClientGroup.objects.create(organisation=cycles, name="x")
    with pytest.raises(RuleBroken, match="Kundegruppen"):
        actions.assign(
            actor=accountant.admin,
            organisation=accountant.firm,
            identity=accountant.rolf,
            client_group=foreign,
        )


def test_the_same_distribution_twice_is_refused_and_can_be_made_again_after_its_end(accountant, bakery, vat):
    opened(accountant, bakery, vat)
    how = {
        "actor": accountant.admin,
        "organisation": accountant.firm,
        "identity": accountant.rolf,
        "client": bakery,
    }
    first = actions.assign(**how)
    with pytest.raises(RuleBroken, match="allerede"):
        actions.assign(**how)
    actions.unassign(actor=accountant.admin, assignment=first)
    with pytest.raises(RuleBroken, match="allerede"):
        actions.unassign(actor=accountant.admin, assignment=first)
    actions.assign(**how)


def test_strangers_distribute_nothing(accountant, carl, anne, bakery, vat):
    opened(accountant, bakery, vat)
    for actor in (carl.actor, anne.actor):
        with pytest.raises(PermissionDenied):
            actions.assign(actor=actor, organisation=accountant.firm, identity=accountant.rolf, client=bakery)
    with pytest.raises(PermissionDenied):
        actions.assign(actor=accountant.admin, organisation=accountant.firm, identity=carl.identity)


def test_staff_times_clients_in_one_statement_skipping_what_is_not_ours(
    accountant, bakery, cycles, carl, vat
):
    opened(accountant, bakery, vat)
    staff = Group.objects.create(organisation=accountant.firm, name="Hold")
    outcome = actions.assign_in_bulk(
        actor=accountant.admin,
        organisation=accountant.firm,
        identities=[accountant.rolf.pk, carl.identity.pk],
        groups=[staff.pk],
        clients=[bakery.pk, cycles.pk],
    )
    assert outcome == (2, 4)
    rows = Assignment.objects.across_organisations("test")
    assert set(rows.values_list("staff", "client")) == {
        (accountant.rolf.pk, bakery.pk),
        (staff.pk, bakery.pk),
    }
    ids = [*rows.values_list("pk", flat=True), uuid.uuid4()]
    done = actions.unassign_in_bulk(actor=accountant.admin, organisation=accountant.firm, assignments=ids)
    assert done == (2, 1)


def test_client_groups_hold_only_clients_and_their_end_ends_the_distribution(accountant, bakery, cycles, vat):
    opened(accountant, bakery, vat)
    admin, firm = accountant.admin, accountant.firm
    group = actions.create_client_group(actor=admin, organisation=firm, name="Bagere")
    with pytest.raises(RuleBroken, match="allerede"):
        actions.create_client_group(actor=admin, organisation=firm, name="Bagere")
    assert actions.fill_client_group(actor=admin, client_group=group, clients=[bakery.pk, cycles.pk]) == (
        1,
        1,
    )
    actions.assign(actor=admin, organisation=firm, identity=accountant.rolf, client_group=group)
    from portal.core.permissions import Level
    from rights.queries.decision import decide_one

    def may():
        return decide_one(
            identity=accountant.rolf.pk, right=vat.key, acted_for=bakery.cvr, level=Level.HIGH
        ).granted

    assert may()
    actions.empty_client_group(actor=admin, client_group=group, clients=[bakery.pk])
    assert not may()
    actions.fill_client_group(actor=admin, client_group=group, clients=[bakery.pk])
    assert may()
    actions.delete_client_group(actor=admin, client_group=group)
    assert not may()
