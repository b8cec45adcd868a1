"""A rehearsal: the whole move by the same code, in a transaction that is rolled back. Nothing is kept, nothing sent."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from identities.queries.prices import ceiling_for
from migration_flow.actions.carrying import MOVER, carry_out
from migration_flow.actions.decide import open_move
from migration_flow.actions.followers import follow_users
from migration_flow.actions.receipt import ask_mandates, ask_rights
from migration_flow.events import MoveEvent
from migration_flow.lifecycle import MOVE
from migration_flow.models import Decision, Move
from migration_flow.queries.check import refusals
from migration_flow.queries.receipt_lines import missing
from migration_flow.queries.receipts import counts, slices
from portal.core import audit, jobs
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.models import Chunk, Job
from portal.core.permissions import Permission

SHOWN = 50


class _Rehearsed(Exception):
    """Carries the result out of the transaction that it ends."""

    def __init__(self, result: dict[str, Any]):
        super().__init__()
        self.result = result


@action(Permission.MIGRATION_DECIDE)
def rehearse(*, actor: Actor) -> Job:
    """Order a rehearsal of the organisation's move as it is decided now; proposals stand in for what is undecided."""
    move = open_move(actor)
    people = Decision.objects.for_actor(actor).filter(item="employee").count()
    job = jobs.start(
        "migration_flow.rehearse", title=_("Prøveflytning"), requested_by=actor.stable_id,
        organisation=actor.organisation, params={"move": str(move.pk)}, chunks=[({}, max(people, 1))],
    )  # fmt: skip
    audit.record(MoveEvent.REHEARSED, move, actor=actor, organisations=[actor.organisation])
    return job


@jobs.job_kind("migration_flow.rehearse")
def rehearse_company(job: Job, chunk: Chunk) -> dict[str, Any]:
    """The one chunk. What it returns is all that is left of it."""
    move = Move.objects.across_organisations("the job's own move").get(pk=job.params["move"])
    try:
        with transaction.atomic():
            raise _Rehearsed(_play(actor=MOVER, move=move))
    except _Rehearsed as done:
        return done.result
    except RuleBroken as refused:
        return {"refused": str(refused)}


@action(Permission.MIGRATION_EXECUTE)
def _play(*, actor: Actor, move: Move) -> dict[str, Any]:
    open_questions = _answer_as_proposed(move, actor)
    for refusal in refusals(move):
        raise RuleBroken(refusal)
    MOVE.move(move, "execute", actor=actor)
    assert move.organisation is not None
    counted = carry_out(actor=actor, move=move)
    for after, upto, _n in slices(move):
        ask_rights(move, after, upto)
    ask_mandates(move)
    cost = ceiling_for(move.organisation, counted["identities"])
    lost = [{key: str(value) for key, value in line.items()} for line in missing(move, SHOWN)]
    return {**counted, "open": open_questions, "receipt": counts(move), "missing": lost, "cost": str(cost.total),
            "free": cost.free, "charged": cost.charged}  # fmt: skip


def _answer_as_proposed(move: Move, actor: Actor) -> int:
    rows = Decision.objects.across_organisations("the move's own").filter(move=move, choice="")
    answered = 0
    for choice in (Decision.Choice.MOVE, Decision.Choice.LEAVE):
        answered += rows.filter(proposal=choice).update(choice=choice)
    follow_users(move, actor)
    return answered
