"""The life of a mandate."""

from mandates import mails
from mandates.events import MandateEvent
from mandates.models import LIVE, WAITING, Mandate
from portal.core.lifecycle import Lifecycle, Move

S = Mandate.State

MANDATE = Lifecycle(
    "mandate",
    S,
    (
        Move(name="offer", sources=(S.DRAFT,), target=S.OFFERED, event=MandateEvent.OFFERED, mail=mails.offered),
        Move(name="request", sources=(S.DRAFT,), target=S.REQUESTED, event=MandateEvent.REQUESTED,
             mail=mails.requested),
        Move(name="accept", sources=WAITING, target=S.ACTIVE, event=MandateEvent.ACCEPTED, mail=mails.accepted),
        Move(name="decline", sources=WAITING, target=S.DECLINED, event=MandateEvent.DECLINED, mail=mails.declined),
        Move(name="withdraw", sources=(S.OFFERED, *LIVE), target=S.WITHDRAWN, event=MandateEvent.WITHDRAWN,
             mail=mails.stopped),
        Move(name="waive", sources=(S.REQUESTED, *LIVE), target=S.WAIVED, event=MandateEvent.WAIVED,
             mail=mails.stopped),
        Move(name="suspend", sources=(S.ACTIVE,), target=S.SUSPENDED, event=MandateEvent.SUSPENDED,
             mail=mails.suspended),
        Move(name="resume", sources=(S.SUSPENDED,), target=S.ACTIVE, event=MandateEvent.RESUMED,
             mail=mails.resumed),
        Move(name="replace", sources=LIVE, target=S.REPLACED, event=MandateEvent.REPLACED),
        Move(name="lapse", sources=WAITING, target=S.LAPSED, event=MandateEvent.LAPSED, mail=mails.stopped),
        Move(name="expire", sources=LIVE, target=S.EXPIRED, event=MandateEvent.EXPIRED, mail=mails.stopped),
        Move(name="end", sources=(*WAITING, *LIVE), target=S.ENDED, event=MandateEvent.ENDED, mail=mails.stopped),
    ),
)  # fmt: skip
