"""People who stand several times in the legacy system: each RID with its rights and when it was last used."""

from typing import Any

from migration_flow.models import Decision, Finding, LegacyAdministrator, LegacyEmployee, LegacyRight, Move
from migration_flow.models.legacy import LegacySignature
from migration_flow.queries.words import name_rights, name_roles, name_signatures

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
    by_rid = {name: _by_rid(name, move, finding) for name in _TABLES}
    return [
        {"rid": each.rid, "person": each, "decision": decisions.get(each.rid),
         **{name: found.get(each.rid, []) for name, found in by_rid.items()}}
        for each in people.order_by("-last_used_on", "rid")
    ]  # fmt: skip


# What a side shows → its table, and how its rows are called.
_TABLES: dict[str, tuple[Any, Any]] = {
    "rights": (LegacyRight, name_rights),
    "roles": (LegacyAdministrator, name_roles),
    "signatures": (LegacySignature, name_signatures),
}


def _by_rid(name: str, move: Move, finding: Finding) -> dict[str, list[Any]]:
    model, called = _TABLES[name]
    rows = model.objects.across_organisations(WHY).filter(cvr=move.cvr, rid__in=finding.rids).order_by("pk")
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.rid, []).append(row)
    return {rid: called(each) for rid, each in found.items()}


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
