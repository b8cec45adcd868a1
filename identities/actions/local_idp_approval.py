"""Support answers for the notification; the clock ends it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.support import opened, reasoned
from identities.lifecycle import LOCAL_IDP
from identities.models import LocalIdp
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission


@action(Permission.SUPPORT_LOCAL_IDP)
def answer_local_idp(*, actor: Actor, idp: LocalIdp, approved: bool, reason: str) -> LocalIdp:
    """Put it into use, or send it back with the reason, which the organisation reads."""
    opened(actor, idp.organisation_id)
    actor = reasoned(actor, reason)
    if not approved:
        return LOCAL_IDP.move(idp, "reject", actor=actor, answer=actor.reason)
    expires = idp.statement_expires_on
    if expires is None or expires < timezone.localdate():
        raise RuleBroken(_("Erklæringen er udløbet. Intet er ændret."))
    return LOCAL_IDP.move(idp, "approve", actor=actor, approved_at=timezone.now(), answer="")


@action(Permission.SUPPORT_SUPERVISE)
def lapse_due(*, actor: Actor) -> int:
    """Tell of notifications whose last day has passed. Their logins have stopped since midnight already."""
    rows = LocalIdp.objects.across_organisations("the nightly round of dates").select_related("organisation")
    due = list(rows.filter(state=LocalIdp.State.ACTIVE, statement_expires_on__lt=timezone.localdate()))
    for idp in due:
        LOCAL_IDP.move(idp, "lapse", actor=actor)
    if not due:
        audit.record_bulk("SELECT 1 WHERE false", [])
    return len(due)
