"""The steps of an import, as chunks of its job; each runs in one transaction with its own completion."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from migration_flow.actions.importing import stopping
from migration_flow.actions.importing.findings import find
from migration_flow.actions.importing.merge import merge
from migration_flow.actions.importing.plan import KIND, begin
from migration_flow.actions.importing.questions import ask_about
from migration_flow.actions.importing.stage import clear, stage
from migration_flow.events import DeliveryEvent
from migration_flow.models import Delivery, DeliveryFile, RejectedRow
from migration_flow.reader import Package, Refused, check_file, open_package
from portal.core import audit, jobs
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.models import Chunk, Job
from portal.core.permissions import Permission

SYSTEM = Actor.system("import")
Params = dict[str, Any]
# Rows with a CPR number in another column than its own, from which on the columns must be mixed up (F11).
MIXED_UP, MIXED_UP_SHARE = 20, 0.01


@jobs.job_kind(KIND, finish=stopping.after_failure)
def import_chunk(job: Job, chunk: Chunk) -> dict[str, Any]:
    """One step. A delivery that was stopped does nothing more, nor does one of which a chunk was laid aside: what
    follows would be judged against half of the data."""
    delivery = Delivery.objects.get(pk=job.params["delivery"])
    laid_aside = Chunk.objects.filter(job=job, state=Chunk.State.PARKED).exists()
    if delivery.state != Delivery.State.LOADING or laid_aside:
        return {}
    try:
        return STEPS[chunk.params["step"]](delivery, chunk.params)
    except Refused as refused:
        stopping.refuse(actor=SYSTEM, delivery=delivery, refused=refused)
        return {}


def _package(delivery: Delivery) -> Package:
    return open_package(Path(delivery.path))


def _check(delivery: Delivery, params: Params) -> dict[str, Any]:
    package = _package(delivery)
    checked = check_file(package, package.entry(params["file"]))
    DeliveryFile.objects.filter(delivery=delivery, name=params["file"]).update(
        columns=checked.columns, parts=checked.parts, ends_at=checked.end
    )
    return {}


def _stage(delivery: Delivery, params: Params) -> dict[str, Any]:
    file = delivery.files.get(name=params["file"])
    return stage(delivery, file, _package(delivery), params["part"])


def _gate(delivery: Delivery, params: Params) -> dict[str, Any]:
    """The last moment to stop before anything is written. Raises Refused F11."""
    for file in delivery.files.order_by("pk"):
        misplaced = RejectedRow.objects.filter(file=file, codes__contains="R11").count()
        if misplaced > max(MIXED_UP, file.total * MIXED_UP_SHARE):
            raise Refused("F11", file=file.name, rows=misplaced)
    return {}


def _merge(delivery: Delivery, params: Params) -> dict[str, Any]:
    return merge(delivery, delivery.files.get(name=params["file"]), _package(delivery))


def _find(delivery: Delivery, params: Params) -> dict[str, Any]:
    return {"findings": find(delivery)}


def _close(delivery: Delivery, params: Params) -> dict[str, Any]:
    return close(actor=SYSTEM, delivery=delivery)


STEPS: dict[str, Callable[[Delivery, Params], dict[str, Any]]] = {
    "check": _check, "stage": _stage, "gate": _gate, "merge": _merge, "find": _find, "close": _close,
}  # fmt: skip


@action(Permission.DELIVERY_IMPORT)
def close(*, actor: Actor, delivery: Delivery) -> dict[str, Any]:
    """The balance: a delivery that does not balance does not count. Then whoever waits for it begins."""
    if delivery.files.filter(accepted__isnull=True).exists():
        raise RuntimeError("a file is not counted")
    totals = delivery.files.aggregate(total=Sum("total"), accepted=Sum("accepted"), rejected=Sum("rejected"))
    delivery.state, delivery.loaded_at = Delivery.State.LOADED, timezone.now()
    delivery.save(update_fields=["state", "loaded_at"])
    ask_about(delivery)
    clear()
    audit.record(DeliveryEvent.LOADED, delivery, actor=actor, organisations=[], **totals)
    following = Delivery.objects.filter(state=Delivery.State.WAITING).order_by("sequence").first()
    if following is not None:
        begin(following, _package(following), requested_by=actor.stable_id)
    return totals
