"""The children's logs under var/log."""

from pathlib import Path

LARGEST = 10_000_000


def logs_dir(var: Path) -> Path:
    """The folder, readable by its owner alone. A log beyond 10 MB is put aside once."""
    folder = var / "log"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for log in folder.glob("*.log"):
        if log.stat().st_size > LARGEST:
            log.replace(log.with_suffix(".log.1"))
    return folder
