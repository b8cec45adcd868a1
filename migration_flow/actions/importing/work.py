"""The steps of an import, as chunks of its job; each runs in one transaction and may run twice."""

from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from migration_flow.actions.importing.findings import find
from migration_flow.actions.importing.merge import merge
from migration_flow.actions.importing.stage import stage
from migration_flow.events import DeliveryEvent
from migration_flow.models import Delivery, DeliveryFile
from migration_flow.reader import Entry, Refused, open_package
from portal.core import audit, jobs
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.models import Chunk, Job
from portal.core.permissions import Permission


@jobs.job_kind("migration_flow.import")
def import_chunk(job: Job, chunk: Chunk) -> dict[str, Any]:
    """Stage or merge one file, or look for findings and close the delivery."""
    delivery = Delivery.objects.get(pk=job.params["delivery"])
    if delivery.state == Delivery.State.REFUSED:
        return {}
    if chunk.params["step"] == "findings":
        return close(actor=Actor.system("import"), delivery=delivery)
    package = open_package(Path(delivery.path))
    file = DeliveryFile.objects.get(delivery=delivery, name=chunk.params["file"])
    entry = next(each for each in package.entries if each.name == file.name)
    if chunk.params["step"] == "merge":
        return merge(delivery, file, package)
    return _stage(delivery, package, entry)


def _stage(delivery: Delivery, package: Any, entry: Entry) -> dict[str, Any]:
    try:
        return {"read": stage(package, entry)}
    except Refused as refused:
        refuse_late(actor=Actor.system("import"), delivery=delivery, refused=refused)
        return {}


@action(Permission.DELIVERY_IMPORT)
def refuse_late(*, actor: Actor, delivery: Delivery, refused: Refused) -> None:
    """Something is wrong inside a file: the delivery stops, and what was merged before it is known from its balance."""
    delivery.state, delivery.refused_code, delivery.refused_because = "refused", refused.code, refused.facts
    delivery.save(update_fields=["state", "refused_code", "refused_because"])
    audit.record(DeliveryEvent.REFUSED, delivery, actor=actor, organisations=[], code=refused.code)


@action(Permission.DELIVERY_IMPORT)
def close(*, actor: Actor, delivery: Delivery) -> dict[str, Any]:
    """Findings over several rows, and the balance: a delivery that does not balance does not count."""
    find(delivery)
    unbalanced = delivery.files.filter(accepted__isnull=True).count()
    if unbalanced:
        raise RuntimeError(f"{unbalanced} files are not counted")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(total), sum(accepted), sum(rejected) FROM migration_flow_deliveryfile"
                       " WHERE delivery_id = %s", [delivery.pk])  # fmt: skip
        total, accepted, rejected = map(int, cursor.fetchone())
    delivery.state, delivery.loaded_at = Delivery.State.LOADED, timezone.now()
    delivery.save(update_fields=["state", "loaded_at"])
    audit.record(DeliveryEvent.LOADED, delivery, actor=actor, organisations=[], total=total, accepted=accepted,
                 rejected=rejected)  # fmt: skip
    return {"total": total, "accepted": accepted, "rejected": rejected}
