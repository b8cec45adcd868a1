"""Recompute the seals over the trail; for auditors, and after every restore."""

import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core import sealing


class Command(BaseCommand):
    help = (
        "Verify the trail of every organisation, or of --organisation UUID; fails and names what was changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", type=uuid.UUID)

    def handle(self, *args: Any, organisation: uuid.UUID | None = None, **options: Any) -> None:
        verdict = sealing.verify(organisation)
        self.stdout.write(
            f"{verdict.sealed} sealed entries hold, {verdict.erased} of them without their words, "
            f"{verdict.unsealed} wait for the sealer"
        )
        if verdict.faults:
            raise CommandError("\n".join(verdict.faults))
