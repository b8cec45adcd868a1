"""Many mandates end at once, set-based: with their agreement, their organisation, their person, their time, or
the mandate they were given on from."""

import uuid
from collections.abc import Iterable, Sequence

from django.db import connection

from mandates.lifecycle import MANDATE
from mandates.models import Mandate, Resolution
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
_SUBS = "SELECT id FROM mandates_mandate WHERE parent_id = ANY(%s) AND state = ANY(%s)"


def stop_all(*, actor: Actor, mandates: Iterable[uuid.UUID], move: str, because: str) -> list[uuid.UUID]:
    """Inside an action: take all `mandates` that can along `move` ("end", "expire", "lapse"), close their powers,
    trace and mail both sides, and end what was given on from them. Returns those that stopped.

    `move` "": they have stopped already, only their powers and sub-mandates follow."""
    wanted = list(mandates)
    stopped = _stop(wanted, move, because) if move else wanted
    if not stopped:
        return []
    close_powers(actor=actor, mandates=stopped, because=because)
    if move:
        _tell(stopped, move, because, actor)
    if subs := _sub_mandates(stopped):
        stop_all(actor=actor, mandates=subs, move="end", because="parent_ended")
    return stopped


def _stop(ids: list[uuid.UUID], move: str, because: str) -> list[uuid.UUID]:
    row = next(each for each in MANDATE.moves if each.name == move)
    with connection.cursor() as cursor:
        cursor.execute(
            _STOP, [ids, [str(s) for s in row.sources], str(row.target), because, _KINDS[move], because]
        )
        return [each[0] for each in cursor.fetchall()]


def _tell(stopped: Sequence[uuid.UUID], move: str, because: str, actor: Actor) -> None:
    row = next(each for each in MANDATE.moves if each.name == move)
    audit.bulk_trace(_FACTS, [row.event.value, because, list(stopped)], actor=actor)
    rows = Mandate.objects.across_organisations("the ones just stopped").filter(pk__in=stopped)
    for mandate in rows.select_related("grantor", "grantee", "principal", "grantee_identity").iterator(2000):
        if row.mail:
            row.mail(mandate)


def _sub_mandates(parents: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    sources = next(each for each in MANDATE.moves if each.name == "end").sources
    with connection.cursor() as cursor:
        cursor.execute(_SUBS, [list(parents), [str(s) for s in sources]])
        return [row[0] for row in cursor.fetchall()]
