"""Every action leaves a trace; an action that leaves none is an error.

One act may concern several organisations (a mandate has two parties): each gets its own row with the same `act`,
so that each can read, seal and later forget its own.
"""

import uuid
from collections.abc import Iterable
from typing import Any

import structlog
from django.db import models

from portal.core import trace
from portal.core.actors import Actor


def record(
    event: models.TextChoices,
    subject: models.Model,
    *,
    actor: Actor,
    organisations: Iterable[Any],
    act: uuid.UUID | None = None,
    **payload: Any,
) -> uuid.UUID:
    """Note that `actor` did `event` to `subject`. `payload` is what a reader needs in words; it may be personal and
    is erased when its retention ends, the row stays. `act` ties it to an act begun before (a job's pieces are one act).
    Returns the id of the act."""
    act, running = act or uuid.uuid4(), trace.current()
    reference = (subject._meta.label_lower, str(subject.pk))
    if actor.reason:
        payload.setdefault("reason", actor.reason)
    if actor.kind != "system":
        payload.setdefault("by", actor.label)
    concerned: list[uuid.UUID | None] = [_key(each) for each in organisations]
    for organisation in concerned or [None]:
        running.audit.append(
            trace.audit_row(
                event.value, actor.kind, actor.stable_id, reference, organisation, act, request_id(), payload
            )
        )
    running.entries += 1
    return act


def _key(organisation: Any) -> uuid.UUID:
    return organisation if isinstance(organisation, uuid.UUID) else organisation.pk


def record_bulk(sql: str, params: Any, *, rows_expected: int | None = None) -> int:
    """Run one set-based INSERT … SELECT that writes audit rows for many subjects; see `bulk_trace_sql`."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        written = cursor.rowcount
    if rows_expected is not None and written != rows_expected:
        raise trace.SilentAction(f"{written} traces for {rows_expected} changes")
    trace.current().entries += max(written, 1)
    return written


def bulk_trace_sql(source: str) -> str:
    """SQL that traces every row of `source`, a SELECT giving (event text, subject_type text, subject_id text,
    organisation uuid, payload jsonb). Parameters, in order: act uuid, actor_kind, actor_id, request_id, then those
    of `source` come FIRST because it stands first in the statement."""
    return f"""
    WITH source(event, subject_type, subject_id, organisation, payload) AS MATERIALIZED ({source}),
    facts AS MATERIALIZED (
        SELECT gen_random_uuid() AS id, uuid_send(gen_random_uuid()) AS salt, source.* FROM source
    ), entries AS (
        INSERT INTO core_auditentry (id, act, at, event, actor_kind, actor_id, subject_type, subject_id,
                                     organisation, request_id, commitment)
        SELECT id, %s, clock_timestamp(), event, %s, %s, subject_type, subject_id, organisation, %s,
               sha256(salt || convert_to(payload::text, 'UTF8'))
        FROM facts
    )
    INSERT INTO core_auditpayload (entry_id, salt, data) SELECT id, salt, payload FROM facts
    """


def bulk_trace(source: str, params: Iterable[Any], *, actor: Actor, rows_expected: int | None = None) -> int:
    """Trace one act over many subjects with one statement. Returns how many rows were written."""
    tail = [uuid.uuid4(), str(actor.kind), actor.stable_id, request_id()]
    return record_bulk(bulk_trace_sql(source), [*params, *tail], rows_expected=rows_expected)


def request_id() -> str:
    """The id that ties the trail, the log and the error page of one request together."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))
