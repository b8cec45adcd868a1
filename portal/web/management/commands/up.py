"""Start everything the portal needs on this machine, and stop it all again with Ctrl-C."""

import time
from argparse import ArgumentParser
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.urls import reverse

from portal.core.runtime import house, places
from portal.core.runtime.alone import Turn, only_one
from portal.core.runtime.processes import ServerFailed
from portal.core.runtime.supervisor import StopAsked, Supervisor, stop_signals

PORT = 8000


class Command(BaseCommand):
    """Each part is started in order, looked at until it answers, and cared for until Ctrl-C."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The port to prefer."""
        parser.add_argument("--port", type=int, default=PORT, help=f"preferred port of the portal ({PORT})")

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        """Ends when asked to stop; what cannot run ends it with a sentence."""
        refuse_production()
        try:
            with stop_signals(), only_one(places.var_dir()) as turn, Supervisor(self.say) as supervisor:
                self._open(supervisor, turn, port)
                supervisor.watch()
        except StopAsked:
            self.say("Stopped.")
        except ServerFailed as failure:
            raise CommandError(str(failure)) from None
        except OperationalError as failure:
            raise CommandError(f"The database does not answer: {failure}") from None

    def _open(self, supervisor: Supervisor, turn: Turn, port: int) -> None:
        started = time.monotonic()
        address = house.House(supervisor, self.say, port, client(), house.DEMO in get_commands()).open()
        turn.tell(address=address)
        self.say(f"\nThe portal is ready at {address} (after {time.monotonic() - started:.1f} s).")
        self.say(things_to_try(address))
        self.say(f"Logs: {places.var_dir() / 'log'}. Ctrl-C stops everything.")

    def say(self, sentence: str) -> None:
        """One line, at once."""
        self.stdout.write(sentence)
        self.stdout.flush()


def refuse_production() -> None:
    """Embedded servers trust whoever reaches their socket; real data needs real ones."""
    if settings.IS_PRODUCTION:
        raise CommandError(
            "Nothing embedded starts under PORTAL_ENV=production. Run gunicorn, celery worker and celery "
            "beat under your own service manager; the README says how."
        )


def client() -> house.Client:
    """How the stand-in MitID is to know us."""
    return house.Client(
        settings.OIDC_RP_CLIENT_ID,
        settings.OIDC_RP_CLIENT_SECRET,
        reverse("login:callback"),
        reverse("login:logged_out"),
    )


def things_to_try(address: str) -> str:
    """Personas, the demo agent and what to try, as the demo country tells it; nothing without one."""
    if find_spec("portal.web.demo") is None:
        return ""
    return str(import_module("portal.web.demo").things_to_try(address))
