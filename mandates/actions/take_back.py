"""A company's move is undone: what it carried over is as if it had never been, except where the other side answered."""

from typing import Any

from django.db import connection

from mandates.events import MandateEvent
from portal.core import audit
from portal.core.actors import Actor
from rights.actions.take_back import take_back_powers

# In force only because it was carried over. What either side has ended, and what both have said yes to, is a fact of
# its own and stands.
_BARE = """
SELECT m.id FROM mandates_mandate m
WHERE m.grantor_id = %s AND m.basis = 'carried_over' AND m.state IN ('active', 'suspended')
  AND NOT EXISTS (SELECT 1 FROM mandates_mandate r WHERE r.replaces_id = m.id OR r.parent_id = m.id)
FOR UPDATE OF m
"""
_TRACE = """
SELECT %s, 'mandates.mandate', m.id::text, p.party,
       jsonb_build_object('number', m.number, 'grantor', m.grantor_name, 'grantee', m.grantee_name)
FROM mandates_mandate m CROSS JOIN LATERAL (VALUES (m.grantor_id), (m.grantee_id)) AS p(party) WHERE m.id = ANY(%s)
"""
_ANSWERS = """
SELECT legacy_key, grantee_consented_at, grantee_consented_by FROM mandates_mandate
WHERE id = ANY(%s) AND grantee_consented_at IS NOT NULL
"""
_AGAIN = """
UPDATE mandates_mandate m SET grantee_consented_at = a.at, grantee_consented_by = a.by
FROM unnest(%s::text[], %s::timestamptz[], %s::text[]) AS a(key, at, by)
WHERE m.legacy_key = a.key AND m.basis = 'carried_over' AND m.grantee_consented_at IS NULL
"""


def take_back_carried(*, actor: Actor, grantor: Any, given_by: str) -> dict[str, Any]:
    """Delete what the grantor's move carried over, inside the action that undoes it; both sides are traced. Returns
    {"mandates": how many, "answers": [[key, when, who] of receivers who had said yes]}."""
    with connection.cursor() as cursor:
        cursor.execute(_BARE, [grantor.pk])
        ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return {"mandates": 0, "answers": []}
        cursor.execute(_ANSWERS, [ids])
        answers = [[key, at.isoformat(), by] for key, at, by in cursor.fetchall()]
        audit.bulk_trace(
            _TRACE, [MandateEvent.CARRY_OVER_UNDONE.value, ids], actor=actor, rows_expected=2 * len(ids)
        )
        take_back_powers(mandates=ids, given_by=given_by)
        cursor.execute("DELETE FROM mandates_mandateright WHERE mandate_id = ANY(%s)", [ids])
        cursor.execute("DELETE FROM mandates_resolution WHERE mandate_id = ANY(%s)", [ids])
        cursor.execute("DELETE FROM mandates_mandate WHERE id = ANY(%s)", [ids])
    return {"mandates": len(ids), "answers": answers}


def give_answers_again(answers: list[list[str]]) -> None:
    """The other side's answers stand: a second move of the same company finds them."""
    if answers:
        with connection.cursor() as cursor:
            cursor.execute(_AGAIN, [list(column) for column in zip(*answers, strict=True)])
