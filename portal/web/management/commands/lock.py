"""Write the lock files of requirements/ anew: what may be installed, by hash, naming no host."""

import shutil
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core.runtime import assets
from portal.core.runtime.places import PROJECT

FOLDER = PROJECT / "requirements"
LOCKS = ("base", "embedded", "dev")
OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--custom-compile-command=python3 manage.py lock",
    "--quiet",
)


class Command(BaseCommand):
    """Keeps the versions that are locked unless told to upgrade."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to upgrade."""
        parser.add_argument("--upgrade", action="store_true", help="take the newest version of everything")
        parser.add_argument("--upgrade-package", action="append", default=[], metavar="NAME")

    def handle(self, *args: Any, upgrade: bool, upgrade_package: list[str], **options: Any) -> None:
        """One lock after the other, then npm's."""
        chosen = [f"--upgrade-package={name}" for name in upgrade_package] + ["--upgrade"] * upgrade
        for name in LOCKS:
            files = [f"requirements/{name}.in", "-o", f"requirements/{name}.txt"]
            self._run([uv(), "pip", "compile", *files, *OPTIONS, *chosen], PROJECT)
        if (FOLDER / "package.json").exists():
            program, env = assets.npm()
            verb = "update" if upgrade else "install"
            self._run([program, verb, "--package-lock-only", "--ignore-scripts", "--no-audit"], FOLDER, env)

    def _run(self, command: list[str], folder: Path, env: dict[str, str] | None = None) -> None:
        self.stdout.write(f"{Path(command[0]).name} {' '.join(command[1:4])}")
        if subprocess.run(command, cwd=folder, env=env, check=False).returncode:  # noqa: S603 - fixed commands
            raise CommandError("The lock was not written; the reason stands above.")


def uv() -> str:
    """The uv of this environment."""
    program = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if not program:
        raise CommandError(
            "uv was not found. It comes with requirements/dev.txt: run this as python3 manage.py lock."
        )
    return program
