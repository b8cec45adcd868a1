"""The design system and its kin, fetched by their lock file into requirements/node_modules."""

import os
import shutil
import sys
from pathlib import Path

from .places import PROJECT
from .processes import ServerFailed, Spec, run
from .stamps import digest, once

FOLDER = PROJECT / "requirements"
LOCKED = (FOLDER / "package-lock.json", FOLDER / ".npmrc")
MODULES = FOLDER / "node_modules"


def npm() -> tuple[str, dict[str, str]]:
    """npm and its environment: the system's, else the one from the nodejs wheel beside this Python."""
    ours = Path(sys.prefix) / "bin"
    found = shutil.which("npm") if shutil.which("node") else None
    program = found or shutil.which("npm", path=str(ours))
    if not program:
        raise ServerFailed(
            "npm was not found. Run: python3 manage.py assets (it brings its own), or install nodejs."
        )
    return program, {**os.environ, "PATH": f"{os.environ.get('PATH', os.defpath)}{os.pathsep}{ours}"}


def fetch() -> bool:
    """Bring node_modules to the lock. Returns whether it fetched; raises ServerFailed with npm's words.

    No install scripts run: the packages are files to serve, not programs.
    """
    if not LOCKED[0].exists():
        return False
    return once(MODULES / ".fetched", digest(LOCKED), _install)


def _install() -> None:
    program, env = npm()
    command = [program, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = run(Spec(command, env=env, cwd=FOLDER))
    if done.returncode:
        raise ServerFailed(f"The front end's packages could not be fetched (npm ci):\n{done.stderr.strip()}")
