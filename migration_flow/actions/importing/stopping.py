"""A delivery stops: refused because of what it is, or laid aside because its work failed again and again."""

from migration_flow.actions.importing.stage import clear
from migration_flow.events import DeliveryEvent
from migration_flow.models import Delivery, RejectedRow
from migration_flow.reader import Refused
from portal.core import audit, jobs
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.models import Job
from portal.core.permissions import Permission


@action(Permission.DELIVERY_IMPORT)
def refuse(*, actor: Actor, delivery: Delivery, refused: Refused) -> None:
    """Nothing has been merged yet: what was staged and kept of it goes, code and reason stay."""
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if locked.state == Delivery.State.LOADING:
        locked.state, locked.refused_code = Delivery.State.REFUSED, refused.code
        locked.refused_because = refused.facts
        locked.save(update_fields=["state", "refused_code", "refused_because"])
        RejectedRow.objects.filter(file__delivery=locked).delete()
        clear()
        if locked.job is not None:
            jobs.cancel(locked.job)
    audit.record(DeliveryEvent.REFUSED, locked, actor=actor, organisations=[], code=refused.code)


def after_failure(job: Job) -> None:
    """The last chunk is done: was one laid aside, the delivery has not been loaded and may come again."""
    if job.state == Job.State.FAILED:
        delivery = Delivery.objects.filter(job=job, state=Delivery.State.LOADING).first()
        if delivery is not None:
            stop(actor=Actor.system("import"), delivery=delivery)


@action(Permission.DELIVERY_IMPORT)
def stop(*, actor: Actor, delivery: Delivery) -> None:
    delivery.state = Delivery.State.STOPPED
    delivery.save(update_fields=["state"])
    audit.record(DeliveryEvent.STOPPED, delivery, actor=actor, organisations=[])
