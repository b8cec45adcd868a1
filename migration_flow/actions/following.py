"""What happens to a move when something happens to its company or its employees."""

from typing import Any

from django.utils import timezone

from migration_flow.lifecycle import MOVE
from migration_flow.models import EmployeeMove, Move, Postponement
from portal.core import trace
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission

# Somebody else acts for the company from then on; a case worker leads it (segment S9).
STOPS = ("bankruptcy", "compulsory_dissolution", "liquidation", "ceased", "owner_death")
UNDER_WAY = (Move.State.PLANNED, Move.State.INVITED, Move.State.DECIDING, Move.State.PAUSED)


@action(Permission.MIGRATION_EXECUTE)
def follow_register(*, actor: Actor, cvr: str, event: str) -> Move | None:
    """Take a company that has not moved yet off the guided way. One that has moved is led by its other rules."""
    trace.current().entries += 1
    move = Move.objects.across_organisations("the register names it").filter(cvr=cvr).first()
    if move is None or event not in STOPS or move.state not in UNDER_WAY:
        return None
    return MOVE.move(move, "other path", actor=actor, paused_because=event, payload={"because": event})


def employee_arrived(identity: Any) -> None:
    """Inside the action that activated the identity: the employee's way has come to its end."""
    rows = EmployeeMove.objects.across_organisations("of the identity just activated")
    rows.filter(identity=identity, activated_at=None).update(activated_at=timezone.now())


def employees_merged(kept: Any, merged: Any) -> None:
    """Inside the action that put two identities together. The kept one takes over a way it has none of itself, and has
    come to its end where the kept one is active; two ways stay two lines of the list, the merged one as closed."""
    rows = EmployeeMove.objects.across_organisations("of the identities just merged")
    if not rows.filter(identity=kept).exists():
        rows.filter(identity=merged).update(identity=kept)
    Postponement.objects.across_organisations("of the identities just merged").filter(identity=merged).update(
        identity=kept
    )
    if kept.state == kept.State.ACTIVE:
        employee_arrived(kept)
