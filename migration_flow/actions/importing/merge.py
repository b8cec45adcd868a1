"""Merging: every staged row is judged by one statement per file and ends accepted or rejected, nothing between."""

from typing import Any

from django.db import connection

from migration_flow.actions.importing.specs import SPECS, Spec
from migration_flow.actions.importing.stage import table_of
from migration_flow.models import Delivery, DeliveryFile, RejectedRow
from migration_flow.reader import Package
from portal.core import crypto


def merge(delivery: Delivery, file: DeliveryFile, package: Package) -> dict[str, int]:
    """Judge, insert, keep what was rejected, count. Returns {"accepted", "rejected"}."""
    spec = SPECS[file.name]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('delivery.made_on', %s, true)", [f"{delivery.made_at:%Y-%m-%d}"])
        cursor.execute("DROP TABLE IF EXISTS judged")
        cursor.execute(_judged(spec), [])
        cursor.execute("ANALYZE judged")
        cursor.execute(f"SELECT count(*) FROM judged WHERE {_ACCEPTED}")  # noqa: S608
        accepted = int(cursor.fetchone()[0])
        cursor.execute(_insert(spec), [delivery.sequence])
        cursor.execute(f"SELECT line, at, size, codes, cvr FROM judged WHERE NOT {_ACCEPTED} ORDER BY line")  # noqa: S608
        rejected = _keep(cursor.fetchall(), file, package)
    DeliveryFile.objects.filter(pk=file.pk).update(accepted=accepted, rejected=rejected)
    return {"accepted": accepted, "rejected": rejected}


_ACCEPTED = "NOT EXISTS (SELECT 1 FROM unnest(codes) code WHERE left(code, 1) = 'R' OR code = 'W10')"


def _judged(spec: Spec) -> str:
    """A temporary table of all staged rows with all their codes; twins and contradictions are found by windows."""
    checks = ", ".join(f"CASE WHEN {condition} THEN '{code}' END" for code, condition in spec.checks)
    key = ", ".join(f"s.{column}" for column in spec.key)
    content = ", ".join(f"s.{column}" for column in spec.compared)
    carried = ", ".join(f"q.{column}" for column in spec.carried)
    return f"""
    CREATE TEMP TABLE judged ON COMMIT DROP AS
    SELECT q.line, q.at, q.size, q.cvr, {carried}, q.found
        || CASE WHEN 'R01' = ANY (q.found) THEN ARRAY[]::text[]
                WHEN q.first <> q.last THEN ARRAY['R05']
                WHEN q.place > 1 THEN ARRAY['W10'] ELSE ARRAY[]::text[] END AS codes
    FROM (
        SELECT s.*, {spec.cvr} AS cvr, s.codes || array_remove(ARRAY[{checks}]::text[], NULL) AS found,
               row_number() OVER (same ORDER BY s.line) AS place,
               min(md5(ROW({content})::text)) OVER same AS first, max(md5(ROW({content})::text)) OVER same AS last
        FROM {table_of(spec.name)} s {spec.joins}
        WINDOW same AS (PARTITION BY {key})
    ) q
    """  # noqa: S608 - everything named here stands in specs


def _insert(spec: Spec) -> str:
    """Accepted rows, new or replacing the row with their key; an equal one is left untouched."""
    every = (*spec.columns, *spec.silent)
    names = ", ".join(f'"{name}"' for name, _ in every)
    values = ", ".join(expression for _, expression in every)
    changed = [*(name for name, _ in (*spec.own, *spec.silent)), "delivery", "line", "findings"]
    changes = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in changed)
    before = ", ".join(f't."{name}"' for name in (*(n for n, _ in spec.own), "findings"))
    after = ", ".join(f'EXCLUDED."{name}"' for name in (*(n for n, _ in spec.own), "findings"))
    return f"""
    INSERT INTO {spec.table} AS t ({names}, delivery, line, findings)
    SELECT {values}, %s, j.line,
           COALESCE((SELECT array_agg(DISTINCT code ORDER BY code) FROM unnest(j.codes) code), ARRAY[]::varchar[])
    FROM judged j WHERE {_ACCEPTED.replace("codes", "j.codes")}
    ON CONFLICT ({", ".join(spec.unique)}) DO UPDATE SET {changes}, gone_since = NULL
    WHERE ROW({before}) IS DISTINCT FROM ROW({after}) OR t.gone_since IS NOT NULL
    """  # noqa: S608


def _keep(rows: list[Any], file: DeliveryFile, package: Package) -> int:
    """Keep each rejected row with its text, encrypted: it may hold a CPR number anywhere."""
    kept = []
    with package.open(file.name) as source:
        for line, at, size, codes, cvr in rows:
            source.seek(at)
            raw = source.read(min(size, 1_000_000)).rstrip(b"\r\n")
            text = raw.decode(file.encoding, errors="replace")
            kept.append(RejectedRow(file=file, line=line, codes=sorted(set(codes)), cvr=(cvr or "")[:8],
                                    raw=crypto.encrypt(text, purpose="rejected_row")))  # fmt: skip
    RejectedRow.objects.filter(file=file).delete()
    RejectedRow.objects.bulk_create(kept, batch_size=1000)
    return len(kept)
