"""GET never writes: while a page is shown the database only answers SELECT, without locks."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

_ALLOWED = re.compile(r"\s*\(*\s*(SELECT|WITH|SAVEPOINT|RELEASE|DECLARE|FETCH|CLOSE)\b", re.I)
_WRITES = re.compile(
    r"\b(INSERT\s+INTO|UPDATE\s+(ONLY\s+)?[\"a-z_]|DELETE\s+FROM|MERGE\s+INTO|FOR\s+(NO\s+KEY\s+)?UPDATE|FOR\s+(KEY\s+)?SHARE"
    r"|nextval|setval|set_config|pg_(try_)?advisory\w*)\b",
    re.I,
)


class WriteInGet(RuntimeError):
    """A page that only shows tried to change the database."""


def _only_read(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    text = sql if isinstance(sql, str) else str(sql)
    if not _ALLOWED.match(text) or _WRITES.search(text):
        raise WriteInGet(text[:200])
    return execute(sql, params, many, context)


@contextmanager
def reading() -> Iterator[None]:
    """Refuse every statement that could write, on all connections of this thread, while the block runs."""
    with connections["default"].execute_wrapper(_only_read):
        yield


def guarded_stream(chunks: Any) -> Iterator[Any]:
    """Keep the guard around a streamed answer, which is made after the view has returned."""
    iterator = iter(chunks)
    while True:
        with reading():
            try:
                chunk = next(iterator)
            except StopIteration:
                return
        yield chunk
