"""A PostgreSQL and a Valkey for one run of tests, gone afterwards however that run ended.

The first run keeps a prepared data folder under var/, later ones copy it: both start in well under a second.
Durability is off on purpose; nothing here outlives the process.
"""

import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from . import places
from .postgres import THROWAWAY, Cluster
from .roles import provision
from .valkey import valkey

PREFIX = "portal-test-"
TEMPLATE_EDITION = 1


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
            _fill_from_template(cluster)
            for service in (
                cluster.service(),
                valkey(self.folder / "valkey", cluster.sockets, self.folder / "valkey.log", lasting=False),
            ):
                self._stack.callback(service.stop)
                service.start()
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
        _sweep()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        folder.chmod(0o711)
        self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
        self._stack.enter_context(_locked(folder / "lock"))
        return folder


def _locked(path: Path, *, wait: bool = True) -> TextIO:
    """Hold a lock while the returned file is open. Without `wait`, BlockingIOError when it is taken."""
    handle = path.open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise
    return handle


def _sweep() -> None:
    """Remove folders whose process was killed: the lock of a living one is held."""
    for lock in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/lock"):
        if lock.stat().st_uid != os.geteuid():
            continue
        try:
            with _locked(lock, wait=False):
                shutil.rmtree(lock.parent, ignore_errors=True)
        except BlockingIOError:
            continue


def _fill_from_template(cluster: Cluster) -> None:
    template = _template(cluster)
    subprocess.run(["cp", "-a", "--reflink=auto", str(template / "data"), str(cluster.data)], check=True)
    cluster.account.own(cluster.data)


def _template(like: Cluster) -> Path:
    """A stopped data folder with the roles and databases in it, made once per server and account."""
    parts = [str(like.binaries), str((like.binaries / "postgres").stat().st_mtime_ns), like.account.name]
    key = hashlib.sha256(f"{TEMPLATE_EDITION} {parts}".encode()).hexdigest()[:12]
    shelf = places.var_dir() / "test-template"
    shelf.mkdir(parents=True, exist_ok=True)
    finished = shelf / key
    with _locked(shelf / f"{key}.lock"):
        if not finished.exists():
            _make_template(like).rename(finished)
    return finished


def _make_template(like: Cluster) -> Path:
    """Made in the temporary folder, where the account may go, then moved onto the shelf."""
    scratch = like.home.parent / "template"
    cluster = Cluster(scratch, like.sockets, like.log, THROWAWAY)
    cluster.prepare()
    service = cluster.service()
    service.start()
    try:
        service.wait_ready()
        provision(cluster, owner_creates_databases=True)
    finally:
        service.stop()
    shelved = places.var_dir() / "test-template" / f"draft-{os.getpid()}"
    shutil.rmtree(shelved, ignore_errors=True)
    shutil.copytree(scratch, shelved, ignore=lambda folder, names: {n for n in names if n.startswith(".s.")})
    shutil.rmtree(scratch)
    return shelved


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
