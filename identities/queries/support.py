"""What waits for support, in the organisations an agent has opened."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from identities.models import CreditNote, SupportProposal

WHY = "support desk, narrowed to what the agent has opened"


def open_proposals(organisations: Iterable[Any]) -> QuerySet[SupportProposal]:
    """Proposals to suspend or let in again that wait for a second agent, oldest first."""
    rows = SupportProposal.objects.across_organisations(WHY).filter(state=SupportProposal.State.OPEN)
    found = rows.filter(identity__organisation__in=list(organisations))
    return found.select_related("identity__organisation").order_by("proposed_at", "pk")


def proposed_credit_notes(organisations: Iterable[Any]) -> QuerySet[CreditNote]:
    """Credit notes that wait for a supervisor, oldest first."""
    rows = CreditNote.objects.across_organisations(WHY).filter(state=CreditNote.State.PROPOSED)
    found = rows.filter(organisation__in=list(organisations))
    return found.select_related("organisation", "charge").order_by("proposed_at", "pk")
