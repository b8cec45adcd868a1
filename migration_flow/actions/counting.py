"""The counts that the pages of a move show, made where an answer is given."""

from django.db import connection

from migration_flow.models import Move

_COUNT = """
UPDATE migration_flow_move SET counts = COALESCE((
    SELECT jsonb_object_agg(item, told) FROM (
        SELECT item, jsonb_build_object(
            'total', count(*), 'open', count(*) FILTER (WHERE choice = ''), 'left', count(*) FILTER (WHERE choice = 'leave'),
            'kept', count(*) FILTER (WHERE choice IN ('move', 'change')),
            'hoped', count(*) FILTER (WHERE choice = '' AND proposal = 'move')) AS told
        FROM migration_flow_decision WHERE move_id = %s GROUP BY item) c), '{}'::jsonb)
WHERE id = %s
"""


def recount(move: Move) -> None:
    """Inside an action that holds the move."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [move.pk, move.pk])
