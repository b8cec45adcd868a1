#!/usr/bin/env python3
"""Every command of the portal. On a fresh machine `python3 manage.py up` first makes its own environment:

.venv from the hash-locked requirements, with uv if that can be had and pip otherwise; then it starts itself
again in there. Left alone, because the packages are somebody else's care: PORTAL_NO_BOOTSTRAP=1,
PORTAL_ENV=production, and any virtual environment that is already active and holds Django.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import time
from pathlib import Path

NEEDED = (3, 11)
ROOT = Path(__file__).resolve().parent
REQUIREMENTS = ROOT / "requirements"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
DEVELOPER_COMMANDS = {
    "verify",
    "bench",
    "lock",
    "test_servers",
    "makemigrations",
    "makemessages",
    "translations",
}


def stop(sentence: str) -> None:
    """End with a sentence for the person at the terminal."""
    sys.exit("manage.py: " + sentence)


def in_care_of_others() -> bool:
    """Whether this Python is not ours to furnish."""
    if os.environ.get("PORTAL_NO_BOOTSTRAP") or os.environ.get("PORTAL_ENV") == "production":
        return True
    in_venv = sys.prefix != sys.base_prefix
    return in_venv and (Path(sys.prefix) == VENV or importlib.util.find_spec("django") is not None)


def installed() -> tuple[str, ...]:
    """(lock, its hash) as the last finished installation wrote it; empty when there was none."""
    return tuple(STAMP.read_text().split()) if STAMP.exists() and PYTHON.exists() else ()


def wanted(command: str) -> tuple[str, ...]:
    """(lock, its hash): a developer's environment serves every command and stays a developer's."""
    lock = "dev" if command in DEVELOPER_COMMANDS or installed()[:1] == ("dev",) else "embedded"
    return lock, hashlib.sha256((REQUIREMENTS / f"{lock}.txt").read_bytes()).hexdigest()


def quietly(*command: str | Path) -> bool:
    """Whether the command ended well; nothing is printed."""
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def make_venv() -> None:
    """A virtual environment with pip in it. One that was cut short while it was made is made again."""
    if PYTHON.exists() and quietly(PYTHON, "-m", "pip", "--version"):
        return
    if importlib.util.find_spec("ensurepip") is None:
        stop("this Python makes no virtual environments. On Debian and Ubuntu: apt-get install python3-venv")
    print("Making .venv ...", flush=True)
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)]).returncode:
        stop("the virtual environment could not be made; the reason stands above.")


def uv() -> Path | None:
    """The path of uv inside .venv, installed by its hashes from the lock; None where it cannot be had."""
    program = VENV / "bin" / "uv"
    pinned = re.search(r"^uv==.*(\n +--hash.*)+", (REQUIREMENTS / "dev.txt").read_text(), re.MULTILINE)
    if pinned and not program.exists():
        only_uv = VENV / "uv.txt"
        only_uv.write_text(pinned.group())
        quietly(PYTHON, "-m", "pip", "install", "--require-hashes", "-r", only_uv)
    return program if program.exists() else None


def install_with_pip(path: str) -> None:
    """The slow way, which every Python with pip knows."""
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
    if subprocess.run([PYTHON, "-m", "pip", "install", *options, "-r", path]).returncode:
        stop("the packages could not be installed; the reason stands above. Trying again is safe.")


def install(lock: str, digest: str) -> None:
    """Bring .venv to the lock. The stamp goes first and comes last: what is interrupted is taken up again."""
    if not os.access(VENV if VENV.exists() else ROOT, os.W_OK):
        stop(
            f"{VENV} must be brought up to date, and it belongs to somebody else. Run this as its owner once."
        )
    STAMP.unlink(missing_ok=True)
    make_venv()
    print(f"Installing requirements/{lock}.txt into .venv ...", flush=True)
    started = time.monotonic()
    path = str(REQUIREMENTS / f"{lock}.txt")
    fast = uv()
    with_uv = fast and quietly(fast, "pip", "install", "--python", PYTHON, "--require-hashes", "-r", path)
    if not with_uv:
        print("uv cannot do it here; pip can, in a minute or two ...", flush=True)
        install_with_pip(path)
    draft = STAMP.with_suffix(".new")
    draft.write_text(f"{lock} {digest}\n")
    draft.rename(STAMP)
    print(f"Installed in {time.monotonic() - started:.0f} s.", flush=True)


def bootstrap(command: str) -> None:
    """Return when this process has the packages; else install what is missing and start again in .venv."""
    if in_care_of_others():
        return
    if installed() != wanted(command):
        # Two first commands at once: the second waits here and finds everything done.
        turn = os.open(REQUIREMENTS, os.O_RDONLY)
        fcntl.flock(turn, fcntl.LOCK_EX)
        if installed() != wanted(command):
            install(*wanted(command))
        os.close(turn)
    os.execv(PYTHON, [str(PYTHON), str(ROOT / "manage.py"), *sys.argv[1:]])


def keep_byte_code() -> None:
    """Some machines forbid it everywhere; in our own environment it halves the time of every start."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def main() -> None:
    """Furnish the environment, then hand over to Django."""
    if sys.version_info < NEEDED:
        stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    bootstrap(command)
    if Path(sys.prefix) == VENV:
        keep_byte_code()
    if command == "up":
        # Its parent process needs no Django; loading it would double the wait.
        from portal.core.runtime.up import main as up

        sys.exit(up(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
