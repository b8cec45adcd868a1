"""The life of an identity."""

from identities import mails
from identities.events import IdentityEvent, LocalIdpEvent
from identities.models import Identity, LocalIdp
from portal.core.lifecycle import Lifecycle, Move

State = Identity.State

IDENTITY = Lifecycle(
    "identity",
    State,
    (
        # An owner's automatic identity becomes the administrator an agreement appoints: the same identity, which the
        # person takes over by their link, with the neutral choice everybody has.
        Move(
            name="appoint",
            sources=(State.ACTIVE, State.SUSPENDED),
            target=State.DRAFT,
            event=IdentityEvent.APPOINTED,
        ),
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

Idp = LocalIdp.State

LOCAL_IDP = Lifecycle(
    "local_idp",
    Idp,
    (
        Move(name="submit", sources=(Idp.DRAFT,), target=Idp.SUBMITTED, event=LocalIdpEvent.SUBMITTED),
        Move(
            name="approve",
            sources=(Idp.SUBMITTED,),
            target=Idp.ACTIVE,
            event=LocalIdpEvent.APPROVED,
            mail=mails.local_idp_approved,
        ),
        Move(
            name="reject",
            sources=(Idp.SUBMITTED,),
            target=Idp.DRAFT,
            event=LocalIdpEvent.REJECTED,
            mail=mails.local_idp_rejected,
        ),
        Move(
            name="lapse",
            sources=(Idp.ACTIVE,),
            target=Idp.LAPSED,
            event=LocalIdpEvent.LAPSED,
            mail=mails.local_idp_lapsed,
        ),
        Move(
            name="renew",
            sources=(Idp.ACTIVE, Idp.LAPSED),
            target=Idp.ACTIVE,
            event=LocalIdpEvent.RENEWED,
            mail=mails.local_idp_renewed,
        ),
        Move(
            name="remove",
            sources=(Idp.DRAFT, Idp.SUBMITTED, Idp.ACTIVE, Idp.LAPSED),
            target=Idp.REMOVED,
            event=LocalIdpEvent.REMOVED,
        ),
    ),
)
