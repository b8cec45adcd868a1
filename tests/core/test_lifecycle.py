"""A move happens from where it may, once, with its event and its mail, or not at all."""

import pytest

from identities.lifecycle import IDENTITY
from identities.models import Identity
from portal.core.actions import RuleBroken, action
from portal.core.lifecycle import LIFECYCLES
from portal.core.models import AuditEntry
from portal.core.permissions import Permission


@action(Permission.IDENTITY_SUSPEND)
def go(*, actor, identity, move):
    return IDENTITY.move(identity, move, actor=actor, payload={"why": "test"})


def state(identity) -> str:
    return Identity.objects.across_organisations("test").get(pk=identity.pk).state


def test_a_move_changes_the_state_and_leaves_its_event(anne, bo):
    go(actor=anne.actor, identity=bo.identity, move="suspend")
    assert state(bo.identity) == "suspended"
    entry = AuditEntry.objects.for_actor(anne.actor).get()
    assert entry.event == str(IDENTITY._by_name["suspend"].event)


def test_a_move_from_elsewhere_is_refused_in_words_and_changes_nothing(anne, bo):
    with pytest.raises(RuleBroken, match="Intet er ændret"):
        go(actor=anne.actor, identity=bo.identity, move="resume")
    assert state(bo.identity) == "active"
    assert not AuditEntry.objects.for_actor(anne.actor).exists()


def test_the_row_decides_and_not_what_was_read_before(anne, bo):
    """Two tabs: the second still thinks that the identity is active."""
    stale = Identity.objects.across_organisations("test").get(pk=bo.identity.pk)
    go(actor=anne.actor, identity=bo.identity, move="suspend")
    with pytest.raises(RuleBroken):
        go(actor=anne.actor, identity=stale, move="suspend")
    assert AuditEntry.objects.for_actor(anne.actor).count() == 1


@pytest.mark.parametrize("name", sorted(LIFECYCLES))
def test_every_table_names_states_that_are(name):
    lifecycle = LIFECYCLES[name]
    states = set(lifecycle.states.values)
    for move in lifecycle.moves:
        assert {*move.sources, move.target} <= states
    assert len({move.name for move in lifecycle.moves}) == len(lifecycle.moves)
