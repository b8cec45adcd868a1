"""Signatures that no longer count: the document changed, the signatory left the register, or too long went by."""

import datetime
from typing import Any

from django.utils import timezone

from portal.agreements import queries
from portal.agreements.events import ConnectionEvent as Event
from portal.agreements.lifecycle import CONNECTION
from portal.agreements.models import Connection, Signature
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission

LAPSE_AFTER = datetime.timedelta(days=30)


def lose_signatures(case: Connection, actor: Actor, because: str) -> int:
    """Inside an action: all standing signatures of the case lapse, each with its trace. Returns how many."""
    standing = queries.standing_signatures(case)
    for signature in standing:
        lose(signature, case, actor, because)
    return len(standing)


def drop_those_who_left(case: Connection, facts: dict[str, Any] | None, actor: Actor) -> int:
    """A signatory who has left the register since loses the signature, not the case. Returns how many did."""
    present = {each["key"] for each in (facts or {}).get("management", [])}
    gone = [each for each in queries.standing_signatures(case) if bytes(each.cpr_index).hex() not in present]
    for signature in gone:
        lose(signature, case, actor, "left_register")
    return len(gone)


def lose(signature: Signature, case: Connection, actor: Actor, because: str) -> None:
    signature.lost_at, signature.lost_because = timezone.now(), because
    signature.save(update_fields=["lost_at", "lost_because"])
    audit.record(Event.SIGNATURE_LOST, case, actor=actor, organisations=case.organisations(), name=signature.name,
                 because=because)  # fmt: skip


@action(Permission.SUPPORT_ACT)
def lapse_old(*, actor: Actor, limit: int = 100) -> int:
    """By the clock: what has waited 30 days for its last signature becomes a draft again; the answers stay. Returns how
    many cases did."""
    every = Connection.objects.across_organisations("by the clock").select_for_update(
        skip_locked=True, of=("self",)
    )
    old = every.filter(state=Connection.State.SIGNING, signing_since__lte=timezone.now() - LAPSE_AFTER)
    lapsed = list(old.select_related("started_by").order_by("signing_since")[:limit])
    for case in lapsed:
        lose_signatures(case, actor, "lapsed")
        CONNECTION.move(case, "lapse", actor=actor, version=case.version + 1)
    if not lapsed:
        audit.record_bulk("SELECT 1 WHERE false", [])
    return len(lapsed)
