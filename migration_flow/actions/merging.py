"""One person with several RIDs: put together before the move, or kept apart. Never without somebody's yes."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from migration_flow.actions.counting import recount
from migration_flow.actions.decide import open_move
from migration_flow.actions.followers import follow_users
from migration_flow.events import MoveEvent
from migration_flow.models import Decision, Finding, LegacyEmployee, Move
from portal.core import audit
from portal.core.actions import RuleBroken, Stale, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

C = Decision.Choice


@action(Permission.MIGRATION_DECIDE)
def merge_rids(
    *, actor: Actor, finding: Finding, kept: str, merged: list[str], versions: dict[str, int]
) -> int:
    """`merged` RIDs become part of `kept`, which is moved; each keeps its own decisions on rights, so that together
    they give no right that neither had. `versions`: RID → the version that was shown. Returns how many were merged."""
    move = open_move(actor)
    rows = _locked(actor, move, finding, {kept, *merged}, versions)
    if not merged or kept in merged:
        raise RuleBroken(
            _("Vælg det RID-nummer, der skal beholdes, og mindst ét andet, der skal lægges ind i det.")
        )
    _refuse_two_people(move, rows)
    _answer(rows[kept], C.CHANGE if rows[kept].choice == C.CHANGE else C.MOVE, rows[kept].change, actor)
    for rid in merged:
        _answer(rows[rid], C.MERGE, {"into": kept}, actor)
    follow_users(move, actor, [kept, *merged])
    recount(move)
    audit.record(
        MoveEvent.MERGED, move, actor=actor, organisations=[actor.organisation], kept=kept, merged=merged
    )
    return len(merged)


@action(Permission.MIGRATION_DECIDE)
def keep_apart(*, actor: Actor, finding: Finding, versions: dict[str, int]) -> int:
    """They are different people, or are to be different users: what was merged is moved by itself."""
    move = open_move(actor)
    rows = _locked(actor, move, finding, set(versions), versions)
    for each in rows.values():
        if each.choice in ("", C.MERGE):
            _answer(each, C.MOVE, {}, actor)
    follow_users(move, actor, list(rows))
    recount(move)
    audit.record(MoveEvent.DECIDED, move, actor=actor, organisations=[actor.organisation], item="employee",
                 rid=", ".join(rows), choice=C.MOVE)  # fmt: skip
    return len(rows)


def _locked(
    actor: Actor, move: Move, finding: Finding, rids: set[str], versions: dict[str, int]
) -> dict[str, Decision]:
    """The decisions about these RIDs, held; all of them of this one finding and as they were shown."""
    if not rids <= set(finding.rids):
        raise RuleBroken(_("De RID-numre hører ikke sammen. Intet er ændret."))
    asked = Decision.objects.for_actor(actor).filter(move=move, item=Decision.Item.EMPLOYEE, rid__in=rids)
    rows = {each.rid: each for each in asked.select_for_update().order_by("pk")}
    for each in rows.values():
        if versions.get(each.rid) != each.version:
            raise Stale(
                _("%(name)s har svaret, mens du så på det. Se svaret, før du ændrer det.")
                % {"name": each.decided_by}
            )
    return rows


def _refuse_two_people(move: Move, rows: dict[str, Decision]) -> None:
    """Different CPR numbers are different people, whatever name and mailbox say."""
    legacy = LegacyEmployee.objects.across_organisations("rows of decisions already opened")
    found = legacy.filter(cvr=move.cvr, rid__in=list(rows), cpr_index__isnull=False)
    if len({bytes(each.cpr_index or b"") for each in found}) > 1:
        raise RuleBroken(
            _("De har forskellige CPR-numre og er derfor forskellige personer. Intet er ændret.")
        )


def _answer(decision: Decision, choice: str, change: dict[str, Any], actor: Actor) -> None:
    decision.choice, decision.change = choice, change
    decision.decided_by, decision.decided_at = actor.label, timezone.now()
    decision.version += 1
    decision.save()
