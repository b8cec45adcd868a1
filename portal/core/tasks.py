"""The background work of the foundation. Every task may run twice, at the same time, or not at all for a while."""

from celery import shared_task

from portal.core import jobs, mailing, sealing
from portal.core.models import Job
from portal.core.wake import wake


@shared_task
def work(job_id: str) -> None:
    jobs.work(job_id)


@shared_task
def sweep_jobs() -> None:
    """Wake a worker for every running job: chunks of killed workers and lost wake-ups are found within seconds."""
    running = Job.objects.across_organisations("sweeper").filter(state=Job.State.RUNNING)
    for pk in running.order_by("created_at").values_list("pk", flat=True)[:200]:
        wake("portal.core.tasks.work", job_id=str(pk))


@shared_task
def send_waiting_mail() -> None:
    mailing.send_waiting()


@shared_task
def seal_audit() -> None:
    sealing.seal()
