"""The job of an import: check all files, stage all parts, then merge level by level, look for findings, close.

Nothing is merged before every file of the delivery is whole and staged."""

from typing import Any

from migration_flow.actions.importing.specs import LEVELS
from migration_flow.actions.importing.stage import clear
from migration_flow.generator.layout import FILES
from migration_flow.models import Delivery, DeliveryFile
from migration_flow.reader import Package
from portal.core import jobs

KIND = "migration_flow.import"
Chunks = list[tuple[dict[str, Any], int]]


def begin(delivery: Delivery, package: Package, *, requested_by: str) -> None:
    """Called inside an action, when no other delivery is being loaded."""
    clear()
    DeliveryFile.objects.filter(delivery=delivery).delete()
    for name in FILES:
        entry = package.entry(name)
        DeliveryFile.objects.create(delivery=delivery, name=name, bytes=entry.bytes, sha256=entry.sha256,
                                    encoding=entry.encoding, total=entry.rows)  # fmt: skip
    steps = _steps(package)
    delivery.job = jobs.start(
        KIND, title=package.delivery_id, requested_by=requested_by, params={"delivery": str(delivery.pk)},
        chunks=[chunk for step in steps for chunk in step], steps=_beginnings(steps),
    )  # fmt: skip
    delivery.state = Delivery.State.LOADING
    delivery.save(update_fields=["job", "state"])


def _steps(package: Package) -> list[Chunks]:
    """Chunks with their units (rows, once read and once merged); those of a step are free for several workers."""
    rows = {entry.name: entry.rows for entry in package.entries}
    parts = {entry.name: package.parts(entry) for entry in package.entries}
    return [
        [({"step": "check", "file": name}, 0) for name in FILES],
        [({"step": "stage", "file": name, "part": part}, rows[name] // parts[name])
         for name in FILES for part in range(parts[name])],
        [({"step": "gate"}, 0)],
        *([({"step": "merge", "file": name}, rows[name]) for name in level] for level in LEVELS),
        [({"step": "find"}, 0)],
        [({"step": "close"}, 0)],
    ]  # fmt: skip


def _beginnings(steps: list[Chunks]) -> list[int]:
    counted = [0]
    for step in steps[:-1]:
        counted.append(counted[-1] + len(step))
    return counted
