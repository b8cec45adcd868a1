"""A user who is left takes rights and roles along; one who comes along after all has them decided anew."""

from typing import Any

from django.db import connection

from migration_flow.models import Move
from portal.core.actors import Actor

_LEAVE = """
UPDATE migration_flow_decision d SET choice = 'leave', change = '{"with": "user"}'::jsonb, decided_by = %s,
    decided_at = now(), version = d.version + 1
FROM migration_flow_decision e
WHERE d.move_id = %s AND d.item IN ('right', 'administrator') AND d.choice <> 'leave'
  AND e.move_id = d.move_id AND e.item = 'employee' AND e.rid = d.rid AND e.choice = 'leave'
"""
_ASK_AGAIN = """
UPDATE migration_flow_decision d SET choice = '', change = '{}'::jsonb, decided_by = '', decided_at = NULL,
    version = d.version + 1
FROM migration_flow_decision e
WHERE d.move_id = %s AND d.item IN ('right', 'administrator') AND d.change ? 'with'
  AND e.move_id = d.move_id AND e.item = 'employee' AND e.rid = d.rid AND e.choice NOT IN ('', 'leave')
"""


def follow_users(move: Move, actor: Actor, rids: list[str] | None = None) -> int:
    """Inside an action that decided about users (`rids`; None: many). Returns how many answers followed."""
    narrow, more = (" AND e.rid = ANY(%s)", [rids]) if rids is not None else ("", [])
    params: list[tuple[str, list[Any]]] = [(_LEAVE, [actor.label, move.pk]), (_ASK_AGAIN, [move.pk])]
    followed = 0
    with connection.cursor() as cursor:
        for sql, known in params:
            cursor.execute(sql + narrow, [*known, *more])
            followed += cursor.rowcount
    return followed
