"""Where the embedded servers keep their things: pure functions for the settings and the supervisor.

Nothing here imports Django. Paths are absolute; addresses are Unix sockets, so no TCP port is ever fixed.
"""

import hashlib
import os
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

PROJECT = Path(__file__).resolve().parents[3]

OWNER_ROLE = "portal_owner"
APP_ROLE = "portal_app"
BROKER_ROLE = "portal_broker"

# sun_path holds 108 bytes with its NUL; PostgreSQL appends "/.s.PGSQL.5432.lock" to the directory.
LONGEST_SOCKET_DIR = 107 - len("/.s.PGSQL.5432.lock")


def var_dir() -> Path:
    """The folder of everything that is made at run time: PORTAL_VAR, or `var` beside manage.py."""
    return Path(os.environ.get("PORTAL_VAR") or PROJECT / "var").absolute()


def socket_dir(var: Path | None = None) -> Path:
    """The folder of the servers' sockets: `run` under `var`, or one in /tmp where that is too deep."""
    var = var or var_dir()
    near = var / "run"
    if len(os.fsencode(near)) <= LONGEST_SOCKET_DIR:
        return near
    key = hashlib.sha256(os.fsencode(var)).hexdigest()[:16]
    return Path(f"/tmp/portal-{os.geteuid()}-{key}")  # noqa: S108 - made with mode 0700 and checked before use


def database_url(role: str, name: str = "portal", *, var: Path | None = None) -> str:
    """Address of database `name` on the embedded PostgreSQL, for `role` (one of the three above)."""
    return f"postgresql://{role}@/{name}?host={quote(str(socket_dir(var)), safe='/')}"


def redis_url(db: int = 0, *, var: Path | None = None) -> str:
    """Address of the embedded Valkey as redis-py and Django's cache write it."""
    return f"unix://{quote(str(socket_dir(var) / 'valkey.sock'), safe='/')}?db={db}"


def celery_url(url: str) -> str:
    """The same address as Celery writes it: kombu knows a socket only as `redis+socket://…?virtual_host=N`."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    db = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={db}"
