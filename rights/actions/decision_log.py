"""The decision log: every answer is a row, durable within 200 ms of being given.

A thread of the process writes what has been noted every `PAUSE` seconds with one INSERT of its own
transaction. What the process answered in the last pause, and what that INSERT was about to commit, is all
that a kill (SIGKILL, power) can lose; an ordinary stop writes everything first. When the database cannot
take the rows, the thread keeps them and tries again; when `MOST` rows wait, `note` refuses, so that no
answer is given that will not be logged.
"""

import atexit
import datetime
import os
import threading
import uuid
from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

import structlog
from django.db import DatabaseError, InterfaceError, connection

log = structlog.get_logger(__name__)
PAUSE = 0.03
IDLE = 60.0
MOST = 50_000
_AT_ONCE = 5_000


class LogRow(NamedTuple):
    """A row of DecisionLog, in its columns' order."""

    id: uuid.UUID
    at: datetime.datetime
    client_id: str
    identity: uuid.UUID | None
    employer_cvr: str
    acted_for_cvr: str
    right_key: str
    decision: bool
    reason: str
    request_id: str


class LogFull(RuntimeError):
    """The log cannot be written now, so nothing that must be logged may be answered."""


_SQL = """
INSERT INTO rights_decisionlog (id, at, client_id, identity, employer_cvr, acted_for_cvr, right_key,
                                decision, reason, request_id)
SELECT * FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::uuid[], %s::text[], %s::text[], %s::text[],
                     %s::bool[], %s::text[], %s::text[])
ON CONFLICT DO NOTHING
"""


class _Writer:
    """The waiting rows of this process and the thread that writes them."""

    def __init__(self) -> None:
        self.rows: deque[LogRow] = deque()
        self.changed = threading.Condition()
        self.stopping = threading.Event()
        self.started = self.resting = False
        self.writing = 0

    def note(self, rows: Iterable[LogRow]) -> None:
        with self.changed:
            if len(self.rows) >= MOST:
                raise LogFull
            self.rows.extend(rows)
            if not self.started:
                threading.Thread(target=self._run, name="decision-log", daemon=True).start()
                self.started = True
            self.changed.notify_all()

    def flush(self, seconds: float) -> bool:
        """Wait until everything noted so far is durable and the thread has let go of its connection. False
        after `seconds`."""
        with self.changed:
            self.resting = self.started
            self.changed.notify_all()
            return self.changed.wait_for(lambda: not (self.rows or self.writing or self.resting), seconds)

    def _run(self) -> None:
        while True:
            if batch := self._take():
                if not _write(batch):
                    self._put_back(batch)
                    self.stopping.wait(0.2)
            else:
                connection.close()
            with self.changed:
                self.writing, self.resting = 0, self.resting and bool(batch)
                self.changed.notify_all()

    def _take(self) -> list[LogRow]:
        """The rows to write now; none when nothing came for a while, or when somebody waits for the end of
        it."""
        with self.changed:
            self.changed.wait_for(lambda: self.rows or self.resting, IDLE)
            in_a_hurry = self.resting
        if not in_a_hurry:
            self.stopping.wait(PAUSE)
        with self.changed:
            batch = [self.rows.popleft() for _ in range(min(len(self.rows), _AT_ONCE))]
            self.writing = len(batch)
        return batch

    def _put_back(self, batch: list[LogRow]) -> None:
        with self.changed:
            self.rows.extendleft(reversed(batch))


def _write(batch: list[LogRow]) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(_SQL, [list(column) for column in zip(*batch, strict=True)])
    except (DatabaseError, InterfaceError, RuntimeError) as error:
        log.error("decision_log.waiting", error=type(error).__name__, rows=len(batch))
        connection.close()
        return False
    return True


_writer = _Writer()


def _renew() -> None:
    """A forked worker has its parent's memory but not its thread: it begins with a log of its own."""
    global _writer
    _writer = _Writer()


os.register_at_fork(after_in_child=_renew)


def note(rows: Iterable[LogRow]) -> None:
    """Log these answers. Raises LogFull when the log has fallen too far behind."""
    _writer.note(rows)


def flush(seconds: float = 5.0) -> bool:
    """Wait until every answer noted in this process is durable. False when that takes more than `seconds`."""
    return _writer.flush(seconds)


@atexit.register
def _last() -> None:
    _writer.stopping.set()
    flush()
