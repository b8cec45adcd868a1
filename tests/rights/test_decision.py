"""The decision over live rows: who may do what for whom, and why not."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import DataError
from django.utils import timezone

from identities.models import Identity
from portal.core import trace
from portal.core.permissions import Level
from rights import actions
from rights.models import Grant, Group, GroupMember
from rights.queries import decision
from rights.queries.decision import Reason, decide, decide_one
from rights.rules.decision import Question
from tests.cast import make_identity, make_organisation
from tests.rights.conftest import SYSTEM

HOUR = datetime.timedelta(hours=1)


def ask(identity: Any, right: Any, **more: Any) -> Any:
    more.setdefault("level", Level.SUBSTANTIAL)
    return decide_one(identity=identity.pk, right=right.key, **more)


def give(organisation: Any, right: Any, **fields: Any) -> Grant:
    return Grant.objects.create(organisation=organisation, right=right, **fields)


def open_power(accountant: Any, grantor: Any, right: Any, **fields: Any) -> None:
    with trace.collecting("test"):
        actions.open_powers(
            actor=SYSTEM,
            mandate_id=accountant.mandate,
            holder=accountant.firm,
            grantor=grantor,
            rights=[right],
            **fields,
        )


def test_a_right_given_directly_is_a_yes_with_its_path(bakery, bo, vat):
    grant = give(bakery, vat, identity=bo.identity)
    answer = ask(bo.identity, vat)
    assert (answer.granted, answer.reason, answer.path.id) == (True, Reason.GRANTED_DIRECT, grant.pk)
    assert answer.facts.employer_cvr == answer.facts.acted_for_cvr == bakery.cvr


def test_without_any_grant_it_is_a_no(bo, vat):
    assert ask(bo.identity, vat).reason is Reason.NO_RIGHT


def test_a_group_gives_its_rights_to_its_members_only(bakery, bo, anne, vat):
    group = Group.objects.create(organisation=bakery, name="Kontor")
    GroupMember.objects.create(group=group, identity=bo.identity)
    give(bakery, vat, group=group)
    assert ask(bo.identity, vat).reason is Reason.GRANTED_GROUP
    assert ask(anne.identity, vat).reason is Reason.NO_RIGHT
    group.deleted_at = timezone.now()
    group.save()
    assert ask(bo.identity, vat).reason is Reason.NO_RIGHT


def test_a_default_group_is_everybody_at_its_production_unit(bakery, bo, anne, vat, units):
    group = Group.objects.create(organisation=bakery, name="Butikken", kind="default", p_number=units.ours)
    give(bakery, vat, group=group)
    assert ask(bo.identity, vat).reason is Reason.NO_RIGHT
    Identity.objects.across_organisations("test").filter(pk=bo.identity.pk).update(p_number=units.ours)
    assert ask(bo.identity, vat).reason is Reason.GRANTED_GROUP


def test_an_external_member_uses_the_groups_rights_for_the_groups_organisation(bakery, cycles, carl, vat):
    group = Group.objects.create(organisation=bakery, name="Hjælpere")
    GroupMember.objects.create(group=group, identity=carl.identity)
    give(bakery, vat, group=group)
    assert ask(carl.identity, vat, acted_for=bakery.cvr).reason is Reason.GRANTED_GROUP
    assert ask(carl.identity, vat).reason is Reason.NO_RIGHT


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("suspended", Reason.IDENTITY_SUSPENDED),
        ("closed", Reason.IDENTITY_CLOSED),
        ("pending", Reason.IDENTITY_NOT_ACTIVE),
        ("draft", Reason.IDENTITY_NOT_ACTIVE),
    ],
)
def test_only_an_active_identity_gets_a_yes(bakery, bo, vat, state, reason):
    give(bakery, vat, identity=bo.identity)
    Identity.objects.across_organisations("test").filter(pk=bo.identity.pk).update(state=state)
    assert ask(bo.identity, vat).reason is reason


@pytest.mark.parametrize(("starts", "ends"), [(1, None), (None, -1)])
def test_an_identity_works_from_its_first_to_its_last_day(bakery, bo, vat, starts, ends):
    give(bakery, vat, identity=bo.identity)
    today = timezone.localdate()
    days = {
        name: today + datetime.timedelta(days=n) if n else None
        for name, n in (("starts_on", starts), ("ends_on", ends))
    }
    Identity.objects.across_organisations("test").filter(pk=bo.identity.pk).update(**days)
    assert ask(bo.identity, vat).reason is Reason.IDENTITY_NOT_ACTIVE


def test_a_moved_identity_that_is_not_activated_yet_is_known_by_its_rid_alone(bakery, vat):
    moved = make_identity(bakery, None, "Mona Moved", source="moved", rid="12345678")
    give(bakery, vat, identity=moved)
    by_rid = decide_one(cvr=bakery.cvr, rid="12345678", right=vat.key, level=Level.SUBSTANTIAL)
    assert by_rid.reason is Reason.GRANTED_DIRECT
    assert ask(moved, vat).reason is Reason.IDENTITY_NOT_ACTIVE


def test_a_closed_organisation_gives_nothing(bakery, bo, vat):
    give(bakery, vat, identity=bo.identity)
    bakery.state = "closed"
    bakery.save()
    assert ask(bo.identity, vat).reason is Reason.ORGANISATION_CLOSED


def test_nobody_and_nothing_known_is_a_no(bo, vat):
    assert decide_one(identity=uuid.uuid4(), right=vat.key).reason is Reason.IDENTITY_UNKNOWN
    assert decide_one(cvr="99000031", rid="1", right=vat.key).reason is Reason.IDENTITY_UNKNOWN
    assert decide_one(identity=bo.identity.pk, right="urn:x:y").reason is Reason.UNKNOWN_RIGHT
    assert ask(bo.identity, vat, acted_for="99999999").reason is Reason.ORGANISATION_UNKNOWN


def test_the_right_of_another_system_is_unknown_to_this_one(bakery, bo, vat):
    give(bakery, vat, identity=bo.identity)
    assert ask(bo.identity, vat, system=uuid.uuid4()).reason is Reason.UNKNOWN_RIGHT
    assert ask(bo.identity, vat, system=vat.system_id).granted


@pytest.mark.parametrize(
    ("period", "reason"),
    [
        ({"starts_at": timezone.now() + HOUR}, Reason.NOT_STARTED),
        ({"starts_at": timezone.now() - 2 * HOUR, "ends_at": timezone.now() - HOUR}, Reason.GRANT_ENDED),
    ],
)
def test_a_grant_counts_in_its_period_only(bakery, bo, vat, period, reason):
    give(bakery, vat, identity=bo.identity, **period)
    assert ask(bo.identity, vat).reason is reason


def test_a_right_limited_to_a_unit_covers_that_unit_and_nothing_else(bakery, bo, vat, units):
    give(bakery, vat, identity=bo.identity, limit_type="p", limit_value=units.ours)
    assert ask(bo.identity, vat, limit_type="p", limit_value=units.ours).granted
    whole = ask(bo.identity, vat)
    assert (whole.reason, whole.limits) == (Reason.LIMIT_MISMATCH, (("p", units.ours),))
    assert ask(bo.identity, vat, limit_type="p", limit_value=units.theirs).reason is Reason.LIMIT_MISMATCH
    assert ask(bo.identity, vat, limit_type="se", limit_value=bakery.cvr).reason is Reason.LIMIT_MISMATCH


def test_the_whole_organisation_covers_its_own_units_but_not_another_companys(bakery, bo, vat, units):
    give(bakery, vat, identity=bo.identity)
    assert ask(bo.identity, vat, limit_type="p", limit_value=units.ours).granted
    assert ask(bo.identity, vat, limit_type="p", limit_value=units.theirs).reason is Reason.LIMIT_MISMATCH
    assert ask(bo.identity, vat, limit_type="p", limit_value="1999999999").reason is Reason.LIMIT_MISMATCH
    assert ask(bo.identity, vat, limit_type="se", limit_value="99000023").granted


def test_too_low_a_level_asks_for_step_up_and_no_level_is_no_proof(bakery, bo, make_right):
    strong = make_right("strong", required_level="high")
    give(bakery, strong, identity=bo.identity)
    for level in (None, Level.LOW, Level.SUBSTANTIAL):
        answer = ask(bo.identity, strong, level=level)
        assert (answer.reason, answer.required_level) == (Reason.LEVEL_TOO_LOW, Level.HIGH)
    assert ask(bo.identity, strong, level=Level.HIGH).granted


def test_a_constraint_needs_the_service_to_say_what_it_is_about(bakery, bo, vat):
    give(bakery, vat, identity=bo.identity, constraints={"context.amount": {"at_most": 1000}})
    assert ask(bo.identity, vat, attributes={"context.amount": 1000}).granted
    for attributes in ({"context.amount": 1001}, {}, {"context.amount": "1"}, {"context.amount": True}):
        assert ask(bo.identity, vat, attributes=attributes).reason is Reason.CONSTRAINT_NOT_MET


def test_a_received_power_counts_for_those_it_is_distributed_to(bakery, vat, accountant):
    open_power(accountant, bakery, vat)
    assert ask(accountant.rolf, vat, acted_for=bakery.cvr).reason is Reason.NOT_ASSIGNED
    actions.assign(
        actor=accountant.admin, organisation=accountant.firm, identity=accountant.rolf, client=bakery
    )
    answer = ask(accountant.rolf, vat, acted_for=bakery.cvr)
    assert (answer.reason, answer.path.mandate) == (Reason.GRANTED_MANDATE, accountant.mandate)
    assert (answer.facts.employer_cvr, answer.facts.acted_for_cvr) == (accountant.firm.cvr, bakery.cvr)
    assert ask(accountant.rita, vat, acted_for=bakery.cvr).reason is Reason.NOT_ASSIGNED
    assert ask(accountant.rolf, vat).reason is Reason.NO_RIGHT, "the power is over the grantor, not at home"


def test_a_power_for_one_named_person_needs_no_distribution_and_can_have_none(bakery, vat, accountant):
    open_power(accountant, bakery, vat, only_identity=accountant.rolf)
    actions.assign(actor=accountant.admin, organisation=accountant.firm, identity=accountant.rita)
    assert ask(accountant.rolf, vat, acted_for=bakery.cvr).granted
    assert ask(accountant.rita, vat, acted_for=bakery.cvr).reason is Reason.NOT_ASSIGNED


def test_staff_groups_and_client_groups_meet_in_the_decision(bakery, cycles, vat, accountant):
    from rights.models import ClientGroup, ClientGroupMember

    open_power(accountant, bakery, vat)
    staff = Group.objects.create(organisation=accountant.firm, name="Moms")
    GroupMember.objects.create(group=staff, identity=accountant.rolf)
    clients = ClientGroup.objects.create(organisation=accountant.firm, name="Bagere")
    ClientGroupMember.objects.create(client_group=clients, client=bakery)
    actions.assign(actor=accountant.admin, organisation=accountant.firm, group=staff, client_group=clients)
    assert ask(accountant.rolf, vat, acted_for=bakery.cvr).granted
    ClientGroupMember.objects.across_organisations("test").all().delete()
    assert ask(accountant.rolf, vat, acted_for=bakery.cvr).reason is Reason.NOT_ASSIGNED


def test_another_firms_client_group_gives_us_nothing(bakery, cycles, vat, accountant):
    from rights.models import Assignment, ClientGroup, ClientGroupMember

    open_power(accountant, bakery, vat)
    foreign = ClientGroup.objects.create(organisation=cycles, name="Fremmed")
    ClientGroupMember.objects.create(client_group=foreign, client=bakery)
    Assignment.objects.create(organisation=accountant.firm, identity=accountant.rolf, client_group=foreign)
    assert ask(accountant.rolf, vat, acted_for=bakery.cvr).reason is Reason.NOT_ASSIGNED


def test_an_assignment_of_one_right_does_not_give_the_others(bakery, vat, make_right, accountant):
    wages = make_right("loen")
    with trace.collecting("test"):
        actions.open_powers(
            actor=SYSTEM,
            mandate_id=accountant.mandate,
            holder=accountant.firm,
            grantor=bakery,
            rights=[vat, wages],
        )
    actions.assign(actor=accountant.admin, organisation=accountant.firm, identity=accountant.rolf, right=vat)
    assert ask(accountant.rolf, vat, acted_for=bakery.cvr).granted
    assert ask(accountant.rolf, wages, acted_for=bakery.cvr).reason is Reason.NOT_ASSIGNED


def test_a_power_rests_wakes_and_ends_at_the_next_question(bakery, vat, accountant):
    open_power(accountant, bakery, vat, only_identity=accountant.rolf)
    steps = (
        (actions.suspend_powers, Reason.POWER_SUSPENDED),
        (actions.resume_powers, Reason.GRANTED_MANDATE),
        (actions.close_powers, Reason.POWER_ENDED),
    )
    for step, reason in steps:
        with trace.collecting("test"):
            assert step(actor=SYSTEM, mandate_id=accountant.mandate, because="prøve") == 1
        assert ask(accountant.rolf, vat, acted_for=bakery.cvr).reason is reason


def test_a_closed_holder_can_use_no_power(bakery, vat, accountant):
    open_power(accountant, bakery, vat, only_identity=accountant.rolf)
    accountant.firm.state = "closed"
    accountant.firm.save()
    assert ask(accountant.rolf, vat, acted_for=bakery.cvr).reason is Reason.ORGANISATION_CLOSED


def test_many_questions_are_answered_in_their_order_in_one_statement(bakery, bo, anne, vat, make_right):
    wages = make_right("loen")
    give(bakery, wages, identity=bo.identity)
    give(bakery, vat, identity=anne.identity)
    questions = [
        Question(identity=who.identity.pk, right=what.key, level=Level.SUBSTANTIAL)
        for who in (bo, anne)
        for what in (vat, wages)
    ]
    assert [each.granted for each in decide(questions)] == [False, True, True, False]


def test_the_nearest_obstacle_is_the_reason(bakery, bo, vat, units):
    give(
        bakery, vat, identity=bo.identity, starts_at=timezone.now() - 2 * HOUR, ends_at=timezone.now() - HOUR
    )
    give(bakery, vat, identity=bo.identity, limit_type="p", limit_value=units.ours)
    assert ask(bo.identity, vat).reason is Reason.LIMIT_MISMATCH


def test_two_employers_of_the_same_person_do_not_mix(bakery, bo, vat):
    other = make_organisation("99000058", "Andet sted")
    second = make_identity(other, bo.user)
    give(other, vat, identity=second)
    assert ask(second, vat).granted
    assert ask(bo.identity, vat).reason is Reason.NO_RIGHT
    assert ask(bo.identity, vat, acted_for=other.cvr).reason is Reason.NO_RIGHT


def test_the_short_form_of_a_question_says_what_the_general_one_says(
    bakery, cycles, anne, bo, carl, vat, make_right, units
):
    """Everything that the short form leaves out, or leaves to the general one."""
    wages, identities = make_right("loen"), Identity.objects.across_organisations("test")
    near, far = (Group.objects.create(organisation=each, name="Kontor") for each in (bakery, cycles))
    shop = Group.objects.create(organisation=bakery, name="Butik", kind="default", p_number=units.ours)
    identities.filter(pk=anne.identity.pk).update(p_number=units.ours, starts_on=timezone.localdate())
    GroupMember.objects.create(group=near, identity=bo.identity)
    GroupMember.objects.create(group=far, identity=anne.identity)
    merged = make_identity(bakery, None, "Mona Merged", state="closed")
    identities.filter(pk=merged.pk).update(merged_into=bo.identity.pk)
    give(bakery, vat, identity=bo.identity, ends_at=timezone.now() + HOUR)
    for group in (near, shop):
        give(bakery, vat, group=group, limit_type="p", limit_value=units.ours)
    give(cycles, vat, group=far)
    people = [bo.identity.pk, anne.identity.pk, carl.identity.pk, merged.pk, uuid.uuid4()]
    questions = [
        Question(identity=who, right=what) for who in people for what in (vat.key, wages.key, "none")
    ]
    for asked in [[each] for each in questions] + [questions]:
        assert sorted(_said(decision._rows(asked))) == sorted(
            _said(decision._asked(asked, by_uuid=False, own=False))
        )
    assert len({row[14] for each in questions for row in decision._rows([each])}) > 1


def _said(rows: Any) -> list[str]:
    """Without the rows that say there is no way: one form has one for each group, the other one in all."""
    ways = {str(row) for row in rows if row[14]}
    return [*ways, *{str(row[:14]) for row in rows}]


def test_a_text_that_would_end_early_is_refused(bo, vat, db):
    with pytest.raises(DataError):
        decide_one(identity=bo.identity.pk, right=vat.key + "\x00tail")
