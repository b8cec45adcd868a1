"""Waking a worker. The row in PostgreSQL is the truth; a lost wake-up only costs the seconds until the next sweep."""

import structlog
from celery import current_app
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)


def wake(task: str, **kwargs: object) -> None:
    """Ask a worker to run `task` now. Never raises and never waits: beat sweeps for what was missed."""
    try:
        current_app.send_task(task, kwargs=kwargs, retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("wake_failed", task=task, error=type(error).__name__)
