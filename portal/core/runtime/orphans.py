"""Grandchildren whose parent was killed come to us and are ended: a killed worker leaves no pool behind."""

import ctypes
import os
import signal
from collections.abc import Iterable
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """From now on orphaned descendants become our children instead of init's."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def children() -> set[int]:
    """The process ids of our direct children, zombies included."""
    listed = list(Path("/proc/self/task").glob("*/children"))
    if listed:
        return {int(pid) for path in listed for pid in path.read_text().split()}
    # Kernels without that list (CONFIG_PROC_CHILDREN): ask every process for its parent.
    return {
        int(path.parent.name) for path in Path("/proc").glob("[0-9]*/stat") if _parent(path) == os.getpid()
    }


def _parent(stat: Path) -> int:
    """The parent's id: the second field after the name, which stands in brackets and may hold anything."""
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0


def end_orphans(known: Iterable[int]) -> list[int]:
    """Kill and reap every child that is not `known`. Returns their process ids."""
    strangers = sorted(children() - set(known))
    for pid in strangers:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return strangers
