"""Default groups: everybody at a production unit, kept in step with the register; nobody makes or deletes
one."""

from django.db import connection

from portal.core import audit, trace
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.events import GroupEvent

# A name already taken by another group gets the P-number behind it.
_OPEN = """
INSERT INTO rights_group (id, organisation_id, kind, name, description, p_number)
SELECT gen_random_uuid(), o.id, 'default',
       CASE WHEN u.name = '' OR EXISTS (
                SELECT FROM rights_group t WHERE t.organisation_id = o.id AND t.name = u.name AND t.deleted_at IS NULL)
            OR count(*) OVER (PARTITION BY o.id, u.name) > 1
            THEN TRIM(u.name || ' P ' || u.p_number) ELSE u.name END, '', u.p_number
FROM agreements_organisation o JOIN agreements_registerunit u ON u.cvr = o.cvr AND u.ceased_on IS NULL
WHERE o.state IN ('connected', 'terminating') AND (%s::uuid IS NULL OR o.id = %s)
  AND NOT EXISTS (SELECT FROM rights_group g WHERE g.organisation_id = o.id AND g.p_number = u.p_number
                  AND g.kind = 'default' AND g.deleted_at IS NULL)
ON CONFLICT DO NOTHING
RETURNING id
"""
_CLOSE = """
UPDATE rights_group g SET deleted_at = statement_timestamp()
FROM agreements_organisation o
WHERE o.id = g.organisation_id AND g.kind = 'default' AND g.deleted_at IS NULL
  AND (%s::uuid IS NULL OR o.id = %s)
  AND NOT EXISTS (SELECT FROM agreements_registerunit u
                  WHERE u.p_number = g.p_number AND u.cvr = o.cvr AND u.ceased_on IS NULL)
RETURNING g.id
"""
_FACTS = """
SELECT %s, 'rights.group', g.id::text, g.organisation_id, jsonb_build_object('name', g.name, 'p_number', g.p_number)
FROM rights_group g WHERE g.id = ANY(%s)
"""


@action(Permission.GROUP_MANAGE)
def follow_production_units(*, actor: Actor, organisation: object | None = None) -> tuple[int, int]:
    """Open the groups of new production units and close those of ceased ones, of one organisation or of all.

    Returns (opened, closed). One statement each, whatever the number of organisations."""
    key = getattr(organisation, "pk", None)
    counts = []
    for sql, event in ((_OPEN, GroupEvent.CREATED), (_CLOSE, GroupEvent.DELETED)):
        with connection.cursor() as cursor:
            cursor.execute(sql, [key, key])
            ids = [row[0] for row in cursor.fetchall()]
        if ids:
            audit.bulk_trace(_FACTS, [event.value, ids], actor=actor, rows_expected=len(ids))
        counts.append(len(ids))
    trace.current().entries += 1  # nothing to tell when every group is as the register has it
    return counts[0], counts[1]
