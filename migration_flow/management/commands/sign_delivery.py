"""`manage.py sign_delivery FOLDER`: after rows were corrected by hand, trailers and manifest agree again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from migration_flow.generator.layout import FILES, MANIFEST
from migration_flow.generator.sign import sign


class Command(BaseCommand):
    """Changes files only; it needs no database."""

    help = "Make the manifest of a delivery agree with its files after rows were corrected."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        missing = [name for name in (*FILES, MANIFEST) if not (folder / name).is_file()]
        if missing:
            raise CommandError(f"{folder} has no {', '.join(missing)}")
        for entry in sign(folder)["files"]:
            self.stdout.write(f"{entry['name']:28} {entry['rows']:>9} rows")
