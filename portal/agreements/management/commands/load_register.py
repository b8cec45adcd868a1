"""Load register documents (`Vrvirksomhed`, one JSON document per line) into the local copy."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.agreements.actions import act_on_register
from portal.agreements.actions.register import load


class Command(BaseCommand):
    help = "Load register documents from a .jsonl file; the same file twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        counted = load(path)
        acted = act_on_register()
        told = f"{counted['read']} documents read, {counted['changed']} companies new or changed"
        if counted["rejected"]:
            told += f", {counted['rejected']} lines rejected (see the log)"
        self.stdout.write(f"{told}, {acted} events acted on" if acted else told)
