"""manage.py load_catalogue: the systems and rights of rights/catalogue, as far as they are not there yet."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.core.actors import Actor
from rights.actions.catalogue import add_to_catalogue, missing_from_catalogue, read_catalogue


class Command(BaseCommand):
    help = "Add the systems and rights of the data files to the catalogue. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        systems = read_catalogue()
        missing = missing_from_catalogue(systems)
        added = add_to_catalogue(actor=Actor.system("load_catalogue"), systems=missing) if missing else 0
        total = sum(len(system["rights"]) for system in systems)
        self.stdout.write(f"{len(systems)} systems, {total} rights in the data; {added} rights added.")
