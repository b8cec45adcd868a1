"""The life of a company's move."""

from migration_flow.events import MoveEvent as Event
from migration_flow.models import Move as CompanyMove
from portal.core.lifecycle import Lifecycle, Move

S = CompanyMove.State

MOVE = Lifecycle(
    "move",
    S,
    (
        Move(name="invite", sources=(S.PLANNED,), target=S.INVITED, event=Event.INVITED),
        Move(name="start", sources=(S.PLANNED, S.INVITED, S.UNDONE), target=S.DECIDING, event=Event.STARTED),
        Move(name="execute", sources=(S.DECIDING,), target=S.EXECUTING, event=Event.EXECUTION_ORDERED),
        Move(name="moved", sources=(S.EXECUTING,), target=S.MOVED, event=Event.MOVED),
        Move(name="fail", sources=(S.EXECUTING,), target=S.DECIDING, event=Event.FAILED),
        Move(name="confirm", sources=(S.MOVED,), target=S.CONFIRMED, event=Event.CONFIRMED),
    ),
)
