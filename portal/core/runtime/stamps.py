"""What is done need not be done again: a step is known by the content it worked on."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path


def digest(files: Iterable[Path]) -> str:
    """One hash over names and contents; a missing file counts as such."""
    total = hashlib.sha256()
    for path in files:
        content = path.read_bytes() if path.is_file() else b"-"
        total.update(f"{path.name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return total.hexdigest()


def once(stamp: Path, content: str, work: Callable[[], object]) -> bool:
    """Do `work` unless `stamp` says it was done for this content. Returns whether it was done now.

    The stamp is written after the work: what was interrupted is done again.
    """
    if stamp.exists() and stamp.read_text() == content:
        return False
    stamp.unlink(missing_ok=True)
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(content)
    return True
