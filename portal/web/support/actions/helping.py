"""What the desk itself does for an organisation it has opened; the rest are the apps' own actions."""

import dataclasses

from django.utils.translation import gettext as _

from identities.models import Identity
from portal.core import audit, jobs
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.models import Job
from portal.core.permissions import Permission
from portal.web.login.sessions import end_all_of
from portal.web.support.events import SupportEvent
from portal.web.support.rules import TOO_SHORT, is_reason


@action(Permission.SUPPORT_SESSIONS)
def end_sessions(*, actor: Actor, identity: Identity, reason: str) -> int:
    """End every login of the person, everywhere, from their next request on. Returns how many there were."""
    actor = _reasoned(actor, reason)
    current = Identity.objects.for_actor(actor).select_related("user").filter(pk=identity.pk).first()
    if current is None or current.user is None:
        raise RuleBroken(_("Brugeren har aldrig været logget ind. Intet er ændret."))
    number = end_all_of(actor=actor, user=current.user)
    audit.record(
        SupportEvent.SESSIONS_ENDED, current, actor=actor, organisations=[actor.organisation], number=number
    )
    return number


@action(Permission.SUPPORT_JOB)
def run_again(*, actor: Actor, job: Job, reason: str) -> Job:
    """Give a failed job's parked parts another round; what was done is not done twice."""
    actor = _reasoned(actor, reason)
    current = Job.objects.for_actor(actor).filter(pk=job.pk).first()
    waiting = jobs.again(current) if current else 0
    if current is None or not waiting:
        raise RuleBroken(_("Opgaven er ikke stoppet, eller der er intet tilbage at gøre. Intet er ændret."))
    audit.record(
        SupportEvent.JOB_AGAIN, current, actor=actor, organisations=[actor.organisation], parts=waiting
    )
    return current


def _reasoned(actor: Actor, reason: str) -> Actor:
    if not is_reason(reason):
        raise RuleBroken(str(TOO_SHORT))
    return dataclasses.replace(actor, reason=reason.strip())
