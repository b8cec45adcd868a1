"""`manage.py rotate_keys`: after a new key was put first in CPR_KEYS everywhere, write what older keys encrypted anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core import rotation


class Command(BaseCommand):
    """May run twice, be stopped, and run while the portal is in use."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per column; fails when an older key is still needed."""
        needed = False
        for model, field in rotation.columns():
            written = rotation.rotate(model, field)
            needed = rotation.remains(model, field) or needed
            self.stdout.write(f"{model._meta.label}.{field.name}: {written} written anew")
        if needed:
            raise CommandError("Some values were written with an older key meanwhile. Run this again.")
        self.stdout.write("No value needs an older key: it can be taken out of CPR_KEYS.")
