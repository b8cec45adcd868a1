"""A query that is asked at every request, built and compiled once.

Django spends several times longer on making such a query than PostgreSQL on answering it. What may change between two
requests is the key, which takes the stand-in's place among the parameters, and whatever the caller names in `epoch`
(the day, for one): with another epoch the query is made anew."""

import copy
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.db.models import QuerySet

# Nobody's key, made at the start of the process.
STAND_IN = uuid.uuid4()


class Prepared:
    """`make(key)` gives the queryset for one key (a UUID) and looks at nothing else that changes."""

    def __init__(self, make: Callable[[uuid.UUID], QuerySet[Any]]) -> None:
        self._make = make
        self._known: tuple[Any, Any, str, tuple[Any, ...]] | None = None

    def rows(self, key: uuid.UUID, epoch: Any = None) -> list[Any]:
        """What `make(key)` finds, read now. Raises ValueError when the query does not ask for its key."""
        known = self._known
        if known is None or known[0] != epoch:
            self._known = known = (epoch, *self._compiled())
        _epoch, queryset, sql, params = known
        bound = tuple(key if each == STAND_IN else each for each in params)
        return list(_answering(queryset, sql, bound))

    def _compiled(self) -> tuple[Any, str, tuple[Any, ...]]:
        queryset: Any = self._make(STAND_IN)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, params = compiler.as_sql()
        if STAND_IN not in params:
            raise ValueError("a prepared query asks for its key")
        queryset.compiled = compiler
        return queryset, sql, tuple(params)


def _answering(queryset: Any, sql: str, params: tuple[Any, ...]) -> Any:
    """The queryset, scope and all, whose compiler has its answer ready; connections belong to threads."""
    compiler, asked = copy.copy(queryset.compiled), queryset.all()
    compiler.connection = connections[queryset.db]
    compiler.as_sql = lambda *args, **kwargs: (sql, params)
    asked.query.get_compiler = lambda *args, **kwargs: compiler
    return asked
