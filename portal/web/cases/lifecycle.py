"""The life of a case at the desk."""

from portal.core.lifecycle import Lifecycle, Move
from portal.web.cases import mails
from portal.web.cases.events import CaseEvent as Event
from portal.web.cases.models import Case

S = Case.State
_WITH_US = (S.NEW, S.WORKING, S.THIRD_LEVEL)

CASE = Lifecycle(
    "support.case",
    S,
    (
        Move(name="take", sources=(S.NEW,), target=S.WORKING, event=Event.TAKEN),
        Move(name="ask", sources=(S.WORKING,), target=S.WAITING, event=Event.ASKED, mail=mails.answered),
        Move(name="answer", sources=(S.WAITING,), target=S.WORKING, event=Event.ANSWERED),
        Move(name="hand on", sources=(S.WORKING,), target=S.THIRD_LEVEL, event=Event.HANDED_ON),
        Move(name="take back", sources=(S.THIRD_LEVEL,), target=S.WORKING, event=Event.TAKEN_BACK),
        Move(name="solve", sources=(*_WITH_US[1:], S.WAITING), target=S.SOLVED, event=Event.SOLVED,
             mail=mails.answered),
        Move(name="reopen", sources=(S.SOLVED,), target=S.WORKING, event=Event.REOPENED),
    ),
)  # fmt: skip
