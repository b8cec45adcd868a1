"""A delivery arrives: checked as a whole, then handed to the workers."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, make_aware

from migration_flow.events import DeliveryEvent
from migration_flow.generator.layout import FILES
from migration_flow.models import Delivery, DeliveryFile
from migration_flow.reader import Package, Refused, open_package
from portal.core import audit, jobs
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission


@action(Permission.DELIVERY_IMPORT)
def receive(*, actor: Actor, path: Path) -> Delivery:
    """Check the package and start its import. A delivery that is known already is returned as it is (F07: nothing
    happens twice); one that is stopped is kept with its F code and the reason."""
    try:
        package = open_package(path)
        known = (
            Delivery.objects.filter(delivery_id=package.delivery_id)
            .exclude(state=Delivery.State.REFUSED)
            .first()
        )
        if known is not None:
            audit.record(DeliveryEvent.RECEIVED, known, actor=actor, organisations=[], again=True)
            return known
        _fits(package)
        package.check()
    except Refused as refused:
        return _refuse(actor, path, refused)
    return _start(actor, package)


def _fits(package: Package) -> None:
    if package.environment != settings.LEGACY_ENVIRONMENT:
        raise Refused("F08", environment=package.environment)
    loaded = (
        Delivery.objects.exclude(state=Delivery.State.REFUSED).aggregate(last=Max("sequence"))["last"] or 0
    )
    if package.sequence != loaded + 1:
        raise Refused("F06", expected=loaded + 1, sequence=package.sequence)


def _start(actor: Actor, package: Package) -> Delivery:
    made = parse_datetime(package.made_at)
    if made is None:
        raise Refused("F10", file="manifest.json")
    delivery, _ = Delivery.objects.update_or_create(
        delivery_id=package.delivery_id,
        defaults={"sequence": package.sequence, "kind": package.kind, "environment": package.environment,
                  "made_at": made if is_aware(made) else make_aware(made), "path": str(package.path),
                  "state": Delivery.State.LOADING, "refused_code": ""},
    )  # fmt: skip
    DeliveryFile.objects.filter(delivery=delivery).delete()
    entries = {entry.name: entry for entry in package.entries}
    for name in FILES:
        entry = entries[name]
        DeliveryFile.objects.create(delivery=delivery, name=name, bytes=entry.bytes, sha256=entry.sha256,
                                    encoding=entry.encoding, total=entry.rows)  # fmt: skip
    steps: list[tuple[dict[str, Any], int]] = []
    for name in FILES:
        steps += [
            ({"step": "stage", "file": name}, entries[name].rows),
            ({"step": "merge", "file": name}, entries[name].rows),
        ]
    steps.append(({"step": "findings"}, 1))
    delivery.job = jobs.start(
        "migration_flow.import", title=package.delivery_id, requested_by=actor.stable_id,
        params={"delivery": str(delivery.pk)}, chunks=steps, ordered=True,
    )  # fmt: skip
    delivery.save(update_fields=["job"])
    audit.record(
        DeliveryEvent.RECEIVED, delivery, actor=actor, organisations=[], delivery=package.delivery_id
    )
    return delivery


def _refuse(actor: Actor, path: Path, refused: Refused) -> Delivery:
    delivery, _ = Delivery.objects.update_or_create(
        delivery_id=f"{path.name} ({refused.code})",
        defaults={"sequence": 0, "kind": "", "environment": "", "made_at": "2000-01-01T00:00:00Z", "path": str(path),
                  "state": Delivery.State.REFUSED, "refused_code": refused.code, "refused_because": refused.facts},
    )  # fmt: skip
    audit.record(DeliveryEvent.REFUSED, delivery, actor=actor, organisations=[], code=refused.code)
    return delivery
