"""The company's answers. Each is stored as given, with who gave it; nobody overwrites another silently."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from migration_flow.actions.counting import recount
from migration_flow.actions.followers import follow_users
from migration_flow.events import MoveEvent
from migration_flow.models import Decision, Move
from migration_flow.queries.answers import users_of
from migration_flow.rules.answers import refusal_of
from portal.core import audit
from portal.core.actions import RuleBroken, Stale, action
from portal.core.actors import Actor
from portal.core.permissions import Permission


def open_move(actor: Actor) -> Move:
    """The organisation's move, locked, while it is being decided. Raises RuleBroken in every other state."""
    move = Move.objects.for_actor(actor).select_for_update().first()
    if move is None or move.state != Move.State.DECIDING:
        raise RuleBroken(_("Flytningen er ikke åben for beslutninger lige nu. Se dens status."))
    return move


@action(Permission.MIGRATION_DECIDE)
def decide(
    *, actor: Actor, decision: Decision, version: int, choice: str, change: dict[str, Any] | None = None
) -> Decision:
    """Answer one question. Raises Stale when somebody answered it since it was shown."""
    move = open_move(actor)
    locked = Decision.objects.for_actor(actor).select_for_update().get(pk=decision.pk)
    if locked.version != version:
        raise Stale(
            _("%(name)s har svaret, mens du så på det. Se svaret, før du ændrer det.")
            % {"name": locked.decided_by}
        )
    if refusal := refusal_of(locked, choice, users_of(move, [locked])):
        raise RuleBroken(refusal)
    locked.choice, locked.change = choice, change or {}
    locked.decided_by, locked.decided_at, locked.version = actor.label, timezone.now(), version + 1
    locked.save()
    followed = follow_users(move, actor, [locked.rid]) if locked.item == Decision.Item.EMPLOYEE else 0
    recount(move)
    audit.record(MoveEvent.DECIDED, move, actor=actor, organisations=[actor.organisation], item=locked.item,
                 choice=choice, rid=locked.rid, followed=followed)  # fmt: skip
    return locked


@action(Permission.MIGRATION_DECIDE)
def accept_proposals(*, actor: Actor, item: str) -> int:
    """Take every proposal of one kind that has no answer yet; returns how many. A merge always needs its own yes."""
    move = open_move(actor)
    waiting = (
        Decision.objects.for_actor(actor).filter(item=item, choice="").exclude(proposal=Decision.Choice.MERGE)
    )
    count = sum(
        waiting.filter(proposal=choice).update(
            choice=choice, decided_by=actor.label, decided_at=timezone.now(), version=2
        )
        for choice in (Decision.Choice.MOVE, Decision.Choice.LEAVE)
    )
    if item == Decision.Item.EMPLOYEE:
        follow_users(move, actor)
    recount(move)
    audit.record(MoveEvent.PROPOSALS_ACCEPTED, move, actor=actor, organisations=[actor.organisation], item=item,
                 count=count)  # fmt: skip
    return count
