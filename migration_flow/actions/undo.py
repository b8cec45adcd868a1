"""A whole company's move is undone: until an identity that came from it is activated, everything named in
`queries.projection` is again exactly as before. The trail, letters, the agreement and the other side's answers stand."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions import take_back as identities
from mandates.actions.take_back import take_back_carried
from migration_flow import mails
from migration_flow.actions.carrying import MOVER
from migration_flow.actions.planning import plan_for_many
from migration_flow.lifecycle import MOVE
from migration_flow.models import Decision, EmployeeMove, Move, Postponement
from migration_flow.queries.projection import PARTS, digests
from migration_flow.rules.parts import PART_WORDS
from portal.agreements.actions.moved_settings import put_settings
from portal.core import jobs
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.models import Chunk, Job
from portal.core.permissions import Permission
from rights.actions import take_back as rights


class Changed(RuleBroken):
    """Something else of the organisation was changed since the move: undoing could not give it again."""


@action(Permission.MIGRATION_EXECUTE)
def order_undo(*, actor: Actor) -> Move:
    """Ask for the move to be undone; refused at once where somebody has activated."""
    move = Move.objects.for_actor(actor).select_for_update().first()
    if move is None or move.state != Move.State.MOVED:
        raise RuleBroken(_("Der er ingen flytning at fortryde."))
    identities.refuse_if_activated(move.organisation)
    people = EmployeeMove.objects.for_actor(actor).count()
    job = jobs.start(
        "migration_flow.undo", title=_("Fortrydelse af flytning"), requested_by=actor.stable_id,
        organisation=actor.organisation, params={"move": str(move.pk)}, chunks=[({}, max(people, 1))],
    )  # fmt: skip
    return MOVE.move(move, "order undo", actor=actor, job=job)


@jobs.job_kind("migration_flow.undo")
def undo_company(job: Job, chunk: Chunk) -> dict[str, Any]:
    """The one chunk: everything in one transaction, or the move stands and the reason is kept."""
    move = Move.objects.across_organisations("the job's own move").get(pk=job.params["move"])
    try:
        return take_back(actor=MOVER, move=move)
    except RuleBroken as refused:
        keep(
            actor=MOVER, move=Move.objects.across_organisations("as above").get(pk=move.pk), why=str(refused)
        )
        return {"refused": str(refused)}


@action(Permission.MIGRATION_EXECUTE)
def take_back(*, actor: Actor, move: Move) -> dict[str, Any]:
    """Take back all of it; raises RuleBroken, with nothing changed, where somebody has activated, or where the
    organisation would not be as it was before."""
    plan_for_many(move)
    organisation, made = move.organisation, move.made
    identities.refuse_if_activated(organisation)
    shared: dict[str, Any] = {"actor": actor, "organisation": organisation, "adopted": made["adopted"]}
    told = identities.told_of_activation(organisation)
    carried = take_back_carried(actor=actor, grantor=organisation, given_by=actor.label)
    counted = {
        "mandates": carried["mandates"],
        "grants": rights.take_back_moved(**shared, given_by=actor.label),
    }
    for model in (Postponement, EmployeeMove):
        model.objects.across_organisations("the move's own").filter(
            move=move, identity__isnull=False
        ).delete()
    counted["identities"] = identities.take_back_moved(**shared, roles_by=actor.stable_id)
    if made["settings"]:
        put_settings(actor=actor, organisation=organisation, **made["settings"])
    _as_before(organisation, made["before"])
    Decision.objects.across_organisations("the move's own").filter(move=move).exclude(outcome="").update(
        outcome=""
    )
    mails.undone(move, told)
    MOVE.move(move, "undo", actor=actor, undone_at=timezone.now(), moved_at=None, receipt=None, receipt_facts={},
              made={"answers": carried["answers"]}, payload=counted)  # fmt: skip
    return counted


def _as_before(organisation: Any, before: dict[str, str]) -> None:
    """Compare part by part; an undo that would not give the same is no undo."""
    now = digests(organisation)
    if changed := [str(PART_WORDS[name]) for name in PARTS if now[name] != before[name]]:
        raise Changed(
            _("Siden flytningen er der ændret i andet end det, der blev flyttet: %(parts)s. Flytningen kan derfor ikke "
              "fortrydes automatisk. Ring til support.") % {"parts": ", ".join(changed)}
        )  # fmt: skip


@action(Permission.MIGRATION_EXECUTE)
def keep(*, actor: Actor, move: Move, why: str) -> Move:
    """The move stands; why it could not be undone is kept and told."""
    mails.undo_refused(move, why)
    return MOVE.move(move, "keep", actor=actor, payload={"why": why})
