"""`manage.py check_provider`: compare the login provider's metadata with the settings."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.web.login import discovery
from portal.web.login.errors import ProviderDown


class Command(BaseCommand):
    help = "Fetch the login provider's metadata and say where the settings differ from it."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = discovery.faults()
        except ProviderDown as error:
            raise CommandError(f"The provider does not answer: {error.detail}") from None
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("The provider's metadata and the settings agree.")
