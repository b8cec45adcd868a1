"""What a company's move writes here, set-based: grants, powers of carried-over mandates, and who may use
them.

Each takes a SELECT from the floor above and runs inside its action; every row is traced. What stands
already is left as it is.
"""

import uuid
from typing import Any

from django.db import connection

from portal.core import audit
from portal.core.actors import Actor
from rights.actions.bulk import trace_grants
from rights.events import AssignmentEvent, GrantEvent

_GRANTS = """
INSERT INTO rights_grant (id, organisation_id, identity_id, right_id, limit_type, limit_value,
                          constraints, source, given_by, starts_at, ends_at, ended_because)
SELECT gen_random_uuid(), %s, s.identity, s."right", s.limit_type, s.limit_value, '{{}}', 'moved', %s,
       statement_timestamp(), s.ends_at, ''
FROM (SELECT DISTINCT ON (1, 2, 3, 4) * FROM ({source})
      AS q(identity, "right", limit_type, limit_value, ends_at) ORDER BY 1, 2, 3, 4, ends_at DESC) s
WHERE s.ends_at IS NULL OR s.ends_at > statement_timestamp()
ON CONFLICT DO NOTHING
RETURNING id
"""
_POWERS = """
INSERT INTO rights_power (id, holder_id, grantor_id, right_id, limit_type, limit_value, mandate, starts_at,
                          ends_at)
SELECT gen_random_uuid(), q.* FROM ({source}) q
ON CONFLICT DO NOTHING
RETURNING id
"""
_ASSIGNMENTS = """
INSERT INTO rights_assignment (id, organisation_id, identity_id, client_id, right_id, given_by)
SELECT gen_random_uuid(), q.*, %s FROM (SELECT DISTINCT * FROM ({source}) r) q
ON CONFLICT DO NOTHING
RETURNING id
"""
_ASSIGNED = """
SELECT %s, 'rights.assignment', a.id::text, a.organisation_id,
       jsonb_build_object('by', %s::text, 'receiver', i.name, 'clients', c.name)
FROM rights_assignment a JOIN identities_identity i ON i.id = a.identity_id
JOIN agreements_organisation c ON c.id = a.client_id
WHERE a.id = ANY(%s)
"""


def grant_moved(*, actor: Actor, organisation: Any, source_sql: str, params: list[Any]) -> int:
    """`source_sql` gives (identity, right, limit_type, limit_value, ends_at). Returns how many grants were
    made."""
    made = _inserted(_GRANTS, source_sql, [organisation.pk, actor.label, *params])
    trace_grants(GrantEvent.GIVEN, made, actor)
    return len(made)


def open_powers_moved(*, source_sql: str, params: list[Any]) -> int:
    """`source_sql` gives (holder, grantor, right, limit_type, limit_value, mandate, starts_at, ends_at); the
    mandates themselves are traced by their own app."""
    return len(_inserted(_POWERS, source_sql, params))


def assign_moved(*, actor: Actor, source_sql: str, params: list[Any]) -> int:
    """`source_sql` gives (organisation, identity, client, right): who could use a received power before the
    move."""
    made = _inserted(_ASSIGNMENTS, source_sql, [actor.label, *params])
    if made:
        facts = [AssignmentEvent.GIVEN.value, actor.label, made]
        audit.bulk_trace(_ASSIGNED, facts, actor=actor, rows_expected=len(made))
    return len(made)


def _inserted(statement: str, source_sql: str, params: list[Any]) -> list[uuid.UUID]:
    """`source_sql` is a constant of the floor above; only its parameters come from outside."""
    with connection.cursor() as cursor:
        cursor.execute(statement.format(source=source_sql), params)
        return [row[0] for row in cursor.fetchall()]
