"""Administrator roles that come along when a company moves, set-based."""

from typing import Any

from django.db import connection

from identities.events import RoleEvent
from identities.models import RoleAssignment
from portal.core import audit
from portal.core.actors import Actor


def give_moved_roles(*, actor: Actor, organisation: Any, source_sql: str, params: list[Any]) -> int:
    """`source_sql` gives (identity, role); a role the identity holds already is left as it is. Call inside
    an action."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {RoleAssignment._meta.db_table}
                (id, organisation_id, identity_id, role, given_at, given_by, ended_because)
            SELECT gen_random_uuid(), %s, s.identity, s.role, now(), %s, ''
            FROM (SELECT DISTINCT * FROM ({source_sql}) AS q(identity, role)) s
            ON CONFLICT DO NOTHING
            """,  # noqa: S608 - the source is a constant of the floor above
            [organisation.pk, actor.stable_id, *params],
        )
        made = cursor.rowcount
    if made:
        audit.bulk_trace(
            "SELECT %s, 'identities.identity', a.identity_id::text, a.organisation_id, jsonb_build_object('role', a.role)"
            " FROM identities_roleassignment a"
            " WHERE a.organisation_id = %s AND a.given_at = now() AND a.given_by = %s",
            [RoleEvent.GIVEN.value, organisation.pk, actor.stable_id], actor=actor, rows_expected=made,
        )  # fmt: skip
    return made
