"""Run a command with a throw-away PostgreSQL and Valkey: manage.py test_servers -- pytest tests/core -x."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core.runtime.processes import ServerFailed
from portal.core.runtime.supervisor import StopAsked, stop_signals
from portal.core.runtime.throwaway import Throwaway


class Command(BaseCommand):
    """The servers are gone when the command has ended, however it ended."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Everything after `--`."""
        parser.add_argument("command", nargs="+", metavar="COMMAND")

    def handle(self, *args: Any, command: list[str], **options: Any) -> None:
        """Ends with the command's own code."""
        try:
            with stop_signals(), Throwaway() as servers:
                env = environment(servers.environment())
                code = subprocess.run(command, env=env, check=False).returncode  # noqa: S603 - the user's own
        except ServerFailed as failure:
            raise CommandError(str(failure)) from None
        except StopAsked:
            code = 130
        sys.exit(code)


def environment(servers: dict[str, str]) -> dict[str, str]:
    """Ours with the servers' addresses, and this environment's programs (pytest, ruff) first on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**os.environ, **servers, "PATH": path}
