"""Employees get their links in batches; who is in the first gets theirs as soon as the company has moved."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.moved import order_activations
from migration_flow import mails
from migration_flow.events import MoveEvent
from migration_flow.models import EmployeeMove, Move
from portal.core import audit, jobs
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.models import Chunk, Job
from portal.core.permissions import Permission

FIRST, PER_CHUNK = 1, 1000
MOVER = Actor.system("migration")


def waiting(move: Move) -> Any:
    """Employees of the move who have not been invited yet and can be: those with an e-mail address."""
    rows = EmployeeMove.objects.across_organisations("the move's own").filter(move=move, invited_at=None)
    return rows.exclude(identity__email="").filter(identity__state="draft").order_by("id")


def first_batch(move: Move) -> Any:
    return waiting(move).filter(batch=FIRST)


@action(Permission.MIGRATION_EXECUTE)
def invite(*, actor: Actor, move: Move, employees: Iterable[EmployeeMove]) -> int:
    """Order the activation of these employees: each by the path chosen for them. Returns how many."""
    chosen = list(employees)
    invited = order_activations(
        actor=actor, identities=[each.identity_id for each in chosen],
        paths={each.identity_id: each.path for each in chosen}, letter=mails.employee,
    )  # fmt: skip
    rows = EmployeeMove.objects.across_organisations("the move's own")
    rows.filter(pk__in=[each.pk for each in chosen]).update(invited_at=timezone.now())
    audit.record(
        MoveEvent.EMPLOYEES_INVITED, move, actor=actor, organisations=move.organisations(), count=invited
    )
    return invited


@action(Permission.MIGRATION_EXECUTE)
def invite_batch(*, actor: Actor, batch: int) -> Job:
    """Send everybody of a batch their link, as a job."""
    move = moved_of(actor)
    people = waiting(move).filter(batch=batch).count()
    if not people:
        raise RuleBroken(_("Der er ingen på holdet, der mangler et link og har en e-mailadresse."))
    audit.record(MoveEvent.EMPLOYEES_INVITED, move, actor=actor, organisations=[actor.organisation], batch=batch,
                 count=people)  # fmt: skip
    return jobs.start(
        "migration_flow.invite", title=_("Links til hold %(n)s") % {"n": batch}, requested_by=actor.stable_id,
        organisation=actor.organisation, params={"move": str(move.pk), "batch": batch}, ordered=True,
        chunks=[({}, min(PER_CHUNK, people - n)) for n in range(0, people, PER_CHUNK)],
    )  # fmt: skip


@jobs.job_kind("migration_flow.invite")
def invite_some(job: Job, chunk: Chunk) -> dict[str, Any]:
    """The next thousand of the batch who have no link yet."""
    move = Move.objects.across_organisations("the job's own move").get(pk=job.params["move"])
    return {
        "invited": invite(
            actor=MOVER, move=move, employees=waiting(move).filter(batch=job.params["batch"])[:PER_CHUNK]
        )
    }


def moved_of(actor: Actor) -> Move:
    """The actor's organisation's move, held, once it has moved."""
    move = Move.objects.for_actor(actor).select_for_update().first()
    if move is None or move.state not in (Move.State.MOVED, Move.State.CONFIRMED):
        raise RuleBroken(_("Organisationen er ikke flyttet endnu."))
    return move
