"""Long work goes on after a kill: what a chunk does happens once, and a chunk that kills its workers is set aside."""

import pytest
from django.db import transaction

from portal.core import jobs
from portal.core.models import Chunk, Job, OutgoingMail
from tests.core import job_kinds
from tests.core.connections import second_connection
from tests.core.worker import worker

pytestmark = pytest.mark.django_db(transaction=True)


def job(*params: dict, ordered: bool = False, steps: tuple[int, ...] = ()) -> Job:
    with transaction.atomic():
        return jobs.start("test.rows", title="Rækker", requested_by="test", chunks=[(each, 10) for each in params],
                          ordered=ordered, steps=steps)  # fmt: skip


def run(this: Job) -> int:
    """In a process of its own; gives its exit code."""
    code = f"import tests.core.job_kinds; from portal.core import jobs; jobs.work('{this.pk}')"
    process = worker(code)
    return process.wait(60)


def state(this: Job) -> str:
    this.refresh_from_db()
    return this.state


def rows() -> int:
    return OutgoingMail.objects.filter(template="job").count()


@pytest.mark.parametrize("point", ["before", "after", "committed"])
def test_a_killed_workers_chunk_is_done_by_the_next_one_and_has_its_effect_once(point):
    this = job({}, {"die": point}, {})
    assert run(this) == -9
    assert state(this) == "running"
    assert jobs.work(this.pk) >= 1
    assert state(this) == "done"
    assert rows() == 3
    assert sorted(this.result["numbers"]) == [0, 1, 2]


def test_a_chunk_that_always_kills_its_worker_is_set_aside_and_the_rest_is_done():
    this = job({"die": "after", "always": True}, {}, {})
    Chunk.objects.filter(job=this, number=0).update(attempts=jobs.MAX_ATTEMPTS - 1)
    assert run(this) == -9
    assert jobs.work(this.pk) == 2
    assert state(this) == "failed"
    assert rows() == 2
    assert jobs.progress(this) == {"done": 20, "total": 30, "percent": 66, "parked": 10}


def test_a_chunk_that_fails_is_tried_again_and_then_set_aside_with_what_happened():
    this = job({"fail": True}, {})
    jobs.work(this.pk)
    chunk = this.chunks.get(number=0)
    assert (chunk.state, chunk.attempts, chunk.error) == ("parked", jobs.MAX_ATTEMPTS, "ZeroDivisionError")
    assert (state(this), rows()) == ("failed", 1)


def test_what_was_set_aside_can_be_run_again():
    this = job({"fail": True}, {})
    jobs.work(this.pk)
    Chunk.objects.filter(job=this).update(params={})
    with transaction.atomic():
        assert jobs.again(this) == 1
    jobs.work(this.pk)
    assert (state(this), rows()) == ("done", 2)


def test_a_chunk_in_anothers_hands_is_left_to_them():
    this = job({}, {})
    held = this.chunks.get(number=0).pk
    with second_connection(autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [jobs._LOCK_CLASS, held])
        assert jobs.work(this.pk) == 1
        assert state(this) == "running"
    assert jobs.work(this.pk) == 1
    assert (state(this), rows()) == ("done", 2)


def test_ordered_chunks_wait_for_the_one_before():
    this = job({}, {}, ordered=True)
    held = this.chunks.get(number=0).pk
    with second_connection(autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [jobs._LOCK_CLASS, held])
        assert jobs.work(this.pk) == 0
    assert jobs.work(this.pk) == 2


def states(this: Job) -> list[str]:
    return list(this.chunks.order_by("number").values_list("state", flat=True))


@pytest.mark.parametrize(
    ("order", "stopped"),
    [
        ({"ordered": True}, ["done", "parked", "waiting", "waiting"]),
        # The neighbour in the same step is free; the next step is not.
        ({"steps": (0, 1, 3)}, ["done", "parked", "done", "waiting"]),
        ({}, ["done", "parked", "done", "done"]),
    ],
)
def test_what_waits_for_a_parked_chunk_is_not_done_until_it_is(order, stopped):
    this = job({}, {"fail": True}, {}, {}, **order)
    jobs.work(this.pk)
    assert (states(this), state(this)) == (stopped, "failed")
    assert jobs.work(this.pk) == 0
    Chunk.objects.filter(job=this).update(params={})
    with transaction.atomic():
        assert jobs.again(this) == 1
    jobs.work(this.pk)
    assert (states(this), state(this), rows()) == (["done"] * 4, "done", 4)
    assert this.result["numbers"].index(1) < this.result["numbers"].index(3) or not order


def test_cancelling_keeps_what_is_done_and_starts_nothing_more():
    this = job({}, {})
    with transaction.atomic():
        jobs.cancel(this)
    assert jobs.work(this.pk) == 0
    assert (state(this), rows()) == ("cancelled", 0)


def test_without_the_lock_two_workers_would_do_the_same_chunk(monkeypatch):
    """The control: what the lock holds back."""
    this = job({})
    held = this.chunks.get().pk
    monkeypatch.setattr(jobs, "_try_lock", lambda pk: True)
    with second_connection(autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [jobs._LOCK_CLASS, held])
        assert jobs._take(this.pk) is not None


def test_the_kind_of_these_tests_is_registered():
    assert jobs.KINDS["test.rows"].work is job_kinds.work
