"""A query that is asked at every request, built and compiled once.

Django spends several times longer on making such a query than PostgreSQL on answering it. What may change between two
requests are the keys, which take the stand-ins' places among the parameters, and whatever the caller names in `epoch`
(the day, for one): with another epoch the query is made anew."""

import copy
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.db.models import Count, QuerySet, Value

# Nobody's keys, made at the start of the process.
STAND_INS = (uuid.uuid4(), uuid.uuid4())


class Prepared:
    """`make(key)` gives the queryset for one key (a UUID) and looks at nothing else that changes; with two keys
    `make(first, second)`."""

    def __init__(self, make: Callable[..., QuerySet[Any]]) -> None:
        self._make = make
        self._known: tuple[Any, Any, str, tuple[Any, ...]] | None = None

    def rows(self, *keys: uuid.UUID, epoch: Any = None) -> list[Any]:
        """What `make(*keys)` finds, read now. Raises ValueError when the query does not ask for each key."""
        known = self._known
        if known is None or known[0] != epoch:
            self._known = known = (epoch, *self._compiled(STAND_INS[: len(keys)]))
        _epoch, queryset, sql, params = known
        real = dict(zip(STAND_INS, keys, strict=False))
        bound = tuple(real.get(each, each) if isinstance(each, uuid.UUID) else each for each in params)
        return list(_answering(queryset, sql, bound))

    def _compiled(self, keys: tuple[uuid.UUID, ...]) -> tuple[Any, str, tuple[Any, ...]]:
        queryset: Any = self._make(*keys)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, params = compiler.as_sql()
        if not set(keys) <= {each for each in params if isinstance(each, uuid.UUID)}:
            raise ValueError("a prepared query asks for its keys")
        queryset.compiled = compiler
        return queryset, sql, tuple(params)


class Counts:
    """How many rows each of several querysets has: one statement, made once. `make(*keys)` gives them by name."""

    def __init__(self, make: Callable[..., dict[str, QuerySet[Any]]]) -> None:
        self._prepared = Prepared(lambda *keys: _together(make(*keys)))

    def of(self, *keys: uuid.UUID) -> dict[str, int]:
        """Every name with its number, 0 included."""
        return dict(self._prepared.rows(*keys))


def _together(parts: dict[str, QuerySet[Any]]) -> Any:
    first, *others = (
        rows.order_by()
        .annotate(part=Value(name))
        .values("part")
        .annotate(n=Count("*"))
        .values_list("part", "n")
        for name, rows in parts.items()
    )
    return first.union(*others, all=True)


def _answering(queryset: Any, sql: str, params: tuple[Any, ...]) -> Any:
    """The queryset, scope and all, whose compiler has its answer ready; connections belong to threads."""
    compiler, asked = copy.copy(queryset.compiled), queryset.all()
    compiler.connection = connections[queryset.db]
    compiler.as_sql = lambda *args, **kwargs: (sql, params)
    asked.query.get_compiler = lambda *args, **kwargs: compiler
    return asked
