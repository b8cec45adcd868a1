"""The segment of one company, or of every company the plan does not know yet."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from migration_flow.rules.segments import SEVERAL, one_signs_alone, segment_sql

_PERSON = "COALESCE(encode(e.cpr_index, 'hex'), NULLIF(e.person_key, ''))"
_SHARED = f"""
SELECT DISTINCT cvr FROM (
    SELECT a.cvr, count(*) OVER (PARTITION BY a.person) AS companies FROM (
        SELECT DISTINCT b.cvr, {_PERSON} AS person FROM migration_flow_legacyadministrator b
        JOIN migration_flow_legacyemployee e ON e.cvr = b.cvr AND e.rid = b.rid WHERE {_PERSON} IS NOT NULL) a
) k WHERE companies >= {SEVERAL}
"""  # noqa: S608 - constants of this module
NOBODY = "SELECT NULL::text AS cvr WHERE false"
_UNPLANNED = "c.gone_since IS NULL AND NOT EXISTS (SELECT 1 FROM migration_flow_move x WHERE x.cvr = c.cvr)"


def select_segments(*, where: str, shared: str = _SHARED) -> str:
    """SELECT (cvr, name, segment). Parameters: three arrays of `signing_texts`, then those of `where`.

    Who administers several companies is only looked for where every company is: it reads the whole country."""
    return f"""
    SELECT c.cvr, c.name, {segment_sql()} AS segment
    FROM migration_flow_legacycompany c
    LEFT JOIN agreements_registercompany r ON r.cvr = c.cvr
    LEFT JOIN unnest(%s::text[], %s::int[], %s::bool[]) AS s(rule, form, alone)
           ON s.rule = r.signing_rule AND s.form = r.form_code
    LEFT JOIN ({shared}) m ON m.cvr = c.cvr
    CROSS JOIN LATERAL (SELECT count(*) AS n FROM migration_flow_legacyemployee e
                        WHERE e.cvr = c.cvr AND e.status = 'AKTIV') p
    WHERE {where}
    """  # noqa: S608 - constants of this module and of rules.segments


def signing_texts(cvr: str = "") -> list[list[Any]]:
    """Columns (text, form, one signs alone) of the register's distinct signing rules: a few thousand in the country."""
    sql, params = "SELECT DISTINCT signing_rule, form_code FROM agreements_registercompany", []
    if cvr:
        sql, params = f"{sql} WHERE cvr = %s", [cvr]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: Sequence[Any] = cursor.fetchall()
    return [[r[0] for r in rows], [r[1] for r in rows], [one_signs_alone(*r) for r in rows]]


def segment_of(cvr: str) -> str:
    """The segment of one legacy company; raises IndexError for a CVR the legacy system does not know."""
    with connection.cursor() as cursor:
        cursor.execute(select_segments(where="c.cvr = %s", shared=NOBODY), [*signing_texts(cvr), cvr])
        return str(cursor.fetchall()[0][2])


def select_unplanned() -> str:
    """SELECT (cvr, name, segment) of every company without a place in the plan."""
    return select_segments(where=_UNPLANNED)
