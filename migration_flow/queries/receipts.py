"""What a move gave, against what the legacy system knew: the facts behind the access receipt."""

from typing import Any

from django.db import connection

from migration_flow.models import Decision, Move
from portal.core.permissions import Level
from rights.queries.decision import Question, decide

O = Decision.Outcome  # noqa: E741 - read beside the rows
SLICE = 5000
_SLICES = """
SELECT max(id), count(*) FROM (
    SELECT id, (row_number() OVER (ORDER BY id) - 1) / %s AS slice
    FROM migration_flow_decision WHERE move_id = %s AND item = 'right'
) s GROUP BY slice ORDER BY slice
"""
# The limit as the decision is asked about it; what has run out since it was decided stays behind by its own date.
_ASKED = """
SELECT d.id, d.choice = 'leave' OR COALESCE(l.expires_on < current_date, false) AS stays, r.key,
       CASE WHEN m.choice = 'merge' THEN m.change->>'into' ELSE l.rid END,
       CASE l.scope_type WHEN 'P' THEN 'p' WHEN 'SE' THEN 'se' ELSE '' END,
       CASE WHEN l.scope_type IN ('P', 'SE') THEN l.scope_value ELSE '' END
FROM migration_flow_decision d JOIN migration_flow_legacyright l ON l.id = d.legacy_id
LEFT JOIN rights_right r ON r.legacy_service = l.service AND r.legacy_right = l.right AND r.retired_at IS NULL
LEFT JOIN migration_flow_decision m ON m.move_id = d.move_id AND m.item = 'employee' AND m.rid = d.rid
WHERE d.move_id = %s AND d.item = 'right' AND d.id > %s AND d.id <= %s
"""
_COUNTS = """
SELECT d.item, d.outcome, count(*) FROM migration_flow_decision d
WHERE d.move_id = %s AND d.item IN ('right', 'mandate') GROUP BY 1, 2
"""


def slices(move: Move) -> list[tuple[int, int, int]]:
    """(after, up to, how many): the move's decisions on rights in pieces of SLICE, by id."""
    with connection.cursor() as cursor:
        cursor.execute(_SLICES, [SLICE, move.pk])
        rows = cursor.fetchall()
    return [(rows[n - 1][0] if n else 0, upto, count) for n, (upto, count) in enumerate(rows)]


def outcomes_of_rights(move: Move, after: int, upto: int) -> dict[int, str]:
    """Decision id → outcome. Every right that was to come along is asked of the rights decision itself, as a service
    would by RID; at the highest level, for how somebody logs in is not what is moved."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [move.pk, after, upto])
        rows = cursor.fetchall()
    found = {row[0]: str(O.LEFT) for row in rows if row[1]}
    asked = [row for row in rows if not row[1]]
    for start in range(0, len(asked), 1000):
        part = asked[start : start + 1000]
        found |= {
            row[0]: str(O.YES if yes else O.MISSING)
            for row, yes in zip(part, _granted(move, part), strict=True)
        }
    return found


def _granted(move: Move, rows: list[Any]) -> list[bool]:
    questions = [
        Question(right=key or "", cvr=move.cvr, rid=rid, limit_type=kind, limit_value=value, level=Level.HIGH)
        for _id, _stays, key, rid, kind, value in rows
    ]
    return [each.granted for each in decide(questions)]


def counts(move: Move) -> dict[str, dict[str, int]]:
    """Item → outcome → how many."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [move.pk])
        found: dict[str, dict[str, int]] = {"right": {}, "mandate": {}}
        for item, outcome, n in cursor.fetchall():
            found[item][outcome] = n
    return {item: {str(each): told.get(each, 0) for each in O.values} for item, told in found.items()}
