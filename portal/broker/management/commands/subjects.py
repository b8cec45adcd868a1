"""Print the subject each persona has at one client."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.broker.adapter import pairwise_subject
from portal.broker.models import Persona


class Command(BaseCommand):
    """JSON on standard output: per persona key the private subject and, by CVR, the professional ones."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The client, because subjects are pairwise; optionally some keys."""
        parser.add_argument("client_id")
        parser.add_argument("keys", nargs="*")

    def handle(self, *args: Any, client_id: str, keys: list[str], **options: Any) -> None:
        """Write one object."""
        people = Persona.objects.prefetch_related("roles")
        if keys:
            people = people.filter(key__in=keys)
        self.stdout.write(json.dumps({persona.key: subjects(client_id, persona) for persona in people}))


def subjects(client_id: str, persona: Persona) -> dict[str, Any]:
    """The names one person has at a client."""
    roles = {role.cvr: pairwise_subject(client_id, role.professional_uuid) for role in persona.roles.all()}
    return {"private": pairwise_subject(client_id, persona.mitid_uuid), "professional": roles}
