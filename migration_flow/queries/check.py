"""What stands in the way of a move: checked by the server when it is ordered, and shown before."""

from django.db import connection
from django.utils.translation import gettext as _

from migration_flow.models import Decision, Move

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


def refusals(move: Move) -> list[str]:
    """Sentences; none when the move may be ordered."""
    rows = Decision.objects.across_organisations("the move's own").filter(move=move)
    found = []
    if undecided := rows.filter(choice="").count():
        found.append(_("%(n)s ting mangler en beslutning. Intet er flyttet.") % {"n": undecided})
    if _count(_STOPPED, move):
        found.append(
            _("Nogle rettigheder skal flyttes for en bruger, der bliver tilbage. Se dem igennem igen.")
        )
    if _count(_BROKEN_MERGES, move):
        found.append(
            _("Et RID-nummer skal lægges sammen med et, der ikke flyttes. Se dubletterne igennem igen.")
        )
    return found


def _count(sql: str, move: Move) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, [move.pk])
        return int(cursor.fetchone()[0])
