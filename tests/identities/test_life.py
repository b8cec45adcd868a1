"""Suspend, resume, close, re-open: every move, and what an identity loses and keeps."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from identities import actions, queries
from identities.lifecycle import IDENTITY
from identities.models import Identity, LivePeriod, RoleAssignment
from portal.agreements.models import Organisation
from portal.core.actions import RuleBroken
from tests.identities.people import activated, order, with_channel

pytestmark = pytest.mark.django_db


def test_a_suspended_person_is_out_on_the_next_request_and_back_after_it(bakery, anne):
    dorte = activated(anne, "Dorte Dam")
    actions.suspend(actor=anne.actor, identity=dorte.identity, reason="rygsæk stjålet")
    assert queries.memberships(dorte.user) == []
    actions.resume(actor=anne.actor, identity=dorte.identity)
    assert len(queries.memberships(dorte.user)) == 1


@pytest.mark.parametrize("state", Organisation.State.values)
def test_suspending_works_in_every_state_of_the_organisation(bakery, anne, state):
    dorte = activated(anne, "Dorte Dam")
    bakery.state = state
    bakery.save()
    actions.suspend(actor=anne.actor, identity=dorte.identity)
    dorte.identity.refresh_from_db()
    assert dorte.identity.state == Identity.State.SUSPENDED


def test_closing_ends_roles_and_login_and_reopening_asks_for_consent_anew(bakery, anne):
    with_channel(bakery)
    dorte = activated(anne, "Dorte Dam")
    actions.assign_roles(actor=anne.actor, identity=dorte.identity, roles=["user_administrator"])
    actions.close(actor=anne.actor, identity=dorte.identity)
    assert (
        not RoleAssignment.objects.for_actor(anne.actor)
        .filter(identity=dorte.identity, ended_at=None)
        .exists()
    )
    actions.reopen(actor=anne.actor, identity=dorte.identity)
    assert queries.memberships(dorte.user) == []
    actions.accept_consent(actor=dorte.person, identity=dorte.identity)
    assert len(queries.memberships(dorte.user)) == 1


@pytest.mark.parametrize("name", [move.name for move in IDENTITY.moves])
def test_every_move_is_refused_from_every_state_it_does_not_start_from(bakery, anne, name):
    row = next(move for move in IDENTITY.moves if move.name == name)
    dorte = activated(anne, "Dorte Dam")
    for state in set(Identity.State.values) - set(row.sources):
        Identity.objects.for_actor(anne.actor).filter(pk=dorte.identity.pk).update(state=state)
        with pytest.raises(RuleBroken, match="Intet er ændret"):
            IDENTITY.move(dorte.identity, name, actor=anne.actor)


def test_live_periods_follow_the_state_whoever_writes_it(bakery, anne):
    dorte = activated(anne, "Dorte Dam")
    rows = LivePeriod.objects.for_actor(anne.actor).filter(identity=dorte.identity)
    assert rows.filter(ended_at=None).count() == 1
    actions.suspend(actor=anne.actor, identity=dorte.identity)
    assert rows.filter(ended_at=None).count() == 1
    actions.close(actor=anne.actor, identity=dorte.identity)
    assert rows.filter(ended_at=None).count() == 0
    Identity.objects.for_actor(anne.actor).filter(pk=dorte.identity.pk).update(state="active")
    assert (rows.count(), rows.filter(ended_at=None).count()) == (2, 1)


def test_a_stranger_administrator_cannot_touch_the_identity(bakery, anne, carl):
    dorte = activated(anne, "Dorte Dam")
    for act in (actions.suspend, actions.close, actions.resend, actions.reopen):
        with pytest.raises(PermissionDenied):
            act(actor=carl.actor, identity=dorte.identity)


def test_a_colleague_without_a_role_cannot_create(bakery, bo):
    with pytest.raises(PermissionDenied):
        order(bo, "Dorte Dam")


def test_a_start_date_waits_with_the_link_and_an_end_date_must_lie_ahead(bakery, anne):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    identity = order(anne, "Dorte Dam", starts_on=tomorrow)
    assert identity.state == Identity.State.DRAFT
    with pytest.raises(RuleBroken):
        actions.schedule(
            actor=anne.actor, identity=identity, starts_on=tomorrow, ends_on=timezone.localdate()
        )
    actions.schedule(actor=anne.actor, identity=identity, starts_on=tomorrow, ends_on=tomorrow)


def test_an_edit_says_when_a_colleague_was_faster(bakery, anne):
    from portal.core.actions import Stale

    dorte = activated(anne, "Dorte Dam")
    version = dorte.identity.version
    actions.edit(actor=anne.actor, identity=dorte.identity, version=version, department="Køkken")
    with pytest.raises(Stale):
        actions.edit(actor=anne.actor, identity=dorte.identity, version=version, department="Butik")


def test_a_pseudonym_can_be_switched_on_later_and_keeps_everything_else(bakery, anne):
    dorte = activated(anne, "Dorte Dam")
    bakery.allows_pseudonyms = True
    bakery.save()
    dorte.identity.refresh_from_db()
    changed = actions.set_pseudonym(actor=anne.actor, identity=dorte.identity, pseudonym="Medarbejder 7")
    assert changed.shown_name == "Medarbejder 7"
    assert changed.state == Identity.State.ACTIVE
    assert len(queries.memberships(dorte.user)) == 1
