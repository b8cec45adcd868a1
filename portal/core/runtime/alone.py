"""Only one `up` per var folder: a second one says where the first can be found."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .processes import ServerFailed


class Turn:
    """The held lock. Its file tells others who holds it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a+")

    def take(self) -> None:
        """Raises ServerFailed with the address of the one that runs."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServerFailed(self._who()) from None
        self.tell()

    def tell(self, **facts: Any) -> None:
        """Write down who runs, and what others should know (address=…)."""
        self._file.truncate(0)
        self._file.write(json.dumps({"pid": os.getpid(), **facts}))
        self._file.flush()

    def close(self) -> None:
        """Give it up. The kernel does the same when we are killed."""
        self._file.close()

    def _who(self) -> str:
        self._file.seek(0)
        try:
            facts = json.loads(self._file.read())
        except ValueError:
            facts = {}
        where = f"at {facts['address']}" if "address" in facts else "and is still starting"
        return (
            f"The portal already runs {where} (process {facts.get('pid', 'unknown')}, in {self._folder}). "
            "Stop it with Ctrl-C in its terminal, or set PORTAL_VAR to another folder to run a second one."
        )

    @property
    def _folder(self) -> Path:
        return Path(self._file.name).parent


@contextmanager
def only_one(var: Path) -> Iterator[Turn]:
    """Hold the folder while this is open. Raises ServerFailed when somebody else does or owns it."""
    try:
        var.mkdir(mode=0o711, parents=True, exist_ok=True)
        turn = Turn(var / "up.lock")
    except PermissionError:
        raise ServerFailed(
            f"{var} is not writable for you. Run this as its owner, or set PORTAL_VAR."
        ) from None
    try:
        turn.take()
        yield turn
    finally:
        turn.close()
