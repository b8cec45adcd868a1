"""Powers: opened, suspended and closed by the mandates of the floor above, inside its actions.

These functions check no permission: the mandate's own action has. They write the rows and leave one trace
per mandate in the history of each party. All of them raise RuntimeError outside an action.
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from identities.models import Identity
from portal.agreements.models import Organisation
from portal.core import audit, trace
from portal.core.actors import Actor
from rights.events import PowerEvent
from rights.models import Power, Right


class PowerRow(NamedTuple):
    """One power to open, by ids."""

    mandate: uuid.UUID
    holder: uuid.UUID
    grantor: uuid.UUID
    right: uuid.UUID
    limit_type: str = ""
    limit_value: str = ""
    only_identity: uuid.UUID | None = None
    starts_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None


_OPEN = """
INSERT INTO rights_power (id, mandate, holder_id, grantor_id, right_id, limit_type, limit_value,
                          only_identity_id, starts_at, ends_at)
SELECT gen_random_uuid(), r.mandate, r.holder, r.grantor, r."right", r.limit_type, r.limit_value,
       r.only_identity, COALESCE(r.starts_at, statement_timestamp()), r.ends_at
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::uuid[],
            %s::timestamptz[], %s::timestamptz[])
     AS r(mandate, holder, grantor, "right", limit_type, limit_value, only_identity, starts_at, ends_at)
ON CONFLICT (mandate, right_id, limit_type, limit_value) DO UPDATE
SET starts_at = EXCLUDED.starts_at, ends_at = EXCLUDED.ends_at, suspended_at = NULL,
    only_identity_id = EXCLUDED.only_identity_id
"""

_CLOSE = """UPDATE rights_power SET ends_at = GREATEST(statement_timestamp(), starts_at)
WHERE mandate = ANY(%s) AND (ends_at IS NULL OR ends_at > statement_timestamp())"""
_SUSPEND = """UPDATE rights_power SET suspended_at = statement_timestamp()
WHERE mandate = ANY(%s) AND suspended_at IS NULL"""
_RESUME = "UPDATE rights_power SET suspended_at = NULL WHERE mandate = ANY(%s) AND suspended_at IS NOT NULL"
_PROLONG = "UPDATE rights_power SET ends_at = %s WHERE mandate = ANY(%s)"

# One trace per mandate and party.
_FACTS = """
SELECT %s, 'rights.power', w.mandate::text, party.id,
       jsonb_build_object('by', %s::text, 'because', %s::text, 'rights', count(*), 'grantor', min(g.name),
                          'holder', min(h.name))
FROM rights_power w JOIN agreements_organisation g ON g.id = w.grantor_id
JOIN agreements_organisation h ON h.id = w.holder_id
CROSS JOIN LATERAL (VALUES (w.holder_id), (w.grantor_id)) AS party(id)
WHERE w.mandate = ANY(%s) GROUP BY w.mandate, party.id
"""


def open_powers(
    *,
    actor: Actor,
    mandate_id: uuid.UUID,
    holder: Organisation,
    grantor: Organisation,
    rights: Iterable[Right],
    limit_type: str = "",
    limit_value: str = "",
    only_identity: Identity | None = None,
    starts_at: datetime.datetime | None = None,
    ends_at: datetime.datetime | None = None,
) -> int:
    """Give `holder` the rights for `grantor`, from the mandate `mandate_id`. Returns how many powers.

    With `only_identity` that person may use them and nobody else; else the holder distributes them. A
    mandate's power that was closed or suspended comes to life again with the new period."""
    person = only_identity.pk if only_identity else None
    rows = [
        PowerRow(
            mandate_id, holder.pk, grantor.pk, right.pk, limit_type, limit_value, person, starts_at, ends_at
        )
        for right in rights
    ]
    return insert_powers(actor=actor, rows=rows)


def insert_powers(*, actor: Actor, rows: Sequence[PowerRow]) -> int:
    """`open_powers` for many mandates with one statement. A mandate's right may stand in `rows` once per
    limit."""
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in PowerRow._fields]
    return _change(_OPEN, columns, PowerEvent.OPENED, {row.mandate for row in rows}, actor, "")


def close_powers(
    *, actor: Actor, mandate_id: uuid.UUID | None = None, because: str, mandates: Iterable[uuid.UUID] = ()
) -> int:
    """End the powers of one mandate (or of `mandates`) now: the next decision says no. Returns how many
    ended."""
    ids = _ids(mandate_id, mandates)
    return _change(_CLOSE, [ids], PowerEvent.CLOSED, ids, actor, because)


def suspend_powers(
    *, actor: Actor, mandate_id: uuid.UUID | None = None, because: str, mandates: Iterable[uuid.UUID] = ()
) -> int:
    """Let the powers rest: the next decision says no, `resume_powers` undoes it."""
    ids = _ids(mandate_id, mandates)
    return _change(_SUSPEND, [ids], PowerEvent.SUSPENDED, ids, actor, because)


def resume_powers(
    *,
    actor: Actor,
    mandate_id: uuid.UUID | None = None,
    because: str = "",
    mandates: Iterable[uuid.UUID] = (),
) -> int:
    ids = _ids(mandate_id, mandates)
    return _change(_RESUME, [ids], PowerEvent.RESUMED, ids, actor, because)


def prolong_powers(*, actor: Actor, mandate_id: uuid.UUID, ends_at: datetime.datetime | None) -> int:
    """Let the mandate's powers end at another moment (None: no end)."""
    return _change(_PROLONG, [ends_at, [mandate_id]], PowerEvent.OPENED, [mandate_id], actor, "")


def delete_powers(*, actor: Actor, mandates: Iterable[uuid.UUID], because: str) -> int:
    """Remove the powers of mandates that are themselves undone as if they had never been (a company's
    move)."""
    ids = list(mandates)
    _trace(PowerEvent.CLOSED, ids, actor, because)
    return Power.objects.across_organisations("undoing a move").filter(mandate__in=ids).delete()[0]


def _change(
    sql: str,
    params: Sequence[Any],
    event: PowerEvent,
    mandates: Iterable[uuid.UUID],
    actor: Actor,
    because: str,
) -> int:
    trace.current()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        changed = cursor.rowcount
    if changed:
        _trace(event, mandates, actor, because)
    return changed


def _trace(event: PowerEvent, mandates: Iterable[uuid.UUID], actor: Actor, because: str) -> None:
    audit.bulk_trace(_FACTS, [event.value, actor.label, because, list(mandates)], actor=actor)


def _ids(mandate_id: uuid.UUID | None, mandates: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    return [*mandates, *([mandate_id] if mandate_id else [])]
