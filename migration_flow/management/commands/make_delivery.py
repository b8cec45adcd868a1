"""`manage.py make_delivery`: a synthetic country's legacy delivery, register and personas."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from migration_flow.generator.delivery import Head
from migration_flow.generator.make import PRESETS, Made, Order, make


class Command(BaseCommand):
    """Writes files only; it needs no database."""

    help = "Make a legacy NemID Erhverv delivery of a synthetic country, with its register and personas."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The size by number or preset, the seed, where to, and what kind."""
        size = parser.add_mutually_exclusive_group(required=True)
        size.add_argument("--companies", type=int, help="1 to 700000")
        size.add_argument("--preset", choices=PRESETS, help="tiny has every error code once")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--kind", choices=("full", "delta"), default="full")
        parser.add_argument("--zip", action="store_true", dest="zipped", help="a ZIP beside the folder")
        parser.add_argument("--encoding", choices=("windows-1252", "utf-8-sig"), default="windows-1252")
        parser.add_argument("--sequence", type=int, help="1 for a full delivery, 2 for a delta")
        parser.add_argument("--environment", choices=("TEST", "PROD"), default="TEST")
        parser.add_argument("--changed", type=float, help="share of companies that a delta changes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say what was made."""
        try:
            made = make(_order(options), self._progress)
        except ValueError as wrong:
            raise CommandError(str(wrong)) from wrong
        self._report(made)

    def _progress(self, done: int) -> None:
        self.stderr.write(f"{done} companies")

    def _report(self, made: Made) -> None:
        self.stdout.write(f"{made.delivery}")
        for name, balance in made.expected.files.items():
            self.stdout.write(f"  {name:26} {balance.rows:>9} rows, {balance.rejected} to be rejected")
        if made.others:
            self.stdout.write(f"  to be refused: {', '.join(made.others)}")


def _order(options: dict[str, Any]) -> Order:
    kind = options["kind"]
    sequence = options["sequence"] or (1 if kind == "full" else 2)
    preset = options["preset"]
    return Order(
        out=options["out"],
        companies=PRESETS[preset] if preset else options["companies"],
        seed=options["seed"],
        head=Head(sequence, kind, options["environment"], options["encoding"]),
        flaws="each" if preset == "tiny" else "rates",
        zipped=options["zipped"],
        changed=options["changed"],
    )
