"""Long work: a job is rows, its chunks are taken by whichever worker is free.

A handler runs in one transaction with the completion of its chunk: done twice it has the effect of once, killed half
way it has none. A chunk that fails or kills its worker `MAX_ATTEMPTS` times is parked and the job ends as failed, with
whatever waits for that chunk undone.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import Min, QuerySet, Sum
from django.utils import timezone

from portal.core.actions import RuleBroken
from portal.core.models import Chunk, Job
from portal.core.wake import wake

log = structlog.get_logger(__name__)
MAX_ATTEMPTS = 5
_LOCK_CLASS = 0x6A6F6273  # "jobs": the first half of the advisory lock key, the chunk's id is the second


@dataclass(frozen=True)
class Kind:
    name: str
    work: Callable[[Job, Chunk], dict[str, Any] | None]
    finish: Callable[[Job], None] | None = None


KINDS: dict[str, Kind] = {}


def job_kind(
    name: str, *, finish: Callable[[Job], None] | None = None
) -> Callable[[Callable[[Job, Chunk], dict[str, Any] | None]], Callable[[Job, Chunk], dict[str, Any] | None]]:
    """Register the handler of one chunk. `finish(job)` runs once, in the transaction of the last chunk."""

    def register(
        work: Callable[[Job, Chunk], dict[str, Any] | None],
    ) -> Callable[[Job, Chunk], dict[str, Any] | None]:
        KINDS[name] = Kind(name, work, finish)
        return work

    return register


def start(
    kind: str, *, title: str, requested_by: str, organisation: Any = None, params: dict[str, Any] | None = None,
    chunks: Iterable[tuple[dict[str, Any], int]], ordered: bool = False, steps: Iterable[int] = (),
) -> Job:  # fmt: skip
    """Create a job inside the running action; workers are woken after commit.

    `chunks`: (params, units) each; `ordered` chunks are done one after the other. `steps` are the numbers of the
    chunks that wait for all before them; those between two of them are free for several workers at once."""
    told = {**(params or {}), **({"steps": sorted(steps)} if steps else {})}
    job = Job(kind=kind, title=title, organisation=organisation.pk if organisation else None,
              requested_by=requested_by, params=told, ordered=ordered)  # fmt: skip
    rows = [Chunk(job=job, number=n, params=each, units=units) for n, (each, units) in enumerate(chunks)]
    job.total_units = sum(row.units for row in rows)
    job.save(force_insert=True)
    Chunk.objects.bulk_create(rows, batch_size=1000)
    transaction.on_commit(lambda: wake("portal.core.tasks.work", job_id=str(job.pk)))
    return job


def progress(job: Job) -> dict[str, Any]:
    """{"done", "total", "percent", "parked"} in units; one query."""
    sums = {row["state"]: row["n"] for row in job.chunks.values("state").annotate(n=Sum("units"))}
    done, total = sums.get(Chunk.State.DONE, 0), job.total_units
    return {"done": done, "total": total, "percent": 100 * done // total if total else 100,
            "parked": sums.get(Chunk.State.PARKED, 0)}  # fmt: skip


def cancel(job: Job) -> None:
    """Stop after the chunks now being worked on; what they did stays. Call inside an action."""
    Job.objects.across_organisations("cancel").filter(pk=job.pk, state=Job.State.RUNNING).update(
        state=Job.State.CANCELLED, finished_at=timezone.now()
    )


def again(job: Job) -> int:
    """Give the parked chunks of a failed job all their tries anew, and what they held back goes on after them; what is
    done stays done. Call inside an action.

    Returns how many chunks wait again: none when the job is not one that failed."""
    rows = Job.objects.across_organisations("run again").select_for_update()
    current = rows.get(pk=job.pk)
    if current.state != Job.State.FAILED:
        return 0
    parked = Chunk.objects.filter(job=current, state=Chunk.State.PARKED)
    waiting = parked.update(state=Chunk.State.WAITING, attempts=0, error="", finished_at=None)
    current.state, current.finished_at = Job.State.RUNNING, None
    current.save(update_fields=["state", "finished_at"])
    transaction.on_commit(lambda: wake("portal.core.tasks.work", job_id=str(job.pk)))
    return waiting


def work(job_id: str | uuid.UUID) -> int:
    """Take and do chunks of the job until none is free. Returns how many this call did."""
    done = 0
    while (chunk := _take(job_id)) is not None:
        try:
            done += _do(chunk)
        finally:
            _release(chunk.pk)
    return done


def _take(job_id: str | uuid.UUID) -> Chunk | None:
    """Lock the next free chunk for this session and count the attempt, durable before the work starts."""
    for pk in _candidates(job_id):
        if not _try_lock(pk):
            continue
        chunk = (
            Chunk.objects.select_related("job")
            .filter(pk=pk, state=Chunk.State.WAITING, job__state=Job.State.RUNNING)
            .first()
        )
        if chunk is None:
            _release(pk)
            continue
        chunk.attempts += 1
        chunk.save(update_fields=["attempts"])
        return chunk
    return None


def _candidates(job_id: str | uuid.UUID) -> list[int]:
    job = Job.objects.across_organisations("worker").filter(pk=job_id, state=Job.State.RUNNING).first()
    return list(_free(job).order_by("number").values_list("pk", flat=True)[:50]) if job else []


def _free(job: Job) -> QuerySet[Chunk]:
    """The waiting chunks for which nothing before them is unfinished. One that is parked holds back what waits for it."""
    chunks = Chunk.objects.filter(job=job)
    waiting, steps = chunks.filter(state=Chunk.State.WAITING), job.params.get("steps", ())
    if not (job.ordered or steps):
        return waiting
    first = chunks.exclude(state=Chunk.State.DONE).aggregate(number=Min("number"))["number"] or 0
    upto = first + 1 if job.ordered else next((step for step in steps if step > first), job.chunks.count())
    return waiting.filter(number__lt=upto)


def _try_lock(pk: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK_CLASS, pk % 2**31])
        return bool(cursor.fetchone()[0])


def _release(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK_CLASS, pk % 2**31])


def _do(chunk: Chunk) -> int:
    if chunk.attempts > MAX_ATTEMPTS:
        _park(chunk, chunk.error or "the worker died")
        return 0
    try:
        with transaction.atomic():
            result = KINDS[chunk.job.kind].work(chunk.job, chunk)
            Chunk.objects.filter(pk=chunk.pk).update(state=Chunk.State.DONE, finished_at=timezone.now())
            _close_if_last(chunk.job, result)
        return 1
    except RuleBroken as broken:
        _park(chunk, str(broken))
    except Exception as error:  # the chunk is tried again, or parked; the worker lives on
        log.exception("chunk_failed", job=str(chunk.job_id), chunk=chunk.number, attempt=chunk.attempts)
        Chunk.objects.filter(pk=chunk.pk).update(error=type(error).__name__)
        if chunk.attempts >= MAX_ATTEMPTS:
            _park(chunk, type(error).__name__)
    return 0


def _park(chunk: Chunk, why: str) -> None:
    with transaction.atomic():
        Chunk.objects.filter(pk=chunk.pk).update(
            state=Chunk.State.PARKED, error=why[:500], finished_at=timezone.now()
        )
        _close_if_last(chunk.job, None)


def _close_if_last(job: Job, result: dict[str, Any] | None) -> None:
    locked = Job.objects.across_organisations("worker").select_for_update().get(pk=job.pk)
    if result:
        locked.result = _merged(locked.result, result)
    if not _free(locked).exists() and locked.state == Job.State.RUNNING:
        failed = Chunk.objects.filter(job=job, state=Chunk.State.PARKED).exists()
        locked.state, locked.finished_at = (Job.State.FAILED if failed else Job.State.DONE), timezone.now()
        finish = KINDS[job.kind].finish
        if finish:
            finish(locked)
    locked.save(update_fields=["result", "state", "finished_at"])


def _merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Numbers add up over chunks, lists grow, everything else is replaced."""
    merged = dict(old)
    for key, value in new.items():
        before = merged.get(key)
        addable = isinstance(value, int | float | list) and type(before) is type(value)
        merged[key] = before + value if addable and before is not None else value
    return merged
