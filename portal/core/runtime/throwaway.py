"""A PostgreSQL and a Valkey for one run of tests, gone afterwards however that run ended.

Durability is off on purpose; nothing here outlives the process.
"""

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from . import places
from .postgres import THROWAWAY, Cluster
from .template import fill_from_template, locked, temporary_places
from .valkey import valkey

PREFIX = "portal-test-"


class Throwaway:
    """Both servers in a temporary folder. Use as a context manager, or start() and stop()."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self.folder = Path()

    def start(self) -> "Throwaway":
        """Start both and wait until they answer. On failure nothing stays behind."""
        with self._stack:
            self.folder = self._make_folder()
            home, log = self.folder / "postgres", self.folder / "postgres.log"
            cluster = Cluster(home, places.socket_dir(self.folder), log, THROWAWAY)
            fill_from_template(cluster)
            for service in (
                cluster.service(),
                valkey(self.folder / "valkey", cluster.sockets, self.folder / "valkey.log", lasting=False),
            ):
                self._stack.callback(service.stop)
                # They hold the lock too: the folder is not swept before the last of them has ended.
                service.start((self._lock.fileno(),))
                service.wait_ready()
            self._stack = self._stack.pop_all()
        return self

    def stop(self) -> None:
        """Stop both and remove the folder."""
        self._stack.close()

    def environment(self) -> dict[str, str]:
        """The variables that point the settings at these servers."""
        return {
            "DATABASE_URL": places.database_url(places.APP_ROLE, var=self.folder),
            "OWNER_DATABASE_URL": places.database_url(places.OWNER_ROLE, var=self.folder),
            "BROKER_DATABASE_URL": places.database_url(places.BROKER_ROLE, "broker", var=self.folder),
            "REDIS_URL": places.redis_url(var=self.folder),
        }

    def __enter__(self) -> "Throwaway":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _make_folder(self) -> Path:
        sweep()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=temporary_places()[0]))
        folder.chmod(0o711)
        self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
        self._lock = self._stack.enter_context(locked(folder / "lock.new"))
        # Only a file that is locked already gets the name that sweep() looks for.
        (folder / "lock.new").rename(folder / "lock")
        return folder


def sweep() -> None:
    """Remove folders whose processes were killed: the lock of a living one is held."""
    for lock in (lock for place in temporary_places() for lock in place.glob(f"{PREFIX}*/lock")):
        try:
            if lock.stat().st_uid == os.geteuid():
                with locked(lock, wait=False):
                    shutil.rmtree(lock.parent, ignore_errors=True)
        except (BlockingIOError, FileNotFoundError):
            continue


_running: Throwaway | None = None


def ensure_test_servers() -> None:
    """Point the environment at servers for tests: those it names, else a throw-away pair of our own."""
    global _running
    if os.environ.get("DATABASE_URL"):
        return
    _running = Throwaway().start()
    os.environ.update(_running.environment())
    atexit.register(_stop_if_ours, os.getpid())


def _stop_if_ours(pid: int) -> None:
    """A forked child runs our atexit too; only the process that started the servers stops them."""
    if _running and os.getpid() == pid:
        _running.stop()
