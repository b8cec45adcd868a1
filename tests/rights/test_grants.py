"""Giving, withdrawing and renewing one right."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from portal.core.actions import RuleBroken
from portal.core.actors import StepUpNeeded
from portal.core.models import AuditEntry
from portal.core.permissions import ADMINISTRATOR_ROLES, Level, Role
from rights.actions import grant_right, grant_to_group, renew_grant, withdraw_grant
from rights.models import Grant, Group
from rights.queries.decision import Reason, decide_one
from tests.cast import make_actor

DAY = datetime.timedelta(days=1)


def decided(identity, right, **more):
    return decide_one(identity=identity.pk, right=right.key, level=Level.HIGH, **more).reason


def events(organisation):
    rows = AuditEntry.objects.across_organisations("test").filter(organisation=organisation.pk)
    return list(rows.order_by("at").values_list("event", flat=True))


@pytest.fixture
def give(anne, bakery, vat, bo):
    def give(**fields):
        fields = {
            "actor": anne.actor,
            "organisation": bakery,
            "right": vat,
            "identity": bo.identity,
            **fields,
        }
        return grant_right(**fields)

    return give


def test_a_right_works_from_the_moment_it_is_given_and_says_who_gave_it(give, bo, vat, bakery):
    assert decided(bo.identity, vat) is Reason.NO_RIGHT
    grant = give()
    assert decided(bo.identity, vat) is Reason.GRANTED_DIRECT
    assert (grant.given_by, grant.source) == ("Anne Aagaard", "given")
    assert events(bakery) == ["rights.grant.given"]


def test_a_withdrawn_right_is_over_at_the_next_question(give, anne, bo, vat, bakery):
    grant = give()
    withdraw_grant(actor=anne.actor, grant=grant, because="stoppet")
    assert decided(bo.identity, vat) is Reason.GRANT_ENDED
    assert events(bakery)[-1] == "rights.grant.withdrawn"
    with pytest.raises(RuleBroken, match="allerede"):
        withdraw_grant(actor=anne.actor, grant=grant)


def test_a_right_that_has_not_begun_can_be_taken_back_and_given_again(give, anne, bo, vat):
    grant = give(starts_at=timezone.now() + DAY)
    withdraw_grant(actor=anne.actor, grant=grant)
    give(starts_at=timezone.now() + DAY)
    assert decided(bo.identity, vat) is Reason.NOT_STARTED


def test_the_same_right_twice_in_the_same_time_is_refused(give, bo):
    give(ends_at=timezone.now() + 10 * DAY)
    with pytest.raises(RuleBroken, match="har allerede"):
        give()
    give(starts_at=timezone.now() + 11 * DAY)
    assert Grant.objects.across_organisations("test").count() == 2


def test_limited_to_two_units_is_no_overlap(give, units, bakery):
    from portal.agreements.models import RegisterUnit

    RegisterUnit.objects.create(p_number="1900000037", company_id=bakery.cvr)
    give(limit_type="p", limit_value=units.ours)
    give(limit_type="p", limit_value="1900000037")
    with pytest.raises(RuleBroken):
        give(limit_type="p", limit_value=units.ours)


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("p", "1900000029", "hører ikke til"),
        ("p", "123", "10 cifre"),
        ("p", "", "10 cifre"),
        ("se", "12", "8 cifre"),
        ("cpr", "0101900000", "kan ikke begrænses"),
        ("", "1900000010", "P-nummer eller et SE-nummer"),
    ],
)
def test_a_limit_that_is_not_ours_or_not_the_rights_is_refused(give, units, kind, value, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        give(limit_type=kind, limit_value=value)


def test_a_right_that_allows_no_limit_takes_none(give, make_right, units):
    whole = make_right("whole", allowed_limits=[])
    with pytest.raises(RuleBroken, match="kan ikke begrænses"):
        give(right=whole, limit_type="p", limit_value=units.ours)


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [(None, -1, "passeret"), (5, 3, "før startdatoen"), (5, 5, "før startdatoen")],
)
def test_a_period_that_is_none_is_refused(give, starts, ends, sentence):
    now = timezone.now()
    period = {"starts_at": now + starts * DAY if starts else None, "ends_at": now + ends * DAY}
    with pytest.raises(RuleBroken, match=sentence):
        give(**period)


def test_only_constraints_the_right_knows_are_taken(give, make_right):
    with pytest.raises(RuleBroken, match="betingelsen"):
        give(constraints={"resource.colour": ["red"]})
    known = make_right("known", constraint_names=["resource.colour"])
    assert give(right=known, constraints={"resource.colour": ["red"]}).constraints == {
        "resource.colour": ["red"]
    }


def test_a_retired_right_a_closed_identity_and_a_closed_organisation_take_nothing_new(give, bo, vat, bakery):
    held = give()
    vat.retired_at = timezone.now()
    vat.save()
    with pytest.raises(RuleBroken, match="ikke længere"):
        give(limit_type="se", limit_value="99000015")
    assert decided(bo.identity, vat) is Reason.GRANTED_DIRECT, "who has it keeps it"
    bakery.state = "closed"
    bakery.save()
    with pytest.raises(RuleBroken, match="ophørt"):
        give()
    withdraw_grant(actor=make_actor(bo.identity, ADMINISTRATOR_ROLES), grant=held)


def test_a_closed_identity_gets_nothing(give, bo):
    bo.identity.state = "closed"
    with pytest.raises(RuleBroken, match="lukket"):
        give()


def test_exactly_one_receiver_of_our_own(give, carl, bakery, bo, cycles):
    with pytest.raises(PermissionDenied):
        give(identity=carl.identity)
    with pytest.raises(RuleBroken):
        give(identity=None)
    ours, theirs = (Group.objects.create(organisation=each, name="G") for each in (bakery, cycles))
    with pytest.raises(RuleBroken):
        give(group=ours)
    with pytest.raises(PermissionDenied):
        give(identity=None, group=theirs)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.RIGHTS_ADMINISTRATOR, True),
        (Role.USER_ADMINISTRATOR, True),
        (Role.USER, False),
        (Role.ORGANISATION_ADMINISTRATOR, False),
    ],
)
def test_who_may_give(give, bo, role, may):
    actor = make_actor(bo.identity, (role,))
    if may:
        assert give(actor=actor)
    else:
        with pytest.raises(PermissionDenied):
            give(actor=actor)


def test_a_stranger_and_a_weak_login_give_and_withdraw_nothing(give, carl, anne, bo):
    grant = give()
    with pytest.raises(PermissionDenied):
        give(actor=carl.actor)
    with pytest.raises(PermissionDenied):
        withdraw_grant(actor=carl.actor, grant=grant)
    with pytest.raises(StepUpNeeded):
        give(actor=make_actor(anne.identity, ADMINISTRATOR_ROLES, Level.LOW))


def test_a_renewed_right_goes_on_where_the_old_one_ends(give, anne, bo, vat, bakery):
    grant = give(ends_at=timezone.now() + 10 * DAY)
    renewed = renew_grant(actor=anne.actor, grant=grant)
    assert renewed.starts_at == grant.ends_at
    assert renewed.ends_at - renewed.starts_at == grant.ends_at - grant.starts_at
    assert renewed.source == "renewed"
    assert "rights.grant.renewed" in events(bakery)
    with pytest.raises(RuleBroken, match="har allerede"):
        renew_grant(actor=anne.actor, grant=grant)


def test_an_ended_right_is_renewed_from_now(anne, bo, vat, bakery):
    now = timezone.now()
    grant = Grant.objects.create(
        organisation=bakery, right=vat, identity=bo.identity, starts_at=now - 9 * DAY, ends_at=now - DAY
    )
    renew_grant(actor=anne.actor, grant=grant)
    assert decided(bo.identity, vat) is Reason.GRANTED_DIRECT


def test_a_right_without_an_end_needs_no_renewal(give, anne):
    with pytest.raises(RuleBroken, match="ingen slutdato"):
        renew_grant(actor=anne.actor, grant=give())


def test_the_organisations_administrator_gives_to_groups(anne, bakery, bo, vat):
    from rights.actions.groups import add_members

    group = Group.objects.create(organisation=bakery, name="Kontor")
    add_members(actor=anne.actor, group=group, identities=[bo.identity.pk])
    administrator = make_actor(anne.identity, (Role.ORGANISATION_ADMINISTRATOR,))
    grant_to_group(actor=administrator, group=group, right=vat)
    assert decided(bo.identity, vat) is Reason.GRANTED_GROUP
    with pytest.raises(PermissionDenied):
        grant_to_group(actor=make_actor(bo.identity, (Role.RIGHTS_ADMINISTRATOR,)), group=group, right=vat)
