"""What a worker grows by, whatever the number of rows."""

import tempfile
from pathlib import Path

from tests.benchmarks import Figure
from tests.benchmarks._import import cleared, imported, made

SMALL, LARGE = 6_000, 50_000  # some 16,000 and 110,000 employees


def run(small: int = SMALL, large: int = LARGE) -> list[Figure]:
    grown = []
    with tempfile.TemporaryDirectory(prefix="portal-import-") as name:
        for companies in (small, large):
            _, kilobytes = imported(made(Path(name) / str(companies), companies))
            grown.append(max(kilobytes))
            cleared()
    return [
        Figure("import_memory", grown[1] / grown[0], 1.05, "lower",
               f"a worker's growth at {large} companies over that at {small}"),
        Figure("import_memory_growth", grown[1] / 1024, 48, "lower", "megabytes a worker grows by"),
    ]  # fmt: skip
