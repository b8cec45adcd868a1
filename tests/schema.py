"""The migrated schema on a shelf: migrating costs every run of tests a quarter of a minute, reading it back a second.

What lies on the shelf was made by the migrations themselves, and its name is the hash of everything that made it.
"""

import hashlib
import io
import os
import subprocess
from pathlib import Path

from django.core.management import call_command

from portal.core.runtime import binaries, places
from portal.core.runtime.processes import ServerFailed

FOLDERS = ("portal", "identities", "rights", "mandates", "migration_flow")


def make(address: str) -> None:
    """Fill the empty database at `address` (of the owner) with the schema, the grants and the reference rows."""
    shelf = places.var_dir() / "test-template" / f"schema-{_recipe()}.sql"
    tools = _tools()
    if tools and shelf.exists():
        _run(tools / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-1", "-f", str(shelf), address)
        return
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    call_command("grant_app_role", verbosity=0, stdout=io.StringIO())
    if tools:
        shelf.parent.mkdir(parents=True, exist_ok=True)
        draft = shelf.with_suffix(f".{os.getpid()}")
        _run(tools / "pg_dump", "-f", str(draft), address)
        draft.rename(shelf)


def _recipe() -> str:
    """Models count too: content types and permissions follow them without a migration."""
    made = hashlib.sha256((places.PROJECT / "requirements" / "dev.txt").read_bytes())
    for folder in FOLDERS:
        for path in sorted((places.PROJECT / folder).rglob("*.py")):
            if {"migrations", "models", "models.py", "grant_app_role.py"} & set(path.parts):
                made.update(str(path.relative_to(places.PROJECT)).encode() + path.read_bytes())
    return made.hexdigest()[:16]


def _tools() -> Path | None:
    """Where pg_dump and psql of the embedded server are; none when the tests run on somebody else's server."""
    try:
        found = binaries.postgres_bin_dir()
    except ServerFailed:
        return None
    ours = "portal-test-" in os.environ["OWNER_DATABASE_URL"]
    return found if ours and (found / "pg_dump").exists() else None


def _run(program: Path, *arguments: str) -> None:
    done = subprocess.run([str(program), *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
