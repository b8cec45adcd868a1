"""Two identities of one person become one: no right is lost, none is widened."""

import datetime
import random

import pytest
from django.utils import timezone

from identities import actions as identities
from portal.core.actions import RuleBroken
from portal.core.models import AuditEntry
from portal.core.permissions import Level
from rights import actions
from rights.models import Assignment, Grant, Group, GroupMember, Power, SubjectName
from rights.queries.decision import decide_one, identity_named
from tests.cast import make_identity, make_user
from tests.rights.conftest import SYSTEM

pytestmark = pytest.mark.django_db
WHY = "samme person, set i personalesystemet"


@pytest.fixture
def two(bakery):
    """Dorte under an old and a new identity; both live, under two logins."""
    return (
        make_identity(bakery, make_user("Dorte Dam"), rid="11111111"),
        make_identity(bakery, make_user("Dorte D. Dam"), rid="22222222"),
    )


def merge(anne, two):
    kept, merged = two
    return identities.merge(actor=anne.actor, kept=kept, merged=merged, reason=WHY)


def give(bakery, right, receiver, **terms):
    who = "group" if isinstance(receiver, Group) else "identity"
    return actions.grant_right(actor=SYSTEM, organisation=bakery, right=right, **{who: receiver}, **terms)


def may(identity, right, limit=("", ""), **asked):
    return decide_one(
        identity=identity.pk,
        right=right.key,
        level=Level.HIGH,
        limit_type=limit[0],
        limit_value=limit[1],
        **asked,
    ).granted


@pytest.mark.parametrize("seed", range(12))
def test_the_kept_one_can_exactly_what_either_could(bakery, anne, two, make_right, units, seed):
    """Every right × limit, given at random directly and through groups, before and after."""
    chance, soon = random.Random(seed), timezone.now() + datetime.timedelta(days=30)
    rights = [make_right(f"r{n}") for n in range(4)]
    limits = [("", ""), ("p", units.ours)]
    groups = [Group.objects.create(organisation=bakery, name=f"g{n}") for n in range(2)]
    for group in groups:
        for who in chance.sample(two, chance.randint(0, 2)):
            GroupMember.objects.create(group=group, identity=who)
    for right in rights:
        for receiver in (*two, *groups):
            for kind, value in limits:
                if chance.random() < 0.35:
                    terms = {"limit_type": kind, "limit_value": value}
                    give(bakery, right, receiver, ends_at=chance.choice([None, soon]), **terms)
    asked = [(right, limit) for right in rights for limit in limits]
    before = {n: may(two[0], *each) or may(two[1], *each) for n, each in enumerate(asked)}
    merge(anne, two)
    assert {n: may(two[0], *each) for n, each in enumerate(asked)} == before
    standing = Grant.objects.across_organisations("test").filter(identity=two[1])
    assert not standing.filter(ends_at=None).exists()


def test_periods_are_joined_not_doubled(bakery, anne, two, vat):
    days = [timezone.now() + datetime.timedelta(days=n) for n in (10, 20)]
    give(bakery, vat, two[0], ends_at=days[0])
    give(bakery, vat, two[1], ends_at=days[1])
    merge(anne, two)
    spans = Grant.objects.across_organisations("test").filter(identity=two[0]).order_by("starts_at")
    assert [row.ends_at for row in spans] == days
    assert spans[1].starts_at == days[0]


def test_a_right_under_two_conditions_is_for_somebody_to_decide(bakery, anne, two, make_right):
    right = make_right("betaling", constraint_names=["context.amount"])
    for who, most in zip(two, (100, 5000), strict=True):
        give(bakery, right, who, constraints={"context.amount": {"at_most": most}})
    with pytest.raises(RuleBroken, match="betingelser"):
        merge(anne, two)
    two[1].refresh_from_db()
    assert two[1].state == "active"


def test_the_group_of_another_unit_is_not_lost_silently(bakery, anne, two, vat, units):
    group = Group.objects.create(
        organisation=bakery, name="Butik", kind=Group.Kind.DEFAULT, p_number=units.ours
    )
    give(bakery, vat, group)
    kept, merged = two
    type(kept).objects.across_organisations("test").filter(pk=merged.pk).update(p_number=units.ours)
    type(kept).objects.across_organisations("test").filter(pk=kept.pk).update(p_number=units.theirs)
    with pytest.raises(RuleBroken, match="Butik"):
        merge(anne, two)
    type(kept).objects.across_organisations("test").filter(pk=kept.pk).update(p_number="")
    merge(anne, two)
    assert may(kept, vat)


def test_clients_requests_names_and_powers_follow(bakery, cycles, anne, two, vat, tax):
    kept, merged = two
    Power.objects.create(mandate=vat.pk, holder=bakery, grantor=cycles, right=vat)
    Assignment.objects.create(organisation=bakery, identity=merged, client=cycles)
    Assignment.objects.create(organisation=bakery, identity=merged)
    Assignment.objects.create(organisation=bakery, identity=kept)
    SubjectName.objects.create(system=tax, name="dda", identity=merged)
    only = Power.objects.create(
        mandate=kept.pk, holder=bakery, grantor=cycles, right=vat, only_identity=merged
    )
    assert may(merged, vat, acted_for=cycles.cvr)
    merge(anne, two)
    assert may(kept, vat, acted_for=cycles.cvr)
    rows = Assignment.objects.across_organisations("test").filter(identity=kept, ends_at=None)
    assert rows.count() == 2
    only.refresh_from_db()
    assert only.only_identity_id == kept.pk
    assert identity_named(system=tax.pk, name="dda") == kept.pk
    events = AuditEntry.objects.across_organisations("test").filter(event="rights.grant.followed")
    assert events.get().subject_id == str(kept.pk)


def test_a_service_that_asks_by_the_old_name_gets_the_person_s_answer(bakery, anne, two, vat, tax):
    give(bakery, vat, two[1])
    merge(anne, two)
    assert may(two[0], vat)
    assert may(two[1], vat)
    by_rid = decide_one(cvr=bakery.cvr, rid="22222222", right=vat.key, level=Level.HIGH)
    assert by_rid.granted
    assert by_rid.facts.identity == two[0].pk
    assert identity_named(system=tax.pk, cvr=bakery.cvr, rid="22222222") == two[0].pk


def test_a_merge_of_two_without_rights_leaves_no_trace_of_rights(bakery, anne, two):
    merge(anne, two)
    assert not AuditEntry.objects.across_organisations("test").filter(event__startswith="rights.").exists()
