"""People who stand several times in the legacy system: each RID with its rights and when it was last used."""

from typing import Any

from migration_flow.models import Decision, Finding, LegacyAdministrator, LegacyEmployee, LegacyRight, Move
from migration_flow.models.legacy import LegacySignature

WHY = "rows of a finding already opened"


def findings_of(actor: Any) -> Any:
    return Finding.objects.for_actor(actor).filter(code="D01").order_by("pk")


def sides(move: Move, finding: Finding) -> list[dict[str, Any]]:
    """One entry per RID of the finding: {"rid", "person", "decision", "rights", "roles", "signatures"}."""
    people = LegacyEmployee.objects.across_organisations(WHY).filter(cvr=move.cvr, rid__in=finding.rids)
    asked = Decision.objects.across_organisations(WHY).filter(
        move=move, item="employee", rid__in=finding.rids
    )
    decisions = {each.rid: each for each in asked}
    by_rid = {name: _by_rid(model, move, finding) for name, model in _TABLES.items()}
    return [
        {"rid": each.rid, "person": each, "decision": decisions.get(each.rid),
         **{name: found.get(each.rid, []) for name, found in by_rid.items()}}
        for each in people.order_by("-last_used_on", "rid")
    ]  # fmt: skip


_TABLES: dict[str, Any] = {
    "rights": LegacyRight,
    "roles": LegacyAdministrator,
    "signatures": LegacySignature,
}


def _by_rid(model: Any, move: Move, finding: Finding) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in (
        model.objects.across_organisations(WHY).filter(cvr=move.cvr, rid__in=finding.rids).order_by("pk")
    ):
        found.setdefault(row.rid, []).append(row)
    return found


def with_state(move: Move, findings: list[Finding]) -> list[Finding]:
    """Each finding with `.names`, `.choices`, and whether somebody has decided: two queries for a page."""
    rids = [rid for each in findings for rid in each.rids]
    people = LegacyEmployee.objects.across_organisations(WHY).filter(cvr=move.cvr, rid__in=rids)
    names = {each.rid: each.name for each in people}
    asked = Decision.objects.across_organisations(WHY).filter(move=move, item="employee", rid__in=rids)
    choices = {each.rid: each for each in asked}
    for each in findings:
        known = [choices[rid] for rid in each.rids if rid in choices]
        each.names = sorted({names[rid] for rid in each.rids if rid in names})  # type: ignore[attr-defined]
        each.open = any(not one.choice for one in known)  # type: ignore[attr-defined]
        each.merged = any(one.choice == Decision.Choice.MERGE for one in known)  # type: ignore[attr-defined]
    return findings
