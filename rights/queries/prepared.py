"""A statement that each database session prepares once, and asks in one round trip without a cursor.

A cursor's own work (turning parameters, keeping the list of what is prepared, waiting in Python) took 160 of the 290
microseconds of a decision. What is read here is read as everywhere else: live, and in the transaction that is open.
psycopg's own preparing must stay off, as Django has it: after a rollback it would throw away these statements too."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import md5
from typing import Any

import psycopg
from django.db import connection
from psycopg import errors, pq
from psycopg.adapt import PyFormat, Transformer

# Forgotten by the session, or planned for columns that have been changed since.
_ANEW = ("26000", "0A000")


@dataclass(frozen=True)
class Prepared:
    """`sql` has its parameters as $1, $2 …, each with a cast."""

    sql: str

    @cached_property
    def name(self) -> bytes:
        return b"portal_" + md5(self.sql.encode(), usedforsecurity=False).hexdigest().encode()

    def rows(self, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of the answer. Raises Django's database errors."""
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        with connection.wrap_database_errors:
            return self._asked(connection.connection, parameters)

    def _asked(self, raw: Any, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        known = vars(raw).setdefault("portal_prepared", {})
        if self.name not in known:
            known[self.name] = self._prepare(raw)
        reader = known[self.name]
        values = reader.dump_sequence(parameters, [PyFormat.TEXT] * len(parameters))
        result = raw.pgconn.exec_prepared(self.name, values)
        if result.status != pq.ExecStatus.TUPLES_OK:
            return self._again(raw, parameters, errors.error_from_result(result))
        reader.set_pgresult(result)
        return reader.load_rows(0, result.ntuples, tuple)  # type: ignore[no-any-return]

    def _prepare(self, raw: Any) -> Any:
        result = raw.pgconn.prepare(self.name, self.sql.encode())
        if result.status != pq.ExecStatus.COMMAND_OK:
            raise errors.error_from_result(result)
        return Transformer(raw)

    def _again(self, raw: Any, parameters: Sequence[Any], error: psycopg.Error) -> list[tuple[Any, ...]]:
        """Prepared anew where that can help: a session that lives through a migration must not stay broken."""
        idle = raw.pgconn.transaction_status == pq.TransactionStatus.IDLE
        if error.sqlstate not in _ANEW or not idle:
            raise error
        del vars(raw)["portal_prepared"][self.name]
        raw.pgconn.exec_(b"DEALLOCATE " + self.name)
        return self._asked(raw, parameters)
