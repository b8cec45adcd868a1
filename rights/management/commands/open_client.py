"""manage.py open_client SYSTEM: a service client for one IT system, its secret printed once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core.actors import Actor
from rights.actions.clients import open_decision_client
from rights.models import ITSystem


class Command(BaseCommand):
    help = "Open a client that may ask for decisions about a system's rights, and print its id and secret."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("system", help="the system's code, e.g. skat")
        parser.add_argument("--name", default="", help="what the client is called in the history")

    def handle(self, *args: Any, **options: Any) -> None:
        system = ITSystem.objects.filter(code=options["system"]).first()
        if system is None:
            known = ", ".join(ITSystem.objects.order_by("code").values_list("code", flat=True)[:8])
            raise CommandError(f"There is no system {options['system']}. Some that there are: {known}")
        name = options["name"] or system.name_da
        client, secret = open_decision_client(actor=Actor.system("open_client"), system=system, name=name)
        self.stdout.write(f"client_id={client.client_id}\nclient_secret={secret}")
