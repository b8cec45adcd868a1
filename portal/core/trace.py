"""What one action leaves behind: audit rows and mail rows, written together in one statement at its end."""

import functools
import json
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from portal.core.wake import wake_soon


class SilentAction(RuntimeError):
    """An action finished without recording what it did."""


@dataclass
class Trace:
    """Rows collected while an action runs; `entries` counts what was recorded, in bulk or one by one."""

    entries: int = 0
    audit: list[tuple[Any, ...]] = field(default_factory=list)
    mail: list[tuple[Any, ...]] = field(default_factory=list)


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)

_SQL = """
WITH facts AS (
    SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[],
                         %s::text[], %s::uuid[], %s::text[], %s::text[], %s::bytea[])
    AS f(id, act, event, actor_kind, actor_id, subject_type, subject_id, organisation, request_id, payload, salt)
), entries AS (
    INSERT INTO core_auditentry (id, act, at, event, actor_kind, actor_id, subject_type, subject_id,
                                 organisation, request_id, commitment)
    SELECT id, act, clock_timestamp(), event, actor_kind, actor_id, subject_type, subject_id, organisation,
           request_id, sha256(salt || convert_to(payload::jsonb::text, 'UTF8'))
    FROM facts
), payloads AS (
    INSERT INTO core_auditpayload (entry_id, salt, data) SELECT id, salt, payload::jsonb FROM facts
), mails AS (
    INSERT INTO core_outgoingmail (id, template, recipient, language, subject, body, secret, organisation,
                                   reader, message_id, created_at, attempts)
    SELECT m.*, clock_timestamp(), 0
    FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bytea[],
                %s::uuid[], %s::uuid[], %s::text[])
    AS m(id, template, recipient, language, subject, body, secret, organisation, reader, message_id)
)
SELECT 1
"""


def current() -> Trace:
    """The trace of the running action. Raises RuntimeError outside one."""
    trace = _current.get()
    if trace is None:
        raise RuntimeError("Only an action leaves a trace: decorate the function with @action.")
    return trace


def running() -> bool:
    return _current.get() is not None


@contextmanager
def collecting(name: str) -> Iterator[Trace]:
    """Collect rows for the outermost action; a nested one adds to it. Raises SilentAction if nothing was said."""
    outer = _current.get()
    if outer is not None:
        before = outer.entries
        yield outer
        if outer.entries == before:
            raise SilentAction(name)
        return
    trace = Trace()
    token = _current.set(trace)
    try:
        yield trace
        if not trace.entries:
            raise SilentAction(name)
        _flush(trace)
    finally:
        _current.reset(token)


def _flush(trace: Trace) -> None:
    if not (trace.audit or trace.mail):
        return
    audit = [list(column) for column in zip(*trace.audit, strict=True)] or [[] for _ in range(11)]
    mail = [list(column) for column in zip(*trace.mail, strict=True)] or [[] for _ in range(10)]
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [*audit, *mail])
    if trace.mail:
        transaction.on_commit(functools.partial(wake_soon, "portal.core.tasks.send_waiting_mail"))


def audit_row(event: str, kind: str, actor_id: str, subject: tuple[str, str], organisation: Any,
              act: uuid.UUID, request_id: str, payload: dict[str, Any]) -> tuple[Any, ...]:  # fmt: skip
    return (uuid.uuid4(), act, event, kind, actor_id, *subject, organisation, request_id,
            json.dumps(payload, ensure_ascii=False, default=str), secrets.token_bytes(16))  # fmt: skip
