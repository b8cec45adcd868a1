"""Reading the trail: the organisation's, one's own, and what support has looked up about a person."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from identities.models import Identity
from portal.agreements.models import Organisation
from portal.core.models import AuditEntry, AuditPayload
from portal.core.sentences import sentence
from portal.web.cases.models import Case

PIECE = 1000
AREAS = {
    "agreements": ("agreements.",),
    "people": ("identities.identity.", "identities.activation.", "identities.role.", "identities.authenticator.",
               "identities.consent.", "identities.bulk.", "identities.support.", "identities.access_request."),
    "billing": ("identities.billing.",),
    "rights": ("rights.",),
    "mandates": ("mandates.",),
    "migration": ("migration_flow.",),
    "support": ("web.support.", "web.case.", "identities.support."),
}  # fmt: skip


def filtered(rows: QuerySet[AuditEntry], told: dict[str, Any]) -> QuerySet[AuditEntry]:
    """`told`: area (a key of AREAS), who (an actor kind), since and until (days, both included); each may be
    missing."""
    if prefixes := AREAS.get(told.get("area") or ""):
        wanted = Q()
        for prefix in prefixes:
            wanted |= Q(event__startswith=prefix)
        rows = rows.filter(wanted)
    if told.get("who"):
        rows = rows.filter(actor_kind=told["who"])
    if told.get("since"):
        rows = rows.filter(at__gte=_midnight(told["since"]))
    if told.get("until"):
        rows = rows.filter(at__lt=_midnight(told["until"] + datetime.timedelta(days=1)))
    return rows


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def with_words(rows: list[Any]) -> list[Any]:
    """Each entry with its sentence and, while they are kept, its words."""
    payloads = AuditPayload.objects.in_bulk([row.pk for row in rows])
    for row in rows:
        row.payload = payloads[row.pk].data if row.pk in payloads else None
        row.sentence = sentence(row.event)
    return rows


def lines(rows: QuerySet[AuditEntry]) -> Iterator[tuple[Any, ...]]:
    """(moment, sentence, by, reason, event, subject) of every entry, newest first, some thousand at a time."""
    piece: list[Any] = []
    for row in rows.order_by("-at", "-pk").iterator(chunk_size=PIECE):
        piece.append(row)
        if len(piece) == PIECE:
            yield from map(_line, with_words(piece))
            piece = []
    yield from map(_line, with_words(piece))


def _line(row: Any) -> tuple[Any, ...]:
    words = row.payload or {}
    return (row.at, row.sentence, words.get("by", ""), words.get("reason", ""), row.event,
            f"{row.subject_type}:{row.subject_id}")  # fmt: skip


def own_activity(user: Any) -> QuerySet[AuditEntry]:
    """What this person has done, in every organisation, by their own hand."""
    rows = AuditEntry.objects.across_organisations("a person's own acts, shown to them alone")
    mine = [f"identity:{pk}" for pk in _identities(user)]
    return rows.filter(actor_id__in=[f"user:{user.pk}", *mine])


def looked_up(user: Any, most: int = 200) -> list[Any]:
    """When support looked this person up or read their cases, and why; newest first. Not which agent it was."""
    identities = {str(pk): name for pk, name in _identities(user).items()}
    cases = [str(pk) for pk in Case.objects.for_person(user).values_list("pk", flat=True)]
    rows = AuditEntry.objects.across_organisations("look-ups of a person, shown to them alone")
    rows = rows.filter(
        Q(subject_type="identities.identity", subject_id__in=list(identities))
        | Q(subject_type="web.case", subject_id__in=cases),
        actor_kind="staff",
    )
    found = with_words(list(rows.order_by("-at", "-pk")[:most]))
    names = dict(Organisation.objects.across_organisations("names of a person's own employers").filter(
        pk__in={row.organisation for row in found}).values_list("pk", "name"))  # fmt: skip
    for row in found:
        row.organisation_name = names.get(row.organisation, "")
    return found


def _identities(user: Any) -> dict[Any, str]:
    return dict(Identity.objects.for_person(user).values_list("pk", "name"))
