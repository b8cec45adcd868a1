"""The answer to one line of a request for rights."""

from portal.core.lifecycle import Lifecycle, Move
from rights.events import RequestEvent
from rights.models import RightRequestLine

State = RightRequestLine.State

REQUEST_LINE = Lifecycle(
    "rights.request",
    State,
    (
        Move(name="approve", sources=(State.OPEN,), target=State.APPROVED, event=RequestEvent.APPROVED),
        Move(name="reject", sources=(State.OPEN,), target=State.REJECTED, event=RequestEvent.REJECTED),
        Move(name="withdraw", sources=(State.OPEN,), target=State.WITHDRAWN, event=RequestEvent.WITHDRAWN),
    ),
)
