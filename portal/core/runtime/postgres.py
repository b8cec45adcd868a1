"""The embedded PostgreSQL: one cluster in one folder, on a Unix socket, never on TCP."""

import re
import shutil
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from .accounts import Account, account_for, reachable_binaries, reachable_folder
from .binaries import postgres_bin_dir
from .processes import ServerFailed, Spec, run
from .service import Service

SUPERUSER = "postgres"
# Terse and without statements: a failing INSERT must not write a CPR number into the log.
QUIET = {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
LASTING = {"shared_buffers": "256MB", "max_connections": "100", "synchronous_commit": "on"}
THROWAWAY = {
    "shared_buffers": "128MB",
    "max_connections": "100",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "512MB",
}


@dataclass
class Cluster:
    """A data folder `home/data` and the server over it. `notes` are sentences for whoever started it."""

    home: Path
    sockets: Path
    log: Path
    settings: Mapping[str, str] = field(default_factory=lambda: LASTING)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        binaries = postgres_bin_dir()
        self.account: Account = account_for(binaries)
        self.binaries = reachable_binaries(binaries, self.account)
        self.home = reachable_folder(self.home, self.account)
        self.sockets = reachable_folder(self.sockets, self.account)
        self.data = self.home / "data"

    def prepare(self) -> None:
        """Make the data folder whole: made new, mended, or refused with the reason (ServerFailed)."""
        for draft in self.home.glob("data.draft-*"):
            shutil.rmtree(draft)
        if self.data.exists() and not self._is_whole():
            self._move_aside()
        if not self.data.exists():
            self._create()
        self._check_major()

    def _is_whole(self) -> bool:
        return (self.data / "PG_VERSION").exists() and (self.data / "global" / "pg_control").exists()

    def _move_aside(self) -> None:
        aside = self.data.with_name(f"data.broken-{time.strftime('%Y%m%d-%H%M%S')}")
        self.data.rename(aside)
        self.notes.append(
            f"{self.data} was only half a database: it is at {aside} now, and a new one was made."
        )

    def _create(self) -> None:
        """initdb into a draft, renamed when whole: what is killed half-way is never taken for a cluster."""
        draft = self.home / f"data.draft-{time.time_ns()}"
        options = ["-U", SUPERUSER, "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        sync = [] if self.settings.get("fsync", "on") == "on" else ["--no-sync"]
        made = run(self._spec(["initdb", "-D", str(draft), *options, *sync]))
        if made.returncode:
            raise ServerFailed(
                f"PostgreSQL could not make its data folder {self.data}:\n{made.stderr.strip()}"
            )
        draft.rename(self.data)

    def _check_major(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        version = run(self._spec(["postgres", "--version"])).stdout
        found = re.search(r"(\d+)[.\d]*", version)
        if found and found.group(1) != made_by:
            raise ServerFailed(
                f"{self.data} was made by PostgreSQL {made_by}; this environment brings {found.group(1)}. "
                f"Move the folder away to begin anew, or run PostgreSQL {made_by} and set DATABASE_URL."
            )

    def _spec(self, command: list[str], log: Path | None = None) -> Spec:
        env = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"}
        program = str(self.binaries / command[0])
        return Spec([program, *command[1:]], signal.SIGINT, self.account.name, log, env)

    def service(self) -> Service:
        """The server as a child: SIGINT is PostgreSQL's fast shutdown, for us as for the kernel."""
        chosen = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            **QUIET,
            **self.settings,
        }
        options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
        spec = self._spec(["postgres", "-D", str(self.data), *options], self.log)
        return Service("PostgreSQL", spec, self.answers, signal.SIGINT, patience=30)

    def connect(self, name: str = SUPERUSER) -> psycopg.Connection:
        """A connection as the cluster's own superuser, autocommitting."""
        return psycopg.connect(
            host=str(self.sockets), port=5432, user=SUPERUSER, dbname=name, autocommit=True
        )

    def answers(self) -> bool:
        """Whether a connection can be made."""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True
