"""A kind of job for tests: each chunk leaves one row, and may kill its worker on the way."""

import os
import signal

from django.db import transaction
from django.utils import timezone

from portal.core import jobs
from portal.core.models import Chunk, Job, OutgoingMail


def leave_row(job: Job, chunk: Chunk) -> None:
    OutgoingMail.objects.create(
        id=f"00000000-0000-4000-9000-{chunk.number:012}", template="job", recipient="x@99000015.example", language="da",
        subject="x", body="x", message_id=f"<{job.pk}-{chunk.number}>", created_at=timezone.now(),
    )  # fmt: skip


@jobs.job_kind("test.rows")
def work(job: Job, chunk: Chunk) -> dict[str, object]:
    """`die`: "before" or "after" its row, or "committed"; on the first attempt, or with `always` on every one."""
    die = chunk.params.get("die") if chunk.attempts == 1 or chunk.params.get("always") else None
    if die == "before":
        _die()
    leave_row(job, chunk)
    if die == "after":
        _die()
    if die == "committed":
        transaction.on_commit(_die)
    if chunk.params.get("fail"):
        raise ZeroDivisionError("no fault of ours")
    return {"rows": 1, "numbers": [chunk.number]}


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
