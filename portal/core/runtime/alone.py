"""Only one `up` per var folder: a second one says where the first can be found.

The children inherit the lock. So it is free when the last of them has ended, and whoever starts again right after
a `kill -9` waits for the old servers instead of meeting their sockets, ports and files.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .processes import ServerFailed

PATIENCE = 60.0


def born(pid: int) -> str:
    """When a process started, in the kernel's ticks; empty when there is none. Ids are used again, this is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""


class Turn:
    """The held lock. Its file tells others who holds it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a+")
        self._folder = path.parent

    def fileno(self) -> int:
        """For the children to inherit."""
        return self._file.fileno()

    def take(self, say: Callable[[str], object]) -> None:
        """Raises ServerFailed with the address of the one that runs; waits for what a killed one left."""
        if not self._try():
            self._refuse_while_it_lives()
            say("The last `up` was killed. Waiting until its servers have ended ...")
            self._wait()
        self.tell()

    def tell(self, **facts: Any) -> None:
        """Write down who runs, and what others should know (address=…)."""
        pid = os.getpid()
        self._file.truncate(0)
        self._file.write(json.dumps({"pid": pid, "born": born(pid), **facts}))
        self._file.flush()

    def close(self) -> None:
        """Give it up; children that are still there keep it."""
        self._file.close()

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._try():
            self._refuse_while_it_lives()
            if time.monotonic() > deadline:
                raise ServerFailed(f"Processes of an `up` that was killed still use {self._folder}.")
            time.sleep(0.1)

    def _refuse_while_it_lives(self) -> None:
        facts = self._facts()
        if not facts or born(facts["pid"]) == facts["born"]:
            raise ServerFailed(self._who(facts))

    def _try(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _facts(self) -> dict[str, Any]:
        """What the holder wrote; empty while it is writing."""
        self._file.seek(0)
        try:
            facts = json.loads(self._file.read())
        except ValueError:
            return {}
        return facts if isinstance(facts, dict) and {"pid", "born"} <= facts.keys() else {}

    def _who(self, facts: dict[str, Any]) -> str:
        where = f"at {facts['address']}" if "address" in facts else "and is still starting"
        return (
            f"The portal already runs {where} (process {facts.get('pid', 'unknown')}, in {self._folder}). "
            "Stop it with Ctrl-C in its terminal, or set PORTAL_VAR to another folder to run a second one."
        )


@contextmanager
def only_one(var: Path, say: Callable[[str], object] = print) -> Iterator[Turn]:
    """Hold the folder while this is open. Raises ServerFailed when somebody else does or owns it."""
    try:
        var.mkdir(mode=0o711, parents=True, exist_ok=True)
        turn = Turn(var / "up.lock")
    except PermissionError:
        raise ServerFailed(
            f"{var} is not writable for you. Run this as its owner, or set PORTAL_VAR."
        ) from None
    try:
        turn.take(say)
        yield turn
    finally:
        turn.close()
