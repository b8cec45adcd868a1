"""Change the key that signs."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.broker import keys


class Command(BaseCommand):
    """Signs with a new key from now on; the old ones stay published for an hour."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate once."""
        self.stdout.write(f"Signing with {keys.rotate()} from now on.")
