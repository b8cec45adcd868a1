"""The agreement ends: asked for with fourteen days to think again, or at once because the organisation is no more."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agreements import queries
from portal.agreements.events import OrganisationEvent
from portal.agreements.lifecycle import AGREEMENT
from portal.agreements.models import Agreement, Organisation
from portal.agreements.signals import agreement_ended
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

NOTICE = datetime.timedelta(days=14)
WORDS = ("OPSIG", "TERMINATE")


@action(Permission.AGREEMENT_TERMINATE)
def terminate(*, actor: Actor, word: str) -> Agreement:
    """Terminate the agreement of the actor's organisation; it ends in 14 days. `word` is what had to be typed."""
    if word.strip() not in WORDS:
        raise RuleBroken(_("Skriv %(word)s med store bogstaver for at opsige.") % {"word": _("OPSIG")})
    organisation, agreement = _own(actor)
    now = timezone.now()
    AGREEMENT.move(agreement, "terminate", actor=actor, terminated_at=now, ends_at=now + NOTICE)
    _set_state(organisation, Organisation.State.TERMINATING)
    return agreement


@action(Permission.AGREEMENT_TERMINATE)
def undo_termination(*, actor: Actor) -> Agreement:
    """Within the 14 days everything is as it was."""
    organisation, agreement = _own(actor)
    AGREEMENT.move(agreement, "undo", actor=actor, terminated_at=None, ends_at=None)
    _set_state(organisation, Organisation.State.CONNECTED)
    return agreement


@action(Permission.SUPPORT_ACT)
def end_due(*, actor: Actor, limit: int = 50) -> int:
    """By the clock: terminated agreements whose 14 days have gone. Returns how many ended."""
    every = Agreement.objects.across_organisations("by the clock")
    due = every.filter(state=Agreement.State.TERMINATING, ends_at__lte=timezone.now())
    rows = list(due.select_for_update(skip_locked=True, of=("self",)).select_related("organisation")[:limit])
    for agreement in rows:
        close_organisation(actor, _locked(agreement.organisation_id), "terminated")
    if not rows:
        audit.record_bulk("SELECT 1 WHERE false", [])
    return len(rows)


def close_organisation(actor: Actor, organisation: Organisation, because: str) -> None:
    """Inside an action: the agreement, if there is one, ends now; logins stop with the state, and the floors above end
    mandates and send the last invoice."""
    if organisation.state == Organisation.State.CLOSED:
        return
    agreement = queries.agreement_of(organisation)
    if agreement is not None:
        agreement.organisation = organisation
        AGREEMENT.move(agreement, "end", actor=actor, ended_at=timezone.now(), ended_because=because,
                       payload={"because": because})  # fmt: skip
    organisation.state, organisation.closed_at = Organisation.State.CLOSED, timezone.now()
    organisation.save(update_fields=["state", "closed_at"])
    audit.record(
        OrganisationEvent.CLOSED, organisation, actor=actor, organisations=[organisation], because=because
    )
    if agreement is not None:
        agreement_ended.send(sender=Agreement, organisation=organisation, actor=actor)


def _own(actor: Actor) -> tuple[Organisation, Agreement]:
    organisation = Organisation.objects.for_actor(actor).select_for_update(no_key=True).get()
    agreement = queries.agreement_of(organisation)
    if agreement is None:
        raise RuleBroken(_("I har ingen aftale, der kan opsiges."))
    return organisation, agreement


def _locked(pk: Any) -> Organisation:
    every = Organisation.objects.across_organisations("the organisation of an agreement that ends")
    return every.select_for_update(no_key=True).get(pk=pk)


def _set_state(organisation: Organisation, state: str) -> None:
    organisation.state = state
    organisation.save(update_fields=["state"])
