"""Import a legacy delivery: check it, hand it to the workers, wait, and print the balance."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from migration_flow.actions.importing import receive
from migration_flow.models import Delivery
from portal.core import jobs
from portal.core.actors import Actor
from portal.core.models import Job


class Command(BaseCommand):
    help = "Import the delivery in a folder or ZIP. Celery workers do the work; --here does it in this process too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument(
            "--here", action="store_true", help="take part in the work instead of only waiting"
        )

    def handle(self, *args: Any, path: Path, here: bool = False, **options: Any) -> None:
        if not path.exists():
            raise CommandError(f"{path} does not exist")
        delivery = receive(actor=Actor.system("import_delivery"), path=path.resolve())
        if delivery.job is not None:
            self._wait(delivery, here)
        delivery.refresh_from_db()
        if delivery.state == Delivery.State.REFUSED:
            raise CommandError(
                f"{delivery.refused_code}: stopped, nothing is counted. {delivery.refused_because}"
            )
        self._print(delivery)

    def _wait(self, delivery: Delivery, here: bool) -> None:
        assert delivery.job is not None
        job_id = delivery.job.pk
        while True:
            if here:
                jobs.work(job_id)
            job = Job.objects.across_organisations("import").get(pk=job_id)
            if job.state != Job.State.RUNNING:
                break
            time.sleep(0.5)
        if job.state != Job.State.DONE:
            raise CommandError(
                f"The import stopped: {list(job.chunks.exclude(error='').values_list('params', 'error'))}"
            )

    def _print(self, delivery: Delivery) -> None:
        for file in delivery.files.order_by("pk"):
            self.stdout.write(
                f"{file.name:28} {file.total:>9} = {file.accepted:>9} accepted + {file.rejected:>6} rejected"
            )
