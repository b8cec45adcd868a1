"""Loading the register: streamed, in batches, idempotent. The one writer of the register tables.

What a delta means for an organisation of the portal is written beside it, in the same transaction, and acted on
afterwards (actions/register_events.py)."""

import itertools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from portal.agreements import register_documents as documents
from portal.agreements.actions.deltas import Before, note
from portal.agreements.models import RegisterCompany, RegisterParticipant, RegisterUnit
from portal.core import crypto, identifiers

BATCH = 2000
_COLUMNS = ("name", "form_code", "form_name", "status", "signing_rule", "street", "postcode", "city", "industry",
            "founded_on", "ceased_on", "email", "converted_from", "merger_unit", "merger_part", "updated_at",
            "digest")  # fmt: skip
Rows = dict[str, tuple[RegisterCompany, list[RegisterParticipant], dict[str, Any]]]


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
    changed: Rows = {
        cvr: (RegisterCompany(**row), _participants(cvr, document), document)
        for cvr, (row, document) in rows.items()
        if bytes(known.get(cvr) or b"") != row["digest"]
    }
    if changed:
        with transaction.atomic():
            before = Before.of(changed.keys() & known.keys())
            _write(changed, known)
            note(before, changed)
    return len(changed)


def _write(changed: Rows, known: dict[str, Any]) -> None:
    RegisterCompany.objects.bulk_create(
        [company for company, _participants, _document in changed.values()],
        update_conflicts=True, unique_fields=["cvr"], update_fields=_COLUMNS,
    )  # fmt: skip
    old = changed.keys() & known.keys()
    RegisterUnit.objects.filter(company__in=old).delete()
    RegisterParticipant.objects.filter(company__in=old).delete()
    _write_units(
        [RegisterUnit(company_id=cvr, **u) for cvr, (_, _, d) in changed.items() for u in documents.units(d)]
    )
    RegisterParticipant.objects.bulk_create(
        [each for _company, participants, _document in changed.values() for each in participants],
        ignore_conflicts=True,
    )


def _write_units(rows: list[RegisterUnit]) -> None:
    """A unit that changes hands stands in two documents: it is whose it is open with, in whatever order they come."""
    living = {row.p_number: row for row in rows if row.ceased_on is None}
    ceased = {row.p_number: row for row in rows if row.p_number not in living}
    RegisterUnit.objects.bulk_create(living.values(), update_conflicts=True, unique_fields=["p_number"],
                                     update_fields=["company", "ceased_on"])  # fmt: skip
    RegisterUnit.objects.bulk_create(ceased.values(), ignore_conflicts=True)


def _participants(cvr: str, document: dict[str, Any]) -> list[RegisterParticipant]:
    return [_participant(cvr, row) for row in documents.participants(document)]


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
