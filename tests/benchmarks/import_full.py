"""The first load of a delivery, all of it, beside `\\copy` of the rows it accepted."""

import tempfile
from pathlib import Path

from tests.benchmarks import Figure
from tests.benchmarks._import import cleared, copied, imported, indexed, linked, made, peer, saved

COMPANIES = 16_000


def run(companies: int = COMPANIES, path: Path | None = None) -> list[Figure]:
    from django.db import connections

    with tempfile.TemporaryDirectory(prefix="portal-import-") as name:
        folder = Path(name)
        delivery = path or made(folder, companies)
        imported(made(folder / "warm", 500))
        cleared()
        ours, grown = imported(delivery)
        files = saved(folder)
        cleared()
        peer(indexed=True)
        with connections["owner"].cursor() as cursor:
            linked(cursor)
        with_keys = copied(files)
        peer(indexed=False)
        heap = copied(files) + indexed()
    size = f"{companies} companies in {ours:.1f} s"
    return [
        Figure("import_full", with_keys / ours, 1.5, "higher",
               f"\\copy into indexed tables with foreign keys ({with_keys:.1f} s) over the whole import; {size}"),
        Figure("import_full_heap", heap / ours, 0.5, "higher",
               f"COPY into heaps and index build ({heap:.1f} s) over the whole import"),
        Figure("import_full_growth", max(grown) / 1024, 48, "lower", "megabytes a worker grows by"),
    ]  # fmt: skip
