"""Fetch the front end's packages by their lock file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core.runtime import assets
from portal.core.runtime.processes import ServerFailed


class Command(BaseCommand):
    """Does nothing when they are there already."""

    help = __doc__
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what happened."""
        try:
            fetched = assets.fetch()
        except ServerFailed as failure:
            raise CommandError(str(failure)) from None
        self.stdout.write("Fetched." if fetched else "Already here.")
