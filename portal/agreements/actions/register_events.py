"""What a register event means for an organisation of the portal, each in a transaction of its own."""

from typing import Any

import structlog
from django.utils import timezone

from portal.agreements import mails, queries
from portal.agreements.actions.end import close_organisation
from portal.agreements.actions.reevaluate import reevaluate
from portal.agreements.events import OrganisationEvent, RegisterEvent
from portal.agreements.models import Organisation, RegisterChange, RegisterCompany, RegisterDelta, Succession
from portal.agreements.signals import register_changed
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission

log = structlog.get_logger(__name__)
REGISTER = Actor.system("register")
C = RegisterChange
# What the pages go on showing, until the register says otherwise.
STATES = {C.BANKRUPTCY, C.COMPULSORY_DISSOLUTION, C.LIQUIDATION, C.RECONSTRUCTION, C.OWNER_DEATH}


def act_on_register(*, actor: Actor = REGISTER, limit: int = 1000) -> int:
    """Act on what deltas held, oldest first. One that fails is told in the log and tried again the next time; the others
    go on. Returns how many were acted on."""
    waiting = RegisterDelta.objects.filter(handled_at__isnull=True).order_by("pk")
    done = 0
    for pk in list(waiting.values_list("pk", flat=True)[:limit]):
        try:
            done += act_on_delta(actor=actor, pk=pk)
        except Exception:  # one company's trouble is not the country's
            log.exception("register_event_failed", delta=pk)
    return done


@action(Permission.SUPPORT_ACT)
def act_on_delta(*, actor: Actor, pk: int) -> bool:
    """One event with all its consequences, or none of them. Two workers at once: one does it."""
    delta = (
        RegisterDelta.objects.select_for_update(skip_locked=True)
        .filter(pk=pk, handled_at__isnull=True)
        .first()
    )
    if delta is None:
        audit.record_bulk("SELECT 1 WHERE false", [])
        return False
    change, organisation = RegisterChange(delta.change), queries.organisation_by_number(delta.cvr)
    if organisation is not None:
        _note(organisation, change, delta.facts, actor)
    register_changed.send(
        RegisterDelta, cvr=delta.cvr, event=str(change.value), actor=actor, facts=delta.facts
    )
    if organisation is not None and change is C.CEASED:
        close_organisation(actor, organisation, "ceased")
    reevaluate(delta.cvr, actor)
    delta.handled_at = timezone.now()
    delta.save(update_fields=["handled_at"])
    audit.record_bulk("SELECT 1 WHERE false", [])
    return True


def _note(organisation: Organisation, change: RegisterChange, facts: dict[str, Any], actor: Actor) -> None:
    """Trace and message; what the pages show; and to whom a successor is offered what there is."""
    audit.record(RegisterEvent[change.name], organisation, actor=actor, organisations=[organisation], **facts)
    mails.register_event(organisation, change, facts)
    if change in STATES or change is C.BACK_TO_NORMAL:
        organisation.register_state = str(change.value) if change in STATES else ""
        organisation.save(update_fields=["register_state"])
    if change in (C.MERGER, C.CONVERSION):
        _offer(organisation, change, facts["successor"], actor)


def _offer(predecessor: Organisation, change: RegisterChange, cvr: str, actor: Actor) -> None:
    successor = queries.organisation_by_number(cvr)
    offers = Succession.objects.across_organisations("between two organisations the register has joined")
    succession, _made = offers.get_or_create(
        predecessor=predecessor,
        successor_cvr=cvr,
        defaults={"kind": str(change.value), "successor": successor},
    )
    audit.record(OrganisationEvent.SUCCESSION_OFFERED, succession, actor=actor, organisations=succession.organisations(),
                 predecessor=predecessor.cvr, successor=cvr)  # fmt: skip
    if successor is not None:
        mails.succession_offered(succession, _name_of(cvr))


def _name_of(cvr: str) -> str:
    return RegisterCompany.objects.filter(pk=cvr).values_list("name", flat=True).first() or cvr
