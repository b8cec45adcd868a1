"""Tables without what each row pays for, while millions of rows come: as an import does it, and put back afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_CONSTRAINTS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'x') AND conparentid = 0
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisunique
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""


@contextmanager
def bare(tables: list[str]) -> Iterator[None]:
    """The foreign keys, exclusions and plain indexes of these tables are away inside; everything unique stays."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        constraints = _found(cursor, _CONSTRAINTS, tables)
        indexes = _found(cursor, _INDEXES, tables)
        for table, name, _definition in constraints:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in constraints:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def _found(cursor: Any, question: str, tables: list[str]) -> list[Any]:
    cursor.execute(question, [tables])
    return list(cursor.fetchall())
