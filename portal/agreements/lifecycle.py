"""The lives of a connection and an agreement, as tables."""

from portal.agreements import mails
from portal.agreements.events import AgreementEvent
from portal.agreements.events import ConnectionEvent as Event
from portal.agreements.models import Agreement, Connection
from portal.core.lifecycle import Lifecycle, Move

S = Connection.State
OPEN = (S.DRAFT, S.SIGNING, S.CASE_WORK, S.ANSWER_NEEDED)

CONNECTION = Lifecycle(
    "connection",
    S,
    (
        Move(name="present", sources=(S.DRAFT,), target=S.SIGNING, event=Event.SENT_TO_SIGNING),
        Move(name="to case work", sources=(S.DRAFT, S.SIGNING), target=S.ANSWER_NEEDED,
             event=Event.SENT_TO_CASE_WORK),
        Move(name="submit", sources=(S.ANSWER_NEEDED,), target=S.CASE_WORK, event=Event.SUBMITTED,
             mail=mails.submitted),
        Move(name="ask", sources=(S.CASE_WORK,), target=S.ANSWER_NEEDED, event=Event.ASKED, mail=mails.asked),
        Move(name="resume", sources=(S.CASE_WORK, S.ANSWER_NEEDED), target=S.SIGNING, event=Event.RESUMED,
             mail=mails.resumed),
        Move(name="reject", sources=(S.CASE_WORK, S.ANSWER_NEEDED), target=S.REJECTED, event=Event.REJECTED,
             mail=mails.rejected),
        Move(name="take up", sources=(S.REJECTED,), target=S.DRAFT, event=Event.TAKEN_UP),
        Move(name="reopen", sources=(S.SIGNING, S.ANSWER_NEEDED), target=S.DRAFT, event=Event.REOPENED),
        Move(name="lapse", sources=(S.SIGNING,), target=S.DRAFT, event=Event.LAPSED, mail=mails.lapsed),
        Move(name="conclude", sources=(S.SIGNING, S.CASE_WORK), target=S.CONCLUDED, event=Event.CONCLUDED,
             mail=mails.receipt),
        Move(name="withdraw", sources=OPEN, target=S.WITHDRAWN, event=Event.WITHDRAWN),
    ),
)  # fmt: skip

A = Agreement.State

AGREEMENT = Lifecycle(
    "agreement",
    A,
    (
        Move(name="terminate", sources=(A.ACTIVE,), target=A.TERMINATING, event=AgreementEvent.TERMINATED,
             mail=mails.terminated),
        Move(name="undo", sources=(A.TERMINATING,), target=A.ACTIVE, event=AgreementEvent.TERMINATION_UNDONE,
             mail=mails.termination_undone),
        Move(name="end", sources=(A.ACTIVE, A.TERMINATING), target=A.ENDED, event=AgreementEvent.ENDED,
             mail=mails.ended),
    ),
)  # fmt: skip
