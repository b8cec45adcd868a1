"""Run the benchmarks: each a ratio against its named peer or physical limit, beside its goal."""

import subprocess
import sys
from argparse import REMAINDER
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = (
        "bench [NAME …] [--json]: what lies in tests/benchmarks, on servers of its own; never fails a build."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rest", nargs=REMAINDER)

    def handle(self, *args: Any, rest: list[str], **options: Any) -> None:
        subprocess.run([sys.executable, "-m", "tests.benchmarks", *rest], cwd=settings.BASE_DIR, check=True)  # noqa: S603
