"""What the support desk can do for a person who cannot get in. Each asks for a typed reason, which the organisation
reads in its history; none chooses a secret, consents or accepts for anybody.

The agent's actor names in `memberships` the organisations the agent has opened just now (reason, case, period):
a person of another organisation is refused, whatever page it came from."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from identities import mails
from identities.actions.guarding import lock_identity
from identities.actions.order import new_link, withdraw_open
from identities.events import SupportEvent
from identities.models import Activation, Identity
from identities.queries.activations import open_activation
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor, Kind
from portal.core.forms.contact import AnyAlphabetEmailValidator
from portal.core.permissions import Permission

SHORTEST_REASON = 10


@action(Permission.SUPPORT_ACTIVATION)
def resend_by_support(*, actor: Actor, identity: Identity, reason: str) -> Activation:
    """A new link to the address on file; the old one dies. The way to prove oneself stays."""
    actor, current = _waiting(actor, identity, reason)
    before = open_activation(current)
    withdraw_open(current)
    return new_link(current, actor=actor, path=before.path if before else "")


@action(Permission.SUPPORT_ACTIVATION)
def correct_email(*, actor: Actor, identity: Identity, email: str, reason: str) -> Activation:
    """Put a mistyped address right before activation, and send the link there. The administrators are told.

    The link still lets in nobody but the right person: who proves it is decided by the path, as before."""
    actor, current = _waiting(actor, identity, reason)
    wanted = email.strip()
    if wanted == current.email:
        raise RuleBroken(_("Adressen er den samme. Intet er ændret."))
    try:
        AnyAlphabetEmailValidator()(wanted)
    except ValidationError:
        raise RuleBroken(_("Indtast en e-mailadresse som navn@eksempel.dk")) from None
    before = open_activation(current)
    if before is not None and before.claimed_by_id is not None:
        raise RuleBroken(
            _("En medarbejder har allerede meldt sig med linket. Start aktiveringen forfra i stedet.")
        )
    current.email, current.version = wanted, current.version + 1
    current.save(update_fields=["email", "version"])
    audit.record(SupportEvent.EMAIL_CORRECTED, current, actor=actor, organisations=[current.organisation])
    mails.email_corrected(current)
    withdraw_open(current)
    return new_link(current, actor=actor, path=before.path if before else "")


@action(Permission.SUPPORT_ACTIVATION)
def restart_activation(*, actor: Actor, identity: Identity, reason: str) -> Activation:
    """From the beginning: claims, codes and proofs are forgotten, and what is on file decides the path anew."""
    actor, current = _waiting(actor, identity, reason)
    withdraw_open(current)
    audit.record(SupportEvent.RESTARTED, current, actor=actor, organisations=[current.organisation])
    return new_link(current, actor=actor, path="")


def reasoned(actor: Actor, reason: str) -> Actor:
    """The actor with the reason that every entry of the trail will carry. RuleBroken for one of blanks."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleBroken(_("Skriv en begrundelse på mindst 10 tegn. Intet er ændret."))
    return replace(actor, reason=reason.strip())


def opened(actor: Actor, organisation: Any) -> None:
    """PermissionDenied unless the agent has this organisation open now."""
    if actor.kind is not Kind.SYSTEM and organisation not in actor.memberships:
        raise PermissionDenied("the organisation is not opened")


def _waiting(actor: Actor, identity: Identity, reason: str) -> tuple[Actor, Identity]:
    opened(actor, identity.organisation_id)
    reasoned_actor, current = reasoned(actor, reason), lock_identity(identity)
    if current.state != Identity.State.PENDING:
        raise RuleBroken(_("Brugeren venter ikke på aktivering. Intet er ændret."))
    return reasoned_actor, current
