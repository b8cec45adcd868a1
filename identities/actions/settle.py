"""After a merge: the person counts once, from when the first of the two was counted."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone

from identities.events import BillingEvent
from identities.models import CreditNote
from identities.queries.recounting import surplus_of
from portal.core import audit
from portal.core.actors import Actor


def settle(organisation: Any, identities: Collection[Any], *, actor: Actor) -> list[CreditNote]:
    """Inside an action: credit at once what these identities were charged too much; the rule leaves no
    choice, so nobody has to approve it. What the merge changes for others is left to the nightly
    recount."""
    found = []
    for _organisation, who, charge in surplus_of(organisation):
        if who not in identities:
            continue
        note = CreditNote.objects.create(
            organisation=organisation,
            charge_id=charge,
            reason="merged: the person counts once",
            state=CreditNote.State.APPROVED,
            answered_at=timezone.now(),
            answered_by=actor.stable_id,
        )
        audit.record(
            BillingEvent.CREDITED, note, actor=actor, organisations=[organisation], charge=str(charge)
        )
        found.append(note)
    return found
