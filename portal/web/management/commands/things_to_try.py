"""Print the demo country's personas, its support agent and a first walk; `up` ends its start with it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.web import demo


class Command(BaseCommand):
    """For the portal at BASE_URL."""

    help = __doc__
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """The text, or nothing where there is no demo country."""
        self.stdout.write(demo.things_to_try(settings.BASE_URL))
