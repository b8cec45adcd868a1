"""Staging: what the reader lets through into one table per file; what it rejects is kept encrypted beside it."""

from collections import Counter
from collections.abc import Iterable
from itertools import islice

from django.db import connection
from django.utils.timezone import localdate

from migration_flow.actions.importing.specs import BEFORE, SPECS
from migration_flow.models import Delivery, DeliveryFile, RejectedRow
from migration_flow.reader import Package, Part, Rejected, read_part
from portal.core import crypto

AT_A_TIME = 8  # blocks of a COPY: what is in memory does not grow with the file


def stage(delivery: Delivery, file: DeliveryFile, package: Package, number: int) -> dict[str, int]:
    """COPY one part of a file into its staging table. Returns the rows by code, and how many were read in all."""
    part, counted = part_of(delivery, file, number), Counter[str]()
    names = ", ".join(f'"{name.lower()}"' for name in (*BEFORE[file.name], *part.columns))
    into = f"COPY {SPECS[file.name].stage} ({names}) FROM STDIN (NULL '')"
    with connection.cursor() as cursor, package.open(file.name) as source:
        cursor.execute("SET LOCAL datestyle = 'ISO, DMY'")
        blocks = read_part(source, part)
        while some := list(islice(blocks, AT_A_TIME)):
            with cursor.copy(into) as copy:
                for batch in some:
                    copy.write(batch.copy)
            for batch in some:
                keep(file, batch.rejected)
                counted.update(batch.codes)
                counted["read"] += batch.kept + len(batch.rejected)
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
    while some := list(islice(rows, 1000)):
        RejectedRow.objects.bulk_create(some, ignore_conflicts=True)


def clear() -> None:
    """Empty all staging tables: they hold persons, and nobody needs them after the merge."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT legacy_clear_staging()")
