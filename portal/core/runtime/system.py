"""Libraries and programs that no wheel brings: looked for, installed where allowed, asked for otherwise."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .processes import ServerFailed


@dataclass(frozen=True)
class Need:
    """What is needed for what, the Debian packages that bring it, and whether it is here."""

    purpose: str
    packages: tuple[str, ...]
    is_met: Callable[[], bool]


def loads(*libraries: str) -> bool:
    """Whether every shared library can be loaded."""
    try:
        for library in libraries:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_program(*names: str) -> bool:
    """Whether one of the programs is on the path."""
    return any(shutil.which(name) for name in names)


PANGO = Need(
    "Pango, which draws the PDF documents",
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    lambda: loads("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"),
)
CHROMIUM = Need(
    "Chromium, which the browser tests drive",
    ("chromium", "libatomic1"),
    lambda: has_program("chromium", "chromium-browser") and loads("libatomic.so.1"),
)
TOOLS = Need(
    "pdftotext and curl, with which tests read what others would read",
    ("poppler-utils", "curl"),
    lambda: has_program("pdftotext") and has_program("curl"),
)


def ensure(needs: Iterable[Need], say: Callable[[str], object]) -> None:
    """Return when all are met. Root with apt installs them; else ServerFailed with the line to run."""
    missing = [need for need in needs if not need.is_met()]
    if not missing:
        return
    packages = [package for need in missing for package in need.packages]
    purposes = " and ".join(need.purpose for need in missing)
    line = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise ServerFailed(f"Missing: {purposes}. Ask your administrator to run, or run as root: {line}")
    say(f"Installing {purposes}: {line}")
    _apt(packages)
    still = [need.purpose for need in missing if not need.is_met()]
    if still:
        raise ServerFailed(f"Still missing after {line}: {' and '.join(still)}.")


def _apt(packages: list[str]) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ServerFailed(f"{' '.join(command)} failed:\n{done.stderr.strip()}")
