"""When “later” is spent, everything but the emergency lane leads to the move."""

from typing import Any

from django.urls import reverse

from migration_flow.models import Move
from migration_flow.queries.timing import OPEN, must_move
from portal.core.permissions import Permission as P

# To see, to stop somebody, to take something away, to sign, to move, and what is one's own: always open.
ALWAYS = frozenset({
    P.OVERVIEW_SEE, P.ORGANISATION_SEE, P.HISTORY_SEE, P.JOB_SEE, P.AGREEMENT_SEE, P.AGREEMENT_PREPARE, P.AGREEMENT_SIGN,
    P.AGREEMENT_TERMINATE, P.RECOVERY_OPEN, P.IDENTITY_SEE, P.IDENTITY_SUSPEND, P.OWN_IDENTITY, P.OWN_CONSENT,
    P.OWN_SESSIONS, P.INVOICE_SEE, P.CATALOGUE_SEE, P.GRANT_SEE, P.GRANT_WITHDRAW, P.MANDATE_SEE, P.MANDATE_WITHDRAW,
    P.MIGRATION_SEE, P.MIGRATION_DECIDE, P.MIGRATION_EXECUTE,
})  # fmt: skip


def where_to_first(actor: Any, permission: P) -> str:
    """The address that comes before the page asked for, "" when nothing does."""
    if permission in ALWAYS or actor.organisation is None or not actor.may(P.MIGRATION_SEE):
        return ""
    waiting = (
        Move.objects.for_actor(actor)
        .filter(state__in=OPEN, wave__isnull=False)
        .select_related("wave")
        .first()
    )
    if waiting is None or not must_move(waiting):
        return ""
    return reverse("migration_flow:timing", args=[actor.organisation.cvr])
