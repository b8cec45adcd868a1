"""The same for many at once: one statement for the rows, one for their traces."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from portal.agreements.models import Organisation
from portal.core import audit, trace
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.actions.guards import require_givable, require_living, require_own
from rights.events import GrantEvent
from rights.models import Grant, Right


class GrantRow(NamedTuple):
    """One grant to insert; exactly one of identity and group."""

    right: uuid.UUID
    identity: uuid.UUID | None = None
    group: uuid.UUID | None = None
    limit_type: str = ""
    limit_value: str = ""
    starts_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None


class Outcome(NamedTuple):
    """How many were done, and how many already were (or do not belong to the organisation)."""

    done: int
    skipped: int


_INSERT = """
INSERT INTO rights_grant (id, organisation_id, right_id, identity_id, group_id, limit_type, limit_value,
                          constraints, source, given_by, starts_at, ends_at, ended_because)
SELECT gen_random_uuid(), %s, r."right", i.id, g.id, r.limit_type, r.limit_value, '{}', %s, %s,
       COALESCE(r.starts_at, statement_timestamp()), r.ends_at, ''
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[])
     AS r("right", identity, "group", limit_type, limit_value, starts_at, ends_at)
LEFT JOIN identities_identity i ON i.id = r.identity AND i.organisation_id = %s AND i.state <> 'closed'
LEFT JOIN rights_group g ON g.id = r."group" AND g.organisation_id = %s AND g.deleted_at IS NULL
WHERE (i.id IS NULL) <> (g.id IS NULL)
ON CONFLICT DO NOTHING
RETURNING id
"""

_END = """
UPDATE rights_grant SET ends_at = GREATEST(statement_timestamp(), starts_at), ended_because = %s,
       reminded_days = 0
WHERE id = ANY(%s) AND organisation_id = %s AND (ends_at IS NULL OR ends_at > statement_timestamp())
RETURNING id
"""

_FACTS = """
SELECT %s, 'rights.grant', g.id::text, g.organisation_id,
       jsonb_build_object('right', r.name_da, 'receiver', COALESCE(i.name, c.name), 'by', %s::text,
                          'limit', TRIM(g.limit_type || ' ' || g.limit_value), 'because', g.ended_because,
                          'until', COALESCE(g.ends_at::text, ''))
FROM rights_grant g JOIN rights_right r ON r.id = g.right_id
LEFT JOIN identities_identity i ON i.id = g.identity_id LEFT JOIN rights_group c ON c.id = g.group_id
WHERE g.id = ANY(%s)
"""


@action(Permission.GRANT_GIVE)
def grant_in_bulk(
    *,
    actor: Actor,
    organisation: Organisation,
    rights: Sequence[Right],
    identities: Iterable[uuid.UUID] = (),
    groups: Iterable[uuid.UUID] = (),
    limit_type: str = "",
    limit_value: str = "",
    starts_at: datetime.datetime | None = None,
    ends_at: datetime.datetime | None = None,
) -> Outcome:
    """Give every right to every receiver. Who has it already, is closed or belongs elsewhere is skipped."""
    require_own(actor, organisation)
    require_living(organisation)
    for right in rights:
        require_givable(organisation, right, limit_type, limit_value)
    receivers = [(each, None) for each in identities] + [(None, each) for each in groups]
    rows = [
        GrantRow(right.pk, one, other, limit_type, limit_value, starts_at, ends_at)
        for right in rights
        for one, other in receivers
    ]
    return insert_grants(actor=actor, organisation=organisation, rows=rows, source=Grant.Source.GIVEN)


def insert_grants(
    *, actor: Actor, organisation: Organisation, rows: Sequence[GrantRow], source: str
) -> Outcome:
    """The set-based insert itself, for an action that has decided and checked what is given (a company's
    move).

    Rows that overlap a standing grant, or whose receiver is closed or of another organisation, are skipped.
    Raises RuntimeError outside an action."""
    trace.current()
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in GrantRow._fields]
    given = _ids(_INSERT, [organisation.pk, source, actor.label, *columns, organisation.pk, organisation.pk])
    trace_grants(GrantEvent.GIVEN, given, actor)
    return Outcome(len(given), len(rows) - len(given))


@action(Permission.GRANT_WITHDRAW)
def withdraw_in_bulk(
    *, actor: Actor, organisation: Organisation, grants: Iterable[uuid.UUID], because: str = ""
) -> Outcome:
    """End the grants now. Those already ended, or of another organisation, are skipped."""
    require_own(actor, organisation)
    wanted = list(grants)
    ended = _ids(_END, [because, wanted, organisation.pk])
    trace_grants(GrantEvent.WITHDRAWN, ended, actor)
    return Outcome(len(ended), len(wanted) - len(ended))


def undo_grants(*, actor: Actor, organisation: Organisation, grants: Iterable[uuid.UUID]) -> int:
    """Delete grants as if they had never been, inside the action that undoes what gave them (a company's
    move)."""
    ids = list(grants)
    trace_grants(GrantEvent.UNDONE, ids, actor)
    mine = Grant.objects.across_organisations("undoing a move").filter(organisation=organisation)
    return mine.filter(pk__in=ids).delete()[0]


def trace_grants(event: GrantEvent, ids: list[uuid.UUID], actor: Actor) -> None:
    """One trace per grant, inside the running action."""
    if ids:
        audit.bulk_trace(_FACTS, [event.value, actor.label, ids], actor=actor, rows_expected=len(ids))
    else:
        trace.current().entries += (
            1  # everything was so already: nothing changed, so there is nothing to tell
        )


def _ids(sql: str, params: Sequence[Any]) -> list[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]
