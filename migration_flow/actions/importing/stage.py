"""Staging: rows as delivered into one unlogged table per file, text in every column, no CPR number among them."""

from typing import Any

from django.db import connection

from migration_flow.generator.layout import COLUMNS, EMPLOYEES
from migration_flow.models import DeliveryFile
from migration_flow.reader import Entry, Package, records
from migration_flow.reader.persons import hide

_CPR = COLUMNS[EMPLOYEES].index("CPR_NUMMER")


def table_of(name: str) -> str:
    return "stage_" + name.removesuffix(".csv")


def columns_of(name: str) -> list[str]:
    """The staged columns of a file: its own in lower case, with what became of the CPR number in its place."""
    own = [column.lower() for column in COLUMNS[name]]
    if name == EMPLOYEES:
        own[_CPR : _CPR + 1] = ["cpr", "cpr_index", "birth_date"]
    return ["line", "at", "size", "codes", *own]


def stage(package: Package, entry: Entry) -> int:
    """COPY one file into its staging table, emptied first: done twice it is there once. Returns the rows."""
    table, columns = table_of(entry.name), columns_of(entry.name)
    rows = 0
    with connection.cursor() as cursor, package.open(entry.name) as file:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - the names are this module's own
        names = ", ".join(f'"{column}"' for column in columns)
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for record in records(file, entry):
                copy.write_row(_row(record, entry.name))
                rows += 1
    return rows


def _row(record: Any, name: str) -> tuple[Any, ...]:
    fields = record.fields
    if name == EMPLOYEES:
        hidden = hide(fields[_CPR])
        fields = [*fields[:_CPR], hidden.cipher, hidden.index, hidden.birth_date, *fields[_CPR + 1 :]]
        record.codes.extend(hidden.codes)
    return (record.line, record.at, record.size, record.codes, *fields)


def file_row(delivery: Any, name: str) -> DeliveryFile:
    return DeliveryFile.objects.get(delivery=delivery, name=name)
