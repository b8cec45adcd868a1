"""The first login with a dedicated MitID ties it to its identity."""

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.dedicated import locked, record, stop
from identities.actions.proofing import activate_proofed
from identities.events import AuthenticatorEvent
from identities.models import Authenticator, Identity
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission


@action(Permission.OWN_IDENTITY)
def enrol(*, actor: Actor, authenticator: Authenticator) -> Authenticator:
    """The first login with the dedicated MitID ties it to its identity. Only a professional login of the
    organisation can do it; the private one is refused."""
    current = locked(authenticator)
    identity = current.identity
    login = actor.auth
    if login is None or login.organisation_cvr != identity.organisation.cvr:
        raise RuleBroken(_("Log ind med dit MitID til arbejdet i denne organisation. Intet er ændret."))
    if current.state != Authenticator.State.ORDERED or not _live_link(current):
        raise RuleBroken(_("Linket virker ikke længere. Bed jeres administrator om et nyt. Intet er ændret."))
    _stop_replaced(current, actor)
    current.user, current.state, current.activated_at = actor.user, Authenticator.State.ACTIVE, timezone.now()
    current.enrol_hash = ""
    current.save(update_fields=["user", "state", "activated_at", "enrol_hash"])
    record(AuthenticatorEvent.ENROLLED, current, actor)
    if identity.state == Identity.State.PENDING:
        activate_proofed(identity, actor)
    return current


def _live_link(authenticator: Authenticator) -> bool:
    return authenticator.enrol_expires_at is not None and authenticator.enrol_expires_at > timezone.now()


def _stop_replaced(fresh: Authenticator, actor: Actor) -> None:
    rows = Authenticator.objects.across_organisations("of an identity already found through its own key")
    old = rows.filter(identity=fresh.identity, kind=fresh.kind, state=Authenticator.State.ACTIVE)
    for each in old.exclude(pk=fresh.pk):
        stop(each, "replaced", actor, AuthenticatorEvent.STOPPED)
