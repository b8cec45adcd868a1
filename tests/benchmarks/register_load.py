"""Loading the register beside a raw COPY of the very rows it makes, in the same run and interleaved.

Both sides begin with the file open: the loader reads, judges and hashes every document, COPY is given rows that are
ready. Memory is what the process grows by between an early and a late part of the file: the file is streamed."""

import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks import Figure

COMPANIES = 700_000
TABLES = ("agreements_registercompany", "agreements_registerunit", "agreements_registerparticipant")


def run(companies: int = COMPANIES) -> list[Figure]:
    from django.core.management import call_command

    with tempfile.TemporaryDirectory() as folder:
        call_command("make_delivery", companies=companies, seed=1, out=Path(folder), verbosity=0)
        return _measure(Path(folder) / "register" / "companies.jsonl")


def _measure(path: Path) -> list[Figure]:
    from django.db import connection

    from portal.agreements.actions.register import load

    half = _first_half(path)
    load(half)
    before = _peak()
    loading = _seconds(lambda: load(path))
    grown = _peak() - before
    again = _seconds(lambda: load(path))
    with connection.cursor() as cursor:
        rows = sum(_count(cursor, table) for table in TABLES)
        copying = sum(_copy(cursor, table) for table in TABLES)
    loaded = rows / 2  # the second half: the first was there
    return [
        Figure("register_load", (loaded / loading) / (rows / copying), 0.05, "higher",
               f"{loaded / loading:.0f} rows a second loaded from documents over {rows / copying:.0f} by raw COPY of them"),
        Figure("register_again", again / loading, 1, "lower", "the same file once more, which changes nothing, over a load"),
        Figure("register_memory", grown, 30, "lower", "megabytes the process grows by from half a file to a whole one"),
    ]  # fmt: skip


def _first_half(path: Path) -> Path:
    half = path.with_name("half.jsonl")
    size = path.stat().st_size // 2
    with path.open() as source, half.open("w") as target:
        while target.tell() < size and (line := source.readline()):
            target.write(line)
    return half


def _copy(cursor: Any, table: str) -> float:
    """Seconds to COPY all rows of `table` into an empty one of the same shape and indexes."""
    cursor.execute(f"CREATE TEMPORARY TABLE copied (LIKE {table} INCLUDING ALL)")
    columns = ", ".join(_columns(cursor, table))
    with cursor.copy(f"COPY (SELECT {columns} FROM {table}) TO STDOUT (FORMAT binary)") as out:
        data = b"".join(bytes(part) for part in out)
    began = time.perf_counter()
    with cursor.copy(f"COPY copied ({columns}) FROM STDIN (FORMAT binary)") as into:
        into.write(data)
    taken = time.perf_counter() - began
    cursor.execute("DROP TABLE copied")
    return taken


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        [table],
    )
    return [row[0] for row in cursor.fetchall()]


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {table}")
    return int(cursor.fetchone()[0])


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _seconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
