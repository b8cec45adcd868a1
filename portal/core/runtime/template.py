"""A prepared data folder that test clusters copy: initdb and roles cost seconds, a copy a fraction of one."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TextIO

from . import places
from .postgres import THROWAWAY, Cluster
from .roles import provision
from .stamps import digest

# In memory where there is plenty: a busy disk makes tests several times slower.
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it, by mkdtemp
PLENTY = 2 * 1024**3


def temporary_places() -> list[Path]:
    """Where folders may lie, the preferred place first."""
    ordinary = Path(tempfile.gettempdir())
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > PLENTY:
        return [MEMORY, ordinary]
    return [ordinary]


def locked(path: Path, *, wait: bool = True) -> TextIO:
    """Hold a lock while the returned file is open. Without `wait`, BlockingIOError when it is taken."""
    handle = path.open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise
    return handle


def fill_from_template(cluster: Cluster) -> None:
    """Give `cluster` its data folder."""
    template = _template(cluster)
    subprocess.run(["cp", "-a", "--reflink=auto", str(template / "data"), str(cluster.data)], check=True)
    cluster.account.own(cluster.data)


def _template(like: Cluster) -> Path:
    """A stopped data folder with the roles and databases in it, made once per server and account."""
    server = like.binaries / "postgres"
    recipe = digest(Path(__file__).with_name(name) for name in ("roles.py", "postgres.py", "template.py"))
    parts = f"{server} {server.stat().st_mtime_ns} {like.account.name} {recipe}"
    key = hashlib.sha256(parts.encode()).hexdigest()[:12]
    shelf = places.var_dir() / "test-template"
    shelf.mkdir(parents=True, exist_ok=True)
    finished = shelf / key
    with locked(shelf / f"{key}.lock"):
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
