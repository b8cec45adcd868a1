"""What the import's benchmarks share: deliveries, worker processes, and the peer's copy of the same rows."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

TABLES = ("company", "unit", "employee", "signature", "administrator", "right", "mandate", "othersignature")
# What a peer without staging has to have declared: rows hang on their company and their employee.
KEYS = {
    "unit": "FOREIGN KEY (cvr) REFERENCES peer_company (cvr)",
    "employee": "FOREIGN KEY (cvr) REFERENCES peer_company (cvr)",
    "signature": "FOREIGN KEY (cvr, rid) REFERENCES peer_employee (cvr, rid)",
    "administrator": "FOREIGN KEY (cvr, rid) REFERENCES peer_employee (cvr, rid)",
    "right": "FOREIGN KEY (cvr, rid) REFERENCES peer_employee (cvr, rid)",
    "mandate": "FOREIGN KEY (cvr) REFERENCES peer_company (cvr)",
    "othersignature": "FOREIGN KEY (cvr) REFERENCES peer_company (cvr)",
}
WORKER = """
import re, sys, time
import django; django.setup()
from django.db import OperationalError, InterfaceError, connections
from migration_flow.actions import receive
from portal.core import jobs
from portal.core.models import Job
def peak():
    return re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]
before = peak()
print("ready", flush=True)
sys.stdin.readline()
while True:
    try:
        job = Job.objects.across_organisations("benchmark").filter(kind="migration_flow.import", state="running").first()
        if job is None:
            break
        jobs.work(job.pk)
        time.sleep(0.02)
    except (OperationalError, InterfaceError):
        connections.close_all()
        time.sleep(0.1)
print(before, peak())
"""


def made(folder: Path, companies: int, sequence: int = 1, seed: int = 1, **more: Any) -> Path:
    """A delivery on the disk."""
    from migration_flow.generator.delivery import Head
    from migration_flow.generator.make import Order, make

    head = Head(sequence, "full" if sequence == 1 else "delta")
    return make(Order(folder, companies, seed, head, **more)).delivery


def worker() -> subprocess.Popen[str]:
    """A process as Celery's, that is up; a line on its input sets it to work until no import runs."""
    process = subprocess.Popen([sys.executable, "-c", WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                               env=dict(os.environ))  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def begin(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def imported(path: Path, workers: int = 2) -> tuple[float, list[int]]:
    """Seconds from the arrival until the balance is stored, and what each worker grew by in kilobytes."""
    from migration_flow.actions import receive
    from portal.core.actors import Actor

    running = [worker() for _ in range(workers)]
    began = time.perf_counter()
    delivery = receive(actor=Actor.system("benchmark"), path=path)
    for process in running:
        begin(process)
    told = [process.communicate()[0].split() for process in running]
    seconds = time.perf_counter() - began
    delivery.refresh_from_db()
    assert delivery.state == "loaded", (delivery.state, delivery.refused_code)
    return seconds, [int(after) - int(before) for before, after in told]


def cleared() -> None:
    """As before the first delivery."""
    from django.db import connections

    legacy = ", ".join(f"migration_flow_legacy{name}" for name in TABLES)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"TRUNCATE {legacy}, migration_flow_finding RESTART IDENTITY CASCADE")
        cursor.execute("TRUNCATE migration_flow_delivery CASCADE")
        cursor.execute("SELECT legacy_clear_staging()")


def saved(folder: Path, where: str = "") -> dict[str, Path]:
    """The accepted rows as COPY text, one file per table."""
    from django.db import connection

    files = {}
    for name in TABLES:
        files[name] = folder / f"{name}.copy"
        select = f"COPY (SELECT * FROM migration_flow_legacy{name} {where}) TO STDOUT"
        with connection.cursor() as cursor, files[name].open("wb") as out, cursor.copy(select) as copy:
            for block in copy:
                out.write(block)
    return files


def linked(cursor: Any) -> None:
    """Foreign keys for rows that come from now on."""
    for name, key in KEYS.items():
        cursor.execute(f"ALTER TABLE peer_{name} ADD {key} NOT VALID")


def peer(*, indexed: bool) -> None:
    """Tables like ours, empty; with their indexes, or bare."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for name in reversed(TABLES):
            cursor.execute(f"DROP TABLE IF EXISTS peer_{name} CASCADE")
        for name in TABLES:
            like = "INCLUDING INDEXES" if indexed else ""
            cursor.execute(
                f"CREATE TABLE peer_{name} (LIKE migration_flow_legacy{name} INCLUDING DEFAULTS {like})"
            )


def copied(files: dict[str, Path]) -> float:
    """Seconds of `\\copy` for all of the files, one after the other."""
    from django.db import connections

    began = time.perf_counter()
    for name, path in files.items():
        into = f"COPY peer_{name} FROM STDIN"
        with connections["owner"].cursor() as cursor, path.open("rb") as source, cursor.copy(into) as copy:
            while block := source.read(1 << 20):
                copy.write(block)
    return time.perf_counter() - began


def indexed() -> float:
    """Seconds to give the bare tables the indexes ours have."""
    from django.db import connections

    began = time.perf_counter()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '256MB'")
        for name in TABLES:
            cursor.execute("SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass",
                           [f"migration_flow_legacy{name}"])  # fmt: skip
            for (statement,) in cursor.fetchall():
                bare = statement.split(" INDEX ")[1].split(" USING ")[1]
                cursor.execute(f"CREATE INDEX ON peer_{name} USING {bare}")
    return time.perf_counter() - began
