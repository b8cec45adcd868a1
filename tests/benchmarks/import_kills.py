"""Workers and the database killed at random while a delivery is imported: the same end, and what it costs."""

import hashlib
import os
import random
import signal
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from tests.benchmarks import Figure
from tests.benchmarks._import import TABLES, begin, cleared, imported, made, worker

COMPANIES, RUNS, KILLS = 2_000, 10, (1, 2, 4)


def run(companies: int = COMPANIES, runs: int = RUNS) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="portal-import-") as name:
        delivery = made(Path(name), companies)
        imported(delivery)
        wanted = digest()
        cleared()
        quiet = min(_once(delivery) for _ in range(3))
        different, costs = 0, []
        for seed in range(runs):
            kills = KILLS[seed % len(KILLS)]
            seconds, found = _disturbed(delivery, random.Random(seed), kills, quiet)
            different += found != wanted
            costs.append((seconds / quiet - 1) / kills)
            cleared()
    return [
        Figure("import_kills_different", different, 0, "lower", f"of {runs} seeded runs end with other rows"),
        Figure("import_kills_cost", sorted(costs)[len(costs) // 2], 0.03, "lower",
               f"of the undisturbed time ({quiet:.1f} s) per kill -9 of a worker or the database, median"),
    ]  # fmt: skip


def digest() -> str:
    """Every legacy row without what differs by chance."""
    from django.db import connection

    found = hashlib.sha256()
    with connection.cursor() as cursor:
        for name in TABLES:
            cursor.execute(
                f"SELECT (to_jsonb(t) - 'id' - 'cpr')::text FROM migration_flow_legacy{name} t ORDER BY 1"
            )
            for (row,) in cursor.fetchall():
                found.update(row.encode())
        cursor.execute("SELECT name, total, accepted, rejected FROM migration_flow_deliveryfile ORDER BY 1")
        found.update(repr(cursor.fetchall()).encode())
        cursor.execute("SELECT cvr, code, rids::text FROM migration_flow_finding ORDER BY 1, 2, 3")
        found.update(repr(cursor.fetchall()).encode())
    return found.hexdigest()


def _once(delivery: Path) -> float:
    seconds, _ = imported(delivery)
    cleared()
    return seconds


def _disturbed(delivery: Path, dice: random.Random, kills: int, quiet: float) -> tuple[float, str]:
    from migration_flow.actions import receive
    from portal.core.actors import Actor

    began = time.perf_counter()
    receive(actor=Actor.system("benchmark"), path=delivery)
    running = [_begun(), _begun()]
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_alive, args=(running, stop))
    keeper.start()
    for at in sorted(dice.uniform(0.2, 0.95) * quiet for _ in range(kills)):
        time.sleep(max(0.0, at - (time.perf_counter() - began)))
        _kill(dice, running)
    stop.set()
    keeper.join()
    for process in running:
        process.wait()
    while _state() != "loaded":
        _begun().wait()
    return time.perf_counter() - began, digest()


def _state() -> str:
    """How far the delivery is; asked again while the database recovers."""
    from django.db import InterfaceError, OperationalError, connections

    from migration_flow.models import Delivery

    while True:
        try:
            return str(Delivery.objects.get().state)
        except (OperationalError, InterfaceError):
            connections.close_all()
            time.sleep(0.1)


def _begun() -> Any:
    process = worker()
    begin(process)
    return process


def _keep_alive(running: list[Any], stop: threading.Event) -> None:
    """As a supervisor does: a dead worker is replaced at once."""
    while not stop.is_set() or any(process.poll() not in (None, 0) for process in running):
        for place, process in enumerate(running):
            if process.poll() not in (None, 0):
                running[place] = _begun()
        time.sleep(0.02)


def _kill(dice: random.Random, running: list[Any]) -> None:
    """A worker, or a backend of PostgreSQL, which stops all of them and recovers."""
    import psycopg

    if dice.random() < 0.5:
        dice.choice(running).send_signal(signal.SIGKILL)
        return
    try:
        with psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as connection:
            rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
                                      " AND pid <> pg_backend_pid()").fetchall()  # fmt: skip
        os.kill(dice.choice(rows)[0], signal.SIGKILL)
    except (psycopg.OperationalError, ProcessLookupError, IndexError):
        dice.choice(running).send_signal(signal.SIGKILL)
