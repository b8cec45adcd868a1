"""Support answers what the recount proposed to give back."""

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.support import opened, reasoned
from identities.events import BillingEvent
from identities.models import CreditNote
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission


@action(Permission.SUPPORT_CREDIT)
def answer_credit_note(*, actor: Actor, note: CreditNote, approved: bool, reason: str) -> CreditNote:
    """Approve or reject a proposed credit note with a typed reason; approved ones go on the next invoice."""
    opened(actor, note.organisation_id)
    actor = reasoned(actor, reason)
    rows = CreditNote.objects.across_organisations("of a note support has opened")
    current = rows.select_for_update(of=("self",)).select_related("organisation").get(pk=note.pk)
    if current.state != CreditNote.State.PROPOSED:
        raise RuleBroken(_("Kreditnotaen er allerede besvaret. Intet er ændret."))
    current.state = CreditNote.State.APPROVED if approved else CreditNote.State.REJECTED
    current.answered_at, current.answered_by = timezone.now(), actor.stable_id
    current.save(update_fields=["state", "answered_at", "answered_by"])
    event = BillingEvent.CREDITED if approved else BillingEvent.CREDIT_REJECTED
    audit.record(
        event, current, actor=actor, organisations=[current.organisation], charge=str(current.charge_id)
    )
    return current
