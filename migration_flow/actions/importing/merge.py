"""Merging: staged rows are judged against each other and against what is there, set by set, and end accepted or
rejected, nothing between."""

from collections.abc import Iterator
from itertools import tee
from typing import Any

from django.db import connection

from migration_flow.actions.importing.specs import SPECS, Spec
from migration_flow.actions.importing.stage import keep
from migration_flow.models import Delivery, DeliveryFile, RejectedRow
from migration_flow.reader import Package, Rejected, raw_lines


def merge(delivery: Delivery, file: DeliveryFile, package: Package) -> dict[str, int]:
    """Judge, write, keep what was rejected, count. Returns {"accepted", "rejected"}."""
    spec = SPECS[file.name]
    _run("SET LOCAL work_mem = '256MB'")
    _run("SELECT legacy_analyse(%s)", spec.stage)
    _judge(spec)
    keep(file, _rejected(spec, file, package))
    first = _write(spec, delivery)
    if delivery.kind == "full" and not first:
        _close_missing(spec, delivery, file)
    accepted = _number(f"SELECT count(*) FROM {spec.stage} WHERE NOT rejected")
    rejected = RejectedRow.objects.filter(file=file).count()
    DeliveryFile.objects.filter(pk=file.pk).update(accepted=accepted, rejected=rejected)
    return {"accepted": accepted, "rejected": rejected}


def _run(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)


def _number(sql: str, *params: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return int(cursor.fetchone()[0])


def _judge(spec: Spec) -> None:
    """Mark what the rows tell together: R05 contradictions, W10 twins, R03 orphans, and the file's own."""
    keys = ", ".join(spec.keys.values())
    content = ", ".join(spec.own.values())
    _run(f"""
    UPDATE {spec.stage} t SET rejected = true, codes = t.codes || told.code::varchar
    FROM (
        SELECT line, CASE WHEN first <> last THEN 'R05' WHEN place > 1 THEN 'W10' END AS code FROM (
            SELECT s.line, row_number() OVER (same ORDER BY s.line) AS place,
                   min(ROW({content})::text) OVER same AS first, max(ROW({content})::text) OVER same AS last
            FROM {spec.stage} s WHERE NOT s.rejected AND ({keys}) IN (
                SELECT {keys} FROM {spec.stage} s WHERE NOT s.rejected GROUP BY {keys} HAVING count(*) > 1)
            WINDOW same AS (PARTITION BY {keys})
        ) doubles
    ) told WHERE t.line = told.line AND told.code IS NOT NULL
    """)
    orphans = (("R03", spec.orphan),) if spec.orphan else ()
    for code, condition in (*orphans, *spec.refuses):
        _run(f"UPDATE {spec.stage} s SET rejected = true, codes = s.codes || %s::varchar"
             f" WHERE NOT s.rejected AND {condition}", code)  # fmt: skip


def _rejected(spec: Spec, file: DeliveryFile, package: Package) -> Iterator[Rejected]:
    """What was marked, with its text read again from the file, in order."""
    encoding = file.encoding.removesuffix("-sig")
    with connection.chunked_cursor() as cursor, package.open(file.name) as source:
        cursor.execute(
            f"SELECT line, codes, {spec.keys['cvr']} FROM {spec.stage} s WHERE rejected ORDER BY line"
        )
        places, told = tee(cursor)
        lines = raw_lines(source, (place[0] for place in places))
        for (line, codes, cvr), (_, raw) in zip(told, lines, strict=True):
            yield Rejected(line, tuple(sorted(set(codes))), cvr, raw.decode(encoding, errors="replace"))


def _write(spec: Spec, delivery: Delivery) -> bool:
    """Accepted rows into their table. The first time, which is told, its indexes are built afterwards."""
    first = _number(f"SELECT count(*) FROM (SELECT 1 FROM {spec.table} LIMIT 1) found") == 0
    if first:
        _run("SET LOCAL maintenance_work_mem = '256MB'")
        _run("SELECT legacy_drop_indexes(%s)", spec.table)
    every = {**spec.keys, **spec.own, **spec.unseen}
    names = ", ".join(f'"{name}"' for name in every)
    codes = f"s.codes || {spec.told}" if spec.told else "s.codes"
    _run(f"""
    INSERT INTO {spec.table} AS t ({names}, delivery, line, findings)
    SELECT {", ".join(every.values())}, %s, s.line, {codes} FROM {spec.stage} s {spec.joins} WHERE NOT s.rejected
    {"" if first else _replacing(spec)}
    """, delivery.sequence)  # fmt: skip
    if first:
        _run("SELECT legacy_build_indexes(%s)", spec.table)
    return first


def _replacing(spec: Spec) -> str:
    """A row with the same key is replaced; an equal one is left untouched."""
    changes = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in
                        (*spec.own, *spec.unseen, "delivery", "line", "findings"))  # fmt: skip
    before = ", ".join(f't."{name}"' for name in spec.own)
    after = ", ".join(f'EXCLUDED."{name}"' for name in spec.own)
    keys = ", ".join(f'"{name}"' for name in spec.keys)
    return (f"ON CONFLICT ({keys}) DO UPDATE SET {changes}, gone_since = NULL"
            f" WHERE ROW({before}) IS DISTINCT FROM ROW({after}) OR t.gone_since IS NOT NULL")  # fmt: skip


def _close_missing(spec: Spec, delivery: Delivery, file: DeliveryFile) -> None:
    """A full delivery closes what it no longer names. Companies of which a row was rejected are left alone: nobody
    knows which of their rows that was."""
    same = " AND ".join(f'{staged} = t."{name}"' for name, staged in spec.keys.items())
    _run(f"""
    UPDATE {spec.table} t SET gone_since = %s, delivery = %s
    WHERE t.gone_since IS NULL AND t.delivery < %s AND NOT EXISTS (SELECT 1 FROM {spec.stage} s WHERE {same})
      AND t.cvr NOT IN (SELECT cvr FROM migration_flow_rejectedrow WHERE file_id = %s)
    """, *[delivery.sequence] * 3, file.pk)  # fmt: skip
