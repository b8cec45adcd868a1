"""What the race tests share: one proof, and many threads that start together."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from portal.core.actors import AuthContext
from portal.core.permissions import Level
from portal.web.login.claims import Proof


def proof(subject: str = "subject-of-anne") -> Proof:
    auth = AuthContext(population="private", issuer="https://login.example", subject=subject,
                       level=Level.SUBSTANTIAL, at=timezone.now())  # fmt: skip
    return Proof(auth=auth, auth_time=int(time.time()), name="Anne Aagaard")


def at_once(work: Callable[[], Any], workers: int = 6) -> list[Any]:
    """What each of the threads returned; an exception counts as its class."""
    barrier, found = threading.Barrier(workers), []

    def run() -> None:
        barrier.wait()
        try:
            found.append(work())
        except Exception as error:  # noqa: BLE001 - the test looks at what came out
            found.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(workers)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return found


def without_locks(monkeypatch: Any, workers: int = 2) -> None:
    """For the control of a race: rows that would be locked are only read, by all workers before the first goes on."""
    barrier, mine, get = threading.Barrier(workers), threading.local(), QuerySet.get

    def only_read(rows: Any, *args: Any, **kwargs: Any) -> Any:
        mine.asked = True
        return rows.all()

    def read_together(rows: Any, *args: Any, **kwargs: Any) -> Any:
        found = get(rows, *args, **kwargs)
        if mine.__dict__.pop("asked", False):
            barrier.wait(timeout=10)
        return found

    monkeypatch.setattr(QuerySet, "select_for_update", only_read)
    monkeypatch.setattr(QuerySet, "get", read_together)
