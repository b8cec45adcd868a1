"""The life of a company's move."""

from migration_flow.events import MoveEvent as Event
from migration_flow.models import Move as CompanyMove
from portal.core.lifecycle import Lifecycle, Move

S = CompanyMove.State
BEFORE = (S.PLANNED, S.INVITED)

MOVE = Lifecycle(
    "move",
    S,
    (
        Move(name="invite", sources=(S.PLANNED,), target=S.INVITED, event=Event.INVITED),
        Move(name="start", sources=(*BEFORE, S.UNDONE), target=S.DECIDING, event=Event.STARTED),
        Move(name="execute", sources=(S.DECIDING,), target=S.EXECUTING, event=Event.EXECUTION_ORDERED),
        Move(name="moved", sources=(S.EXECUTING,), target=S.MOVED, event=Event.MOVED),
        Move(name="fail", sources=(S.EXECUTING,), target=S.DECIDING, event=Event.FAILED),
        Move(name="confirm", sources=(S.MOVED,), target=S.CONFIRMED, event=Event.CONFIRMED),
        Move(name="order undo", sources=(S.MOVED,), target=S.UNDOING, event=Event.UNDO_ORDERED),
        Move(name="undo", sources=(S.UNDOING,), target=S.UNDONE, event=Event.UNDONE),
        Move(name="keep", sources=(S.UNDOING,), target=S.MOVED, event=Event.UNDO_REFUSED),
        Move(name="pause", sources=(*BEFORE, S.DECIDING), target=S.PAUSED, event=Event.PAUSED),
        Move(name="resume", sources=(S.PAUSED,), target=S.INVITED, event=Event.RESUMED),
        Move(
            name="other path",
            sources=(*BEFORE, S.DECIDING, S.PAUSED),
            target=S.OTHER_PATH,
            event=Event.OTHER_PATH,
        ),
        Move(name="back on the path", sources=(S.OTHER_PATH,), target=S.INVITED, event=Event.RESUMED),
    ),
)
