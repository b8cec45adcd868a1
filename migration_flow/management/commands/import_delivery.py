"""Import a legacy delivery: check it, hand it to the workers, wait, and print the balance."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from migration_flow.actions.importing import receive
from migration_flow.models import Delivery
from migration_flow.queries.deliveries import pace
from migration_flow.rules import sentence
from portal.core import jobs
from portal.core.actors import Actor

S = Delivery.State
LOOK_EVERY, TELL_EVERY = 0.5, 10  # seconds


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
        self._wait(delivery, here)
        if delivery.state == S.REFUSED:
            told = sentence(delivery.refused_code, delivery.refused_because)
            raise CommandError(f"{delivery.refused_code}: {told}")
        if delivery.state == S.STOPPED:
            raise CommandError(f"The import stopped: {self._faults(delivery)}")
        self._print(delivery)

    def _wait(self, delivery: Delivery, here: bool) -> None:
        told = time.monotonic()
        while delivery.state in (S.LOADING, S.WAITING):
            if here and delivery.job_id:
                jobs.work(delivery.job_id)
            delivery.refresh_from_db()
            if delivery.state in (S.LOADING, S.WAITING):
                time.sleep(LOOK_EVERY)
            if time.monotonic() - told > TELL_EVERY:
                told = time.monotonic()
                self.stderr.write(f"{delivery.get_state_display()} {pace(delivery).get('percent', 0)} %")

    def _faults(self, delivery: Delivery) -> list[Any]:
        return (
            list(delivery.job.chunks.exclude(error="").values_list("params", "error")) if delivery.job else []
        )

    def _print(self, delivery: Delivery) -> None:
        for file in delivery.files.order_by("pk"):
            self.stdout.write(
                f"{file.name:28} {file.total:>9} = {file.accepted:>9} accepted + {file.rejected:>6} rejected"
            )
