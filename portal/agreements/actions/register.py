"""Loading the register: streamed, in batches, idempotent. The one writer of the register tables."""

import itertools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from portal.agreements import register_documents as documents
from portal.agreements.models import RegisterCompany, RegisterParticipant, RegisterUnit
from portal.core import crypto, identifiers

BATCH = 2000
_COLUMNS = ("name", "form_code", "form_name", "status", "signing_rule", "street", "postcode", "city", "industry",
            "founded_on", "ceased_on", "updated_at", "digest")  # fmt: skip


def load(path: Path) -> dict[str, int]:
    """Read a .jsonl file of register documents. Returns {"read", "changed"}."""
    counted = {"read": 0, "changed": 0}
    with path.open(encoding="utf-8") as lines:
        for batch in _batches(json.loads(line) for line in lines if line.strip()):
            counted["read"] += len(batch)
            counted["changed"] += _load_batch(batch)
    return counted


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while batch := list(itertools.islice(iterator, BATCH)):
        yield [each.get("Vrvirksomhed", each) for each in batch]


def _load_batch(batch: list[dict[str, Any]]) -> int:
    rows = {row["cvr"]: (row, document) for document in batch for row in [documents.company(document)]}
    known = dict(RegisterCompany.objects.filter(pk__in=rows).values_list("pk", "digest"))
    changed = {cvr: pair for cvr, pair in rows.items() if bytes(known.get(cvr) or b"") != pair[0]["digest"]}
    with transaction.atomic():
        RegisterCompany.objects.bulk_create(
            [RegisterCompany(**row) for row, _ in changed.values()],
            update_conflicts=True, unique_fields=["cvr"], update_fields=_COLUMNS,
        )  # fmt: skip
        RegisterUnit.objects.filter(company__in=changed).delete()
        RegisterParticipant.objects.filter(company__in=changed).delete()
        RegisterUnit.objects.bulk_create(
            [RegisterUnit(company_id=cvr, **u) for cvr, (_, d) in changed.items() for u in documents.units(d)],
            update_conflicts=True, unique_fields=["p_number"], update_fields=["company", "ceased_on"],
        )  # fmt: skip
        RegisterParticipant.objects.bulk_create(
            [_participant(cvr, p) for cvr, (_, d) in changed.items() for p in documents.participants(d)],
            ignore_conflicts=True,
        )
    return len(changed)


def _participant(cvr: str, row: dict[str, Any]) -> RegisterParticipant:
    """The CPR number of the feed becomes its blind index and birth date before the row is made."""
    key = row.pop("key")
    known = (
        identifiers.parse_cpr(key, allow_substitute=settings.ALLOW_SUBSTITUTE_CPR)
        if row["is_person"]
        else None
    )
    return RegisterParticipant(
        company_id=cvr, **row, birth_date=known.birth_date if known else None,
        cpr_index=crypto.blind_index(known.digits, purpose="cpr") if known else None,
        participant_cvr=key if not row["is_person"] and identifiers.is_cvr(key) else "",
    )  # fmt: skip
