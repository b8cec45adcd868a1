"""Load a file of personas."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.broker import personas


class Command(BaseCommand):
    """Creates the people of a file or brings them up to date; running it twice changes nothing."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One or more files."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE.json")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        """Say how many came, or which file has which fault."""
        for file in files:
            try:
                loaded = personas.load(json.loads(file.read_text(encoding="utf-8")))
            except (OSError, json.JSONDecodeError, personas.PersonaFileError) as error:
                raise CommandError(f"{file.name}: {error}") from None
            self.stdout.write(f"{file.name}: {loaded.total} personas, {loaded.new} new")
