"""Many mandates end at once, set-based: with their agreement, their organisation, their person, their time, or
the mandate they were given on from."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from mandates.actions.telling import tell_all
from mandates.lifecycle import MANDATE
from mandates.models import Resolution
from portal.core import audit
from portal.core.actors import Actor
from rights.actions import close_powers

_KINDS = {"end": Resolution.Kind.ENDED, "expire": Resolution.Kind.EXPIRED, "lapse": Resolution.Kind.LAPSED}
_STOP = """
WITH wanted AS MATERIALIZED (
    SELECT id FROM mandates_mandate WHERE id = ANY(%s) AND state = ANY(%s) ORDER BY id FOR UPDATE
), stopped AS (
    UPDATE mandates_mandate m SET state = %s, ended_at = clock_timestamp(), ended_because = %s, answer_before = NULL
    FROM wanted WHERE m.id = wanted.id RETURNING m.id
)
INSERT INTO mandates_resolution (id, mandate_id, kind, by_party, by_name, text, at)
SELECT gen_random_uuid(), id, %s, 'portal', '', %s, clock_timestamp() FROM stopped RETURNING mandate_id
"""
_FACTS = """
SELECT %s, 'mandates.mandate', m.id::text, p.party,
       jsonb_build_object('number', m.number, 'grantor', m.grantor_name, 'grantee', m.grantee_name, 'because', %s::text)
FROM mandates_mandate m
CROSS JOIN LATERAL (VALUES (m.grantor_id), (m.grantee_id), (m.principal_id)) AS p(party)
WHERE m.id = ANY(%s) AND p.party IS NOT NULL
"""
_SUBS = "SELECT id FROM mandates_mandate WHERE parent_id = ANY(%s) AND state = ANY(%s) ORDER BY id"


def stop_all(
    *, actor: Actor, mandates: Iterable[uuid.UUID], move: str, because: str, own: Any = None
) -> list[uuid.UUID]:
    """Inside an action: take all `mandates` that can along `move` ("end", "expire", "lapse"), close their powers,
    trace and mail both sides, and end what was given on from them. Returns those that stopped.

    `move` "": they have stopped already, only their powers and sub-mandates follow. `own`: the organisation
    whose own end this is; when they are many it is told in one mail."""
    wanted = list(mandates)
    stopped = _stop(wanted, move, because) if move else wanted
    if not stopped:
        return []
    close_powers(actor=actor, mandates=stopped, because=because)
    if move:
        row = next(each for each in MANDATE.moves if each.name == move)
        audit.bulk_trace(_FACTS, [row.event.value, because, stopped], actor=actor)
        tell_all(stopped, move, actor, because, own)
    if subs := given_on(stopped, "end"):
        stop_all(actor=actor, mandates=subs, move="end", because="parent_ended", own=own)
    return stopped


def _stop(ids: list[uuid.UUID], move: str, because: str) -> list[uuid.UUID]:
    row = next(each for each in MANDATE.moves if each.name == move)
    with connection.cursor() as cursor:
        cursor.execute(
            _STOP, [ids, [str(s) for s in row.sources], str(row.target), because, _KINDS[move], because]
        )
        return [each[0] for each in cursor.fetchall()]


def given_on(parents: Sequence[uuid.UUID], move: str) -> list[uuid.UUID]:
    """The sub-mandates of `parents` that can take `move`."""
    sources = next(each for each in MANDATE.moves if each.name == move).sources
    with connection.cursor() as cursor:
        cursor.execute(_SUBS, [list(parents), [str(s) for s in sources]])
        return [row[0] for row in cursor.fetchall()]
