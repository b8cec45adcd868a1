"""The retention job: every night, class by class, with a report of what went."""

import datetime
import uuid
from typing import Any

from django.utils import timezone

from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.models import AuditEntry, AuditPayload, Job
from portal.core.permissions import Permission
from portal.web.oversight.classes import CLASSES, DataClass
from portal.web.oversight.events import OversightEvent

PIECE = 5000
PIECES = 200


@action(Permission.SUPPORT_SUPERVISE)
def remove_class(*, actor: Actor, name: str, now: datetime.datetime) -> int:
    """Take away a piece of what this class no longer allows to be kept. Returns how many things went."""
    one = next(each for each in CLASSES if each.name == name)
    before = now - one.kept
    number = one.remove(before, PIECE) if one.remove else 0
    told: dict[str, Any] = {"name": one.name, "number": number, "before": before.isoformat()}
    audit.record(OversightEvent.REMOVED, Job(pk=uuid.UUID(int=0)), actor=actor, organisations=[], **told)
    return number


def run(now: datetime.datetime | None = None) -> dict[str, int]:
    """Every class in pieces, each piece a transaction of its own. Returns class → how many went."""
    actor, now = Actor.system("retention"), now or timezone.now()
    return {each.name: _all_of(each, actor, now) for each in CLASSES if each.remove}


def _all_of(each: DataClass, actor: Actor, now: datetime.datetime) -> int:
    gone = 0
    for _piece in range(PIECES):
        number = remove_class(actor=actor, name=each.name, now=now)
        gone += number
        if number < PIECE:
            break
    return gone


def report(most: int = 100) -> list[dict[str, object]]:
    """The newest removals: {"at", "name", "number", "before"}, newest first; runs that removed nothing included."""
    rows = AuditEntry.objects.across_organisations("the report of the retention job")
    found = list(rows.filter(subject_type="core.job", subject_id=str(uuid.UUID(int=0)),
                             event=OversightEvent.REMOVED).order_by("-at")[:most])  # fmt: skip
    payloads = AuditPayload.objects.in_bulk([row.pk for row in found])
    return [{"at": row.at, **payloads[row.pk].data} for row in found if row.pk in payloads]
