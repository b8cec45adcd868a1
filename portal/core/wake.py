"""Waking a worker. The row in PostgreSQL is the truth; a lost wake-up only costs the seconds until the next sweep."""

import time

import structlog
from celery import current_app
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)
_PAUSE = 0.5
_last: dict[str, float] = {}


def wake(task: str, **kwargs: object) -> None:
    """Ask a worker to run `task` now. Never raises and never waits: beat sweeps for what was missed."""
    try:
        current_app.send_task(task, kwargs=kwargs, retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("wake_failed", task=task, error=type(error).__name__)


def wake_soon(task: str) -> None:
    """The same for a task that takes everything that waits: one wake-up in half a second is enough for any number of
    rows, and what it just misses the sweep finds."""
    now = time.monotonic()
    if now - _last.get(task, -_PAUSE) >= _PAUSE:
        _last[task] = now
        wake(task)
