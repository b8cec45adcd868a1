"""A delivery arrives: known or new, in its turn or not, and then it is the workers'."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from migration_flow.actions.importing.plan import begin
from migration_flow.events import DeliveryEvent
from migration_flow.models import Delivery
from migration_flow.reader import Package, Refused, open_package
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission

S = Delivery.State
COUNTS = (S.LOADING, S.WAITING, S.LOADED)


@action(Permission.DELIVERY_IMPORT)
def receive(*, actor: Actor, path: Path) -> Delivery:
    """Start the import of a package. One that is known already is returned as it is (F07: nothing happens twice); one
    that comes while its predecessor is loading waits for it; one that is stopped is kept with its F code."""
    try:
        package = open_package(path)
        known = Delivery.objects.filter(delivery_id=package.delivery_id, state__in=COUNTS).first()
        if known is not None:
            _is_same(known, package)
            audit.record(DeliveryEvent.RECEIVED, known, actor=actor, organisations=[], again=True)
            return known
        state = _turn(package)
    except Refused as refused:
        return _refuse(actor, path, refused)
    delivery = _keep(package, state)
    audit.record(
        DeliveryEvent.RECEIVED, delivery, actor=actor, organisations=[], delivery=package.delivery_id
    )
    if state == S.LOADING:
        begin(delivery, package, requested_by=actor.stable_id)
    return delivery


def _is_same(known: Delivery, package: Package) -> None:
    """Raises Refused F12 when a name comes again with other files."""
    before = dict(known.files.values_list("name", "sha256"))
    changed = [
        entry.name for entry in package.entries if before.get(entry.name, entry.sha256) != entry.sha256
    ]
    if changed:
        raise Refused("F12", file=changed[0])


def _turn(package: Package) -> str:
    """LOADING when all before it are loaded, WAITING when the one before it is on its way. Raises Refused: F08 made
    for another environment, F06 one before it has not come."""
    if package.environment != settings.LEGACY_ENVIRONMENT:
        raise Refused("F08", environment=package.environment, wanted=settings.LEGACY_ENVIRONMENT)
    # Locked, so that two that arrive at once do not both begin.
    before = Delivery.objects.filter(state__in=COUNTS).order_by("-sequence").select_for_update().first()
    expected = before.sequence + 1 if before else 1
    if package.sequence != expected:
        raise Refused("F06", expected=expected, sequence=package.sequence)
    return S.LOADING if before is None or before.state == S.LOADED else S.WAITING


def _keep(package: Package, state: str) -> Delivery:
    """A delivery that was stopped before may come again under its name, corrected."""
    delivery, _ = Delivery.objects.update_or_create(
        delivery_id=package.delivery_id,
        defaults={"sequence": package.sequence, "kind": package.kind, "environment": package.environment,
                  "made_at": package.made_at, "path": str(package.path), "state": state, "refused_code": "",
                  "refused_because": {}, "received_at": timezone.now(), "loaded_at": None},
    )  # fmt: skip
    return delivery


def _refuse(actor: Actor, path: Path, refused: Refused) -> Delivery:
    """What cannot even be read has no name of its own: it is kept under the file's and the moment."""
    now = timezone.now()
    delivery = Delivery.objects.create(
        delivery_id=f"{path.name} {now:%Y-%m-%d %H:%M:%S.%f}", sequence=0, kind="", environment="", made_at=now,
        path=str(path), state=S.REFUSED, refused_code=refused.code, refused_because=refused.facts,
    )  # fmt: skip
    audit.record(DeliveryEvent.REFUSED, delivery, actor=actor, organisations=[], code=refused.code)
    return delivery
