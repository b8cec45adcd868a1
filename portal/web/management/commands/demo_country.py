"""A small synthetic country to try the portal on: its register, its legacy delivery, its people, one service client.

Everything goes in by the same commands and actions as in production; running it twice changes nothing."""

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from portal.core.runtime import places
from portal.core.runtime.secret import kept_secret
from rights.models import ServiceClient

SYSTEM = "skat"


def folder() -> Path:
    """Where the demo country's files lie."""
    return places.var_dir() / "demo"


class Command(BaseCommand):
    help = "Make the demo country: 50 companies, as the legacy system and the register know them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--companies", type=int, default=50)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, companies: int, seed: int, **options: Any) -> None:
        out = folder()
        if not (out / "cast.json").exists():
            call_command("make_delivery", companies=companies, seed=seed, out=out, stdout=io.StringIO())
        call_command("load_catalogue", stdout=self.stdout)
        call_command("load_register", out / "register" / "companies.jsonl", stdout=self.stdout)
        call_command("import_delivery", next(out.glob("NEMIDERHV_*_01")), here=True, stdout=self.stdout)
        call_command("load_plan", capacity=5, stdout=self.stdout)
        if not is_known(out / "client.txt"):
            told = io.StringIO()
            call_command("open_client", SYSTEM, stdout=told)
            (out / "client.txt").write_text(told.getvalue())
            (out / "client.txt").chmod(0o600)
        self._people(out / "personas.json")

    def _people(self, path: Path) -> None:
        """The stand-in MitID learns who lives in the country; it is a project of its own, so by its own command."""
        environment = {
            "BROKER_DATABASE_URL": places.database_url(places.BROKER_ROLE, "broker"),
            "BROKER_SECRET_KEY": kept_secret(places.var_dir() / "secrets" / "broker"),
            **os.environ,
        }
        command = [sys.executable, "-m", "portal.broker", "load_personas", str(path)]
        subprocess.run(command, check=True, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL)  # noqa: S603


def is_known(path: Path) -> bool:
    """Whether the client that the file tells of is one of this database's."""
    told = path.read_text() if path.exists() else ""
    known = ServiceClient.objects.values_list("client_id", flat=True)
    return any(f"client_id={each}" in told for each in known)
