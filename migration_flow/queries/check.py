"""What stands in the way of a move: checked by the server when it is ordered, and shown before."""

from django.db import connection
from django.utils.translation import gettext as _

from migration_flow.models import Decision, Delivery, Move
from migration_flow.queries.moves import MODELS

_STOPPED = """
SELECT count(*) FROM migration_flow_decision d
LEFT JOIN migration_flow_decision e ON e.move_id = d.move_id AND e.item = 'employee' AND e.rid = d.rid
WHERE d.move_id = %s AND d.item IN ('right', 'administrator') AND d.choice IN ('move', 'change')
  AND COALESCE(e.choice, 'leave') = 'leave'
"""
_BROKEN_MERGES = """
SELECT count(*) FROM migration_flow_decision d
LEFT JOIN migration_flow_decision k ON k.move_id = d.move_id AND k.item = 'employee' AND k.rid = d.change->>'into'
WHERE d.move_id = %s AND d.item = 'employee' AND d.choice = 'merge'
  AND COALESCE(k.choice, '') NOT IN ('move', 'change')
"""


def missing_answers(move: Move) -> list[str]:
    """The first of the refusals, from the counts: cheap enough for a page."""
    undecided = sum(each["open"] for each in move.counts.values())
    return [_undecided(undecided)] if undecided else []


def _undecided(n: int) -> str:
    return _("%(n)s ting mangler en beslutning. Intet er flyttet.") % {"n": n}


def refusals(move: Move) -> list[str]:
    """Sentences; none when the move may be ordered."""
    rows = Decision.objects.across_organisations("the move's own").filter(move=move)
    found = []
    if undecided := rows.filter(choice="").count():
        found.append(_undecided(undecided))
    if _count(_STOPPED, move):
        found.append(
            _("Nogle rettigheder skal flyttes for en bruger, der bliver tilbage. Se dem igennem igen.")
        )
    if _count(_BROKEN_MERGES, move):
        found.append(
            _("Et RID-nummer skal lægges sammen med et, der ikke flyttes. Se dubletterne igennem igen.")
        )
    return found


_CHANGED = """
SELECT count(*) FROM migration_flow_decision d
JOIN {table} l ON l.id = d.legacy_id
JOIN migration_flow_delivery f ON f.sequence = l.delivery AND f.loaded_at > d.decided_at
WHERE d.move_id = %s AND d.item = '{item}' AND d.choice <> ''
"""


def changed_since(move: Move) -> dict[str, int]:
    """Kind → how many things a delivery has changed since they were decided. The decisions stand; they are shown."""
    if move.started_at is None or not Delivery.objects.filter(loaded_at__gt=move.started_at).exists():
        return {}
    found = {
        item: _count(_CHANGED.format(table=model._meta.db_table, item=item), move)
        for item, model in MODELS.items()
    }
    return {item: n for item, n in found.items() if n}


def _count(sql: str, move: Move) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, [move.pk])
        return int(cursor.fetchone()[0])
