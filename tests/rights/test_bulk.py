"""Many at once: the same rules, one statement, a trace for each."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core import trace
from portal.core.actions import RuleBroken
from portal.core.models import AuditEntry, AuditPayload
from rights.actions import GrantRow, grant_in_bulk, insert_grants, undo_grants, withdraw_in_bulk
from rights.models import Grant, Group
from tests.cast import make_identity
from tests.rights.conftest import SYSTEM


def rows():
    return Grant.objects.across_organisations("test")


@pytest.fixture
def crowd(bakery):
    return [make_identity(bakery, None, f"Person {n}") for n in range(30)]


def test_every_right_to_everybody_with_a_trace_each(anne, bakery, crowd, vat, make_right):
    wages = make_right("loen")
    outcome = grant_in_bulk(
        actor=anne.actor, organisation=bakery, rights=[vat, wages], identities=[each.pk for each in crowd]
    )
    assert outcome == (60, 0)
    entries = AuditEntry.objects.across_organisations("test").filter(event="rights.grant.given")
    assert entries.count() == 60
    assert set(entries.values_list("subject_id", flat=True)) == {str(each.pk) for each in rows()}
    payload = AuditPayload.objects.get(pk=entries.first().pk).data
    assert (payload["by"], payload["receiver"][:6]) == ("Anne Aagaard", "Person")


def test_who_has_it_is_skipped_and_nothing_is_given_twice(anne, bakery, crowd, vat):
    give = {"actor": anne.actor, "organisation": bakery, "rights": [vat]}
    assert grant_in_bulk(**give, identities=[crowd[0].pk]) == (1, 0)
    assert grant_in_bulk(**give, identities=[each.pk for each in crowd[:3]]) == (2, 1)
    assert grant_in_bulk(**give, identities=[each.pk for each in crowd[:3]]) == (0, 3)


def test_strangers_closed_and_unknown_identities_are_skipped(anne, bakery, carl, crowd, vat):
    crowd[0].state = "closed"
    crowd[0].save()
    ids = [carl.identity.pk, crowd[0].pk, uuid.uuid4(), crowd[1].pk]
    assert grant_in_bulk(actor=anne.actor, organisation=bakery, rights=[vat], identities=ids) == (1, 3)
    assert list(rows().values_list("identity", flat=True)) == [crowd[1].pk]


def test_groups_receive_too(anne, bakery, cycles, vat):
    ours, theirs = (Group.objects.create(organisation=each, name="G") for each in (bakery, cycles))
    outcome = grant_in_bulk(actor=anne.actor, organisation=bakery, rights=[vat], groups=[ours.pk, theirs.pk])
    assert outcome == (1, 1)


def test_the_number_of_statements_does_not_grow_with_the_number_of_people(
    anne, bakery, crowd, vat, make_right
):
    def statements(people, right):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            grant_in_bulk(
                actor=anne.actor, organisation=bakery, rights=[right], identities=[p.pk for p in people]
            )
        return len(seen)

    assert statements(crowd, vat) == statements(crowd[:1], make_right("loen"))


def test_a_limit_of_another_company_gives_to_nobody(anne, bakery, crowd, vat, units):
    with pytest.raises(RuleBroken):
        grant_in_bulk(
            actor=anne.actor,
            organisation=bakery,
            rights=[vat],
            identities=[crowd[0].pk],
            limit_type="p",
            limit_value=units.theirs,
        )
    assert not rows().exists()


def test_many_are_withdrawn_at_once_and_only_our_own(anne, carl, bakery, cycles, crowd, vat):
    grant_in_bulk(actor=anne.actor, organisation=bakery, rights=[vat], identities=[each.pk for each in crowd])
    foreign = Grant.objects.create(organisation=cycles, right=vat, identity=carl.identity)
    ids = [*rows().values_list("pk", flat=True), uuid.uuid4()]
    assert withdraw_in_bulk(actor=anne.actor, organisation=bakery, grants=ids, because="oprydning") == (30, 2)
    assert withdraw_in_bulk(actor=anne.actor, organisation=bakery, grants=ids) == (0, 32)
    foreign.refresh_from_db()
    assert foreign.ends_at is None
    assert set(rows().filter(organisation=bakery).values_list("ended_because", flat=True)) == {"oprydning"}


def test_a_colleague_without_the_role_and_a_stranger_are_refused(bo, carl, bakery, crowd, vat):
    for actor in (bo.actor, carl.actor):
        with pytest.raises(PermissionDenied):
            grant_in_bulk(actor=actor, organisation=bakery, rights=[vat], identities=[crowd[0].pk])
        with pytest.raises(PermissionDenied):
            withdraw_in_bulk(actor=actor, organisation=bakery, grants=[])


def test_the_insert_for_a_move_works_inside_an_action_only_and_can_be_undone(bakery, crowd, vat, units):
    planned = [
        GrantRow(vat.pk, crowd[0].pk),
        GrantRow(vat.pk, crowd[1].pk, limit_type="p", limit_value=units.ours),
        GrantRow(vat.pk, crowd[1].pk, limit_type="p", limit_value=units.ours),
    ]
    with pytest.raises(RuntimeError):
        insert_grants(actor=SYSTEM, organisation=bakery, rows=planned, source="moved")
    with trace.collecting("test"):
        assert insert_grants(actor=SYSTEM, organisation=bakery, rows=planned, source="moved") == (2, 1)
    assert set(rows().values_list("source", flat=True)) == {"moved"}
    with trace.collecting("test"):
        undo_grants(actor=SYSTEM, organisation=bakery, grants=list(rows().values_list("pk", flat=True)))
    assert not rows().exists()
    assert AuditEntry.objects.across_organisations("test").filter(event="rights.grant.undone").count() == 2
