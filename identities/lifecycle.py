"""The life of an identity."""

from identities import mails
from identities.events import IdentityEvent
from identities.models import Identity
from portal.core.lifecycle import Lifecycle, Move

State = Identity.State

IDENTITY = Lifecycle(
    "identity",
    State,
    (
        Move(name="order", sources=(State.DRAFT,), target=State.PENDING, event=IdentityEvent.ORDERED),
        Move(
            name="activate",
            sources=(State.PENDING,),
            target=State.ACTIVE,
            event=IdentityEvent.ACTIVATED,
            mail=mails.activated,
        ),
        Move(
            name="suspend",
            sources=(State.ACTIVE,),
            target=State.SUSPENDED,
            event=IdentityEvent.SUSPENDED,
            mail=mails.suspended,
        ),
        Move(
            name="resume",
            sources=(State.SUSPENDED,),
            target=State.ACTIVE,
            event=IdentityEvent.RESUMED,
            mail=mails.resumed,
        ),
        Move(
            name="close",
            sources=(State.DRAFT, State.PENDING, State.ACTIVE, State.SUSPENDED),
            target=State.CLOSED,
            event=IdentityEvent.CLOSED,
            mail=mails.closed,
        ),
        Move(
            name="merge",
            sources=(State.DRAFT, State.PENDING, State.ACTIVE, State.SUSPENDED),
            target=State.CLOSED,
            event=IdentityEvent.MERGED,
        ),
        Move(
            name="reopen",
            sources=(State.CLOSED,),
            target=State.ACTIVE,
            event=IdentityEvent.REOPENED,
            mail=mails.reopened,
        ),
    ),
)
