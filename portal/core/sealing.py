"""The seals over the trail: one chain per organisation, verified without the words that may be forgotten.

The chain covers each entry's columns and its commitment; the payload is tied to the commitment by a salt that is
erased with it. Sealing is one statement per batch, run by one sealer at a time.
"""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL

from portal.core.models import AuditEntry, AuditPayload, AuditSeal, AuditWatermark

NO_ORGANISATION = uuid.UUID(int=0)
_LOCK = 0x7365616C  # "seal"
START = bytes(32)


def canonical(entry: AuditEntry) -> bytes:
    """The bytes a seal covers; changing any column of the entry changes them."""
    parts = [str(entry.pk), str(entry.act), entry.at.astimezone(UTC).isoformat(), entry.event, entry.actor_kind, entry.actor_id,
             entry.subject_type, entry.subject_id, str(entry.organisation), entry.request_id,
             bytes(entry.commitment).hex()]  # fmt: skip
    return "\x1f".join(parts).encode()


def seal(batch: int = 5000) -> int:
    """Seal what is unsealed, oldest first. Returns how many entries were sealed; 0 while another sealer works."""
    total = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            if not cursor.fetchone()[0]:
                return total
            sealed = _seal_batch(batch)
        total += sealed
        if sealed < batch:
            return total


def _unsealed(batch: int, mark: AuditWatermark) -> list[AuditEntry]:
    """The next entries after the watermark, up to the oldest transaction still running."""
    after = Q(xid__gt=mark.xid) | Q(xid=mark.xid, id__gt=mark.entry_id or NO_ORGANISATION)
    settled = Q(xid__lt=RawSQL("(pg_snapshot_xmin(pg_current_snapshot())::text)::bigint", []))
    return list(
        AuditEntry.objects.across_organisations("sealer")
        .filter(after & settled, xid__gte=mark.xid)
        .order_by("xid", "id")[:batch]
    )


def _seal_batch(batch: int) -> int:
    mark, _ = AuditWatermark.objects.get_or_create(pk=1)
    entries = _unsealed(batch, mark)
    tips = _tips({entry.organisation or NO_ORGANISATION for entry in entries})
    seals = []
    for entry in entries:
        chain = entry.organisation or NO_ORGANISATION
        sequence, previous = tips.get(chain, (0, START))
        digest = hashlib.sha256(previous + canonical(entry)).digest()
        tips[chain] = (sequence + 1, digest)
        seals.append(AuditSeal(entry_id=entry.pk, chain=chain, sequence=sequence + 1, hash=digest))
    AuditSeal.objects.bulk_create(seals, batch_size=1000)
    if entries:
        AuditWatermark.objects.filter(pk=1).update(xid=entries[-1].xid, entry_id=entries[-1].pk)
    return len(seals)


def _tips(chains: set[uuid.UUID]) -> dict[uuid.UUID, tuple[int, bytes]]:
    rows = AuditSeal.objects.filter(chain__in=chains).order_by("chain", "-sequence").distinct("chain")
    return {row.chain: (row.sequence, bytes(row.hash)) for row in rows}


@dataclass
class Verdict:
    """What `verify` found: how many entries hold, how many wait for the sealer, and what is wrong."""

    sealed: int = 0
    unsealed: int = 0
    erased: int = 0
    faults: list[str] = field(default_factory=list)


def verify(chain: uuid.UUID | None = None) -> Verdict:
    """Recompute every chain (or one) and every commitment that still has its payload."""
    verdict = Verdict()
    chains = [chain] if chain else list(AuditSeal.objects.values_list("chain", flat=True).distinct())
    for each in chains:
        _verify_chain(each, verdict)
    entries = AuditEntry.objects.across_organisations("verification")
    if chain:
        entries = entries.filter(organisation=None if chain == NO_ORGANISATION else chain)
    verdict.unsealed = entries.count() - verdict.sealed
    return verdict


def _verify_chain(chain: uuid.UUID, verdict: Verdict) -> None:
    previous, expected = START, 1
    for seal_row, entry, payload in _links(chain):
        if seal_row.sequence != expected:
            verdict.faults.append(f"{chain}: {expected} is missing")
        if entry is None:
            verdict.faults.append(f"{chain}: entry {seal_row.entry_id} is gone")
            return
        digest = hashlib.sha256(previous + canonical(entry)).digest()
        if digest != bytes(seal_row.hash):
            verdict.faults.append(f"{chain}: entry {entry.pk} was changed")
        if payload is None:
            verdict.erased += 1
        previous, expected = bytes(seal_row.hash), seal_row.sequence + 1
        verdict.sealed += 1
    verdict.faults += [f"{chain}: the payload of {pk} was changed" for pk in _broken_commitments(chain)]


def _links(chain: uuid.UUID) -> Iterator[tuple[AuditSeal, AuditEntry | None, AuditPayload | None]]:
    last = 0
    while seals := list(AuditSeal.objects.filter(chain=chain, sequence__gt=last).order_by("sequence")[:2000]):
        ids = [each.entry_id for each in seals]
        entries, payloads = (
            AuditEntry.objects.across_organisations("verification").in_bulk(ids),
            AuditPayload.objects.in_bulk(ids),
        )
        for each in seals:
            yield each, entries.get(each.entry_id), payloads.get(each.entry_id)
        last = seals[-1].sequence


def _broken_commitments(chain: uuid.UUID) -> list[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id FROM core_auditseal s JOIN core_auditentry e ON e.id = s.entry_id"
            " JOIN core_auditpayload p ON p.entry_id = e.id"
            " WHERE s.chain = %s AND e.commitment <> sha256(p.salt || convert_to(p.data::text, 'UTF8'))",
            [chain],
        )
        return [row[0] for row in cursor.fetchall()]
