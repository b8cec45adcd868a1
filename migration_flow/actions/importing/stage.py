"""Staging: what the reader lets through into one table per file; what it rejects is kept encrypted beside it."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection
from django.utils.timezone import localdate

from migration_flow.actions.importing.specs import BEFORE, SPECS
from migration_flow.models import Delivery, DeliveryFile, RejectedRow
from migration_flow.reader import Package, Part, Rejected, read_part
from portal.core import crypto


def stage(delivery: Delivery, file: DeliveryFile, package: Package, number: int) -> dict[str, int]:
    """COPY one part of a file into its staging table. Returns the rows by code, and how many were read in all."""
    part, rejected, counted = part_of(delivery, file, number), [], Counter[str]()
    names = ", ".join(f'"{name.lower()}"' for name in (*BEFORE[file.name], *part.columns))
    with connection.cursor() as cursor, package.open(file.name) as source:
        cursor.execute("SET LOCAL datestyle = 'ISO, DMY'")
        with cursor.copy(f"COPY {SPECS[file.name].stage} ({names}) FROM STDIN (NULL '')") as copy:
            for batch in read_part(source, part):
                copy.write(batch.copy)
                rejected += batch.rejected
                counted.update(batch.codes)
                counted["read"] += batch.kept + len(batch.rejected)
    keep(file, rejected)
    return counted


def part_of(delivery: Delivery, file: DeliveryFile, number: int) -> Part:
    start, first = file.parts[number]
    end = file.parts[number + 1][0] if number + 1 < len(file.parts) else file.ends_at
    made_on = localdate(delivery.made_at)
    return Part(file.name, file.encoding, tuple(file.columns), made_on, start, end, first)


def keep(file: DeliveryFile, rejected: Iterable[Rejected]) -> None:
    """Each rejected row once, with its text encrypted: it may hold a CPR number anywhere."""
    rows = (
        RejectedRow(file=file, line=each.line, codes=list(each.codes), cvr=each.cvr,
                    raw=crypto.encrypt(each.raw, purpose="rejected_row"))
        for each in rejected
    )  # fmt: skip
    RejectedRow.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


def clear() -> None:
    """Empty all staging tables: they hold persons, and nobody needs them after the merge."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT legacy_clear_staging()")
