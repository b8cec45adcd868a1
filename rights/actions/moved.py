"""What a company's move writes here, set-based: grants, powers of carried-over mandates, and who may use
them.

Each takes a SELECT from the floor above and runs inside its action; each row is traced.
"""

from typing import Any

from django.db import connection

from portal.core import audit
from portal.core.actors import Actor
from rights.events import AssignmentEvent, GrantEvent


def grant_moved(*, actor: Actor, organisation: Any, source_sql: str, params: list[Any]) -> int:
    """`source_sql` gives (identity, right, limit_type, limit_value, ends_at). Returns how many grants were
    made; one that stands already is left as it is."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO rights_grant (id, organisation_id, identity_id, right_id, limit_type, limit_value, constraints,
                                      source, given_at, given_by, starts_at, ends_at, ended_because)
            SELECT gen_random_uuid(), %s, s.identity, s."right", s.limit_type, s.limit_value, '{{}}', 'moved', now(),
                   %s, now(), s.ends_at, ''
            FROM (SELECT DISTINCT ON (1, 2, 3, 4) * FROM ({source_sql})
                  AS q(identity, "right", limit_type, limit_value, ends_at) ORDER BY 1, 2, 3, 4, ends_at DESC) s
            WHERE s.ends_at IS NULL OR s.ends_at > now()
            ON CONFLICT DO NOTHING
            """,  # noqa: S608 - the source is a constant of the floor above
            [organisation.pk, actor.stable_id, *params],
        )
        made = cursor.rowcount
    if made:
        audit.bulk_trace(
            "SELECT %s, 'rights.grant', g.id::text, g.organisation_id, jsonb_build_object('right', r.key)"
            " FROM rights_grant g JOIN rights_right r ON r.id = g.right_id"
            " WHERE g.organisation_id = %s AND g.source = 'moved' AND g.given_at = now()",
            [GrantEvent.GIVEN.value, organisation.pk],
            actor=actor,
            rows_expected=made,
        )
    return made


def open_powers_moved(*, source_sql: str, params: list[Any]) -> int:
    """`source_sql` gives (holder, grantor, right, limit_type, limit_value, mandate, starts_at, ends_at);
    the mandates themselves are traced by their own app."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO rights_power (id, holder_id, grantor_id, right_id, limit_type, limit_value, mandate, starts_at,
                                      ends_at)
            SELECT gen_random_uuid(), q.* FROM ({source_sql}) q
            ON CONFLICT DO NOTHING
            """,  # noqa: S608
            params,
        )
        return cursor.rowcount


def assign_moved(*, actor: Actor, source_sql: str, params: list[Any]) -> int:
    """`source_sql` gives (organisation, identity, client, right): who could use a received power before the
    move."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO rights_assignment (id, organisation_id, identity_id, client_id, right_id, given_at, given_by,
                                           starts_at)
            SELECT DISTINCT ON (q.*) gen_random_uuid(), q.*, now(), %s, now()
            FROM ({source_sql}) AS q(organisation, identity, client, "right")
            ON CONFLICT DO NOTHING
            """,  # noqa: S608
            [actor.stable_id, *params],
        )
        made = cursor.rowcount
    if made:
        audit.bulk_trace(
            "SELECT %s, 'rights.assignment', a.id::text, a.organisation_id, '{}'::jsonb FROM rights_assignment a"
            " WHERE a.given_at = now() AND a.given_by = %s",
            [AssignmentEvent.GIVEN.value, actor.stable_id],
            actor=actor,
            rows_expected=made,
        )
    return made
