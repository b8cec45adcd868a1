"""The move itself: one job per company. Its first chunk does all of it or nothing; then the access receipt is made and
the first employees get their links."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from identities.actions.order import refuse_if_dearer
from migration_flow.actions.carrying import MOVER, carry_out
from migration_flow.actions.decide import open_move
from migration_flow.actions.inviting import first_batch, invite
from migration_flow.actions.receipt import ask_mandates, ask_rights, slices, write_receipt
from migration_flow.actions.start import propose_all
from migration_flow.lifecycle import MOVE
from migration_flow.models import Decision, Move
from migration_flow.queries.check import refusals
from portal.core import jobs
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.models import Chunk, Job
from portal.core.permissions import Permission

KEPT = (Decision.Choice.MOVE, Decision.Choice.CHANGE)
PER_CHUNK = 1000


@action(Permission.MIGRATION_EXECUTE)
def execute(*, actor: Actor, price_shown: Decimal | None = None) -> Move:
    """Order the move. The server enforces that nothing is undecided and that the answers fit together. Raises PriceRose
    where a user has become dearer since `price_shown` (kroner without VAT) was read."""
    move = open_move(actor)
    refuse_if_dearer(price_shown)
    propose_all(move)  # what a delivery has brought since the company began must be decided on, too
    for refusal in refusals(move):
        raise RuleBroken(refusal)
    people = Decision.objects.for_actor(actor).filter(item="employee", choice__in=KEPT).count()
    job = jobs.start(
        "migration_flow.move", title=_("Flytning af %(name)s") % {"name": move.name}, requested_by=actor.stable_id,
        organisation=actor.organisation, params={"move": str(move.pk)}, chunks=plan(move, people), ordered=True,
    )  # fmt: skip
    return MOVE.move(move, "execute", actor=actor, job=job)


def plan(move: Move, people: int) -> list[tuple[dict[str, Any], int]]:
    """The chunks of a move and how many units each counts for."""
    invitations = [({"step": "invite"}, min(PER_CHUNK, people - n)) for n in range(0, people, PER_CHUNK)]
    return [
        ({"step": "move"}, max(people, 1)),
        *(({"step": "receipt", "after": after, "upto": upto}, n) for after, upto, n in slices(move)),
        ({"step": "write"}, 1),
        *invitations,
    ]


def _failed(job: Job) -> None:
    """Where the move itself could not be done nothing has changed: the company decides again."""
    move = Move.objects.across_organisations("the job's own move").get(pk=job.params["move"])
    if job.state == Job.State.FAILED and move.state == Move.State.EXECUTING:
        give_up(actor=MOVER, move=move)


@action(Permission.MIGRATION_EXECUTE)
def give_up(*, actor: Actor, move: Move) -> Move:
    """Back to the decisions."""
    return MOVE.move(move, "fail", actor=actor)


@jobs.job_kind("migration_flow.move", finish=_failed)
def move_company(job: Job, chunk: Chunk) -> dict[str, Any]:
    """One chunk of a company's move. Whatever comes after the first waits for a move that has been done."""
    move = Move.objects.across_organisations("the job's own move").get(pk=job.params["move"])
    step = chunk.params["step"]
    if step == "move":
        return carry_out(actor=MOVER, move=move)
    if move.state not in (Move.State.MOVED, Move.State.CONFIRMED):
        return {}
    if step == "receipt":
        return ask_rights(move, chunk.params["after"], chunk.params["upto"])
    if step == "write":
        ask_mandates(move)
        return write_receipt(actor=MOVER, move=move)
    return {"invited": invite(actor=MOVER, move=move, employees=first_batch(move)[:PER_CHUNK])}
