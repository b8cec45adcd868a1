"""A delta into tables in use, beside `\\copy` of the rows it changed into tables as full as ours."""

import tempfile
from pathlib import Path

from tests.benchmarks import Figure
from tests.benchmarks._import import TABLES, cleared, copied, imported, linked, made, peer, saved

COMPANIES = 16_000


def run(companies: int = COMPANIES) -> list[Figure]:
    from django.db import connections

    with tempfile.TemporaryDirectory(prefix="portal-import-") as name:
        folder = Path(name)
        imported(made(folder, companies))
        delta = made(folder, companies, sequence=2)
        (folder / "before").mkdir()
        ours, _ = imported(delta)
        changed = saved(folder, "WHERE delivery = 2")
        others = saved(folder / "before", "WHERE delivery = 1")
        peer(indexed=True)
        copied(others)  # as full as ours but for the rows of the delta
        with connections["owner"].cursor() as cursor:
            linked(cursor)
            cursor.execute("ANALYZE " + ", ".join(f"peer_{table}" for table in TABLES))
        theirs = copied(changed)
        cleared()
    return [Figure("import_delta", theirs / ours, 0.8, "higher",
                   f"\\copy of its rows ({theirs:.1f} s) over the live delta ({ours:.1f} s), {companies} companies")]  # fmt: skip
