"""Loading the register: streamed, in batches, idempotent. The one writer of the register tables.

What a delta means for an organisation of the portal is written beside it, in the same transaction, and acted on
afterwards (actions/register_events.py)."""

import itertools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import structlog
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
NO_DOCUMENT = (ValueError, KeyError, TypeError, AttributeError)
Document = tuple[int, dict[str, Any], dict[str, Any]]
Rows = dict[str, tuple[RegisterCompany, list[RegisterParticipant], list[dict[str, Any]]]]
log = structlog.get_logger(__name__)


def load(path: Path) -> dict[str, int]:
    """Read a .jsonl file of register documents. Returns {"read", "changed", "rejected"}: a line that is no document of
    the shape is told in the log by its number and left out; the country's other companies go on."""
    counted = {"read": 0, "changed": 0, "rejected": 0}
    with path.open(encoding="utf-8") as lines:
        for batch in _batches((number, line) for number, line in enumerate(lines, 1) if line.strip()):
            counted["read"] += len(batch)
            rows, refused = _read(batch)
            changed, unreadable = _load_batch(rows)
            counted["changed"] += changed
            counted["rejected"] += refused + unreadable
    return counted


def _batches(rows: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    iterator = iter(rows)
    while batch := list(itertools.islice(iterator, BATCH)):
        yield batch


def _read(batch: list[tuple[int, str]]) -> tuple[dict[str, Document], int]:
    """CVR → (line, columns, document), the last of a number counting; and how many lines were none."""
    rows: dict[str, Document] = {}
    refused = 0
    for number, line in batch:
        try:
            document = json.loads(line)
            document = document.get("Vrvirksomhed", document)
            row = documents.company(document)
        except NO_DOCUMENT as error:
            refused += _reject(number, error)
        else:
            rows[row["cvr"]] = (number, row, document)
    return rows, refused


def _reject(number: int, error: Exception) -> int:
    """What is in the line may be a person's: it is not told."""
    log.warning("register_line_rejected", line=number, because=type(error).__name__)
    return 1


def _load_batch(rows: dict[str, Document]) -> tuple[int, int]:
    known = dict(RegisterCompany.objects.filter(pk__in=rows).values_list("pk", "digest"))
    changed: Rows = {}
    unreadable = 0
    for cvr, (number, row, document) in rows.items():
        if bytes(known.get(cvr) or b"") == row["digest"]:
            continue
        try:
            parts = _participants(cvr, document), list(documents.units(document))
        except NO_DOCUMENT as error:
            unreadable += _reject(number, error)
        else:
            changed[cvr] = (RegisterCompany(**row), *parts)
    if changed:
        with transaction.atomic():
            before = Before.of(changed.keys() & known.keys())
            _write(changed, known)
            note(before, changed)
    return len(changed), unreadable


def _write(changed: Rows, known: dict[str, Any]) -> None:
    RegisterCompany.objects.bulk_create(
        [company for company, _people, _units in changed.values()],
        update_conflicts=True, unique_fields=["cvr"], update_fields=_COLUMNS,
    )  # fmt: skip
    old = changed.keys() & known.keys()
    RegisterUnit.objects.filter(company__in=old).delete()
    RegisterParticipant.objects.filter(company__in=old).delete()
    _write_units(
        [RegisterUnit(company_id=cvr, **unit) for cvr, (_, _, units) in changed.items() for unit in units]
    )
    RegisterParticipant.objects.bulk_create(
        [each for _company, people, _units in changed.values() for each in people],
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
