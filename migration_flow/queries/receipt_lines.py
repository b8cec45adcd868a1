"""The lines of an access receipt: which right or mandate, whose, and why it stayed behind."""

from collections.abc import Iterator
from typing import Any

from migration_flow.models import Decision, Move
from migration_flow.queries.moves import attach_legacy
from migration_flow.rules import REASONS

RECEIVED = (Decision.Item.RIGHT, Decision.Item.MANDATE)


def lines(move: Move, outcome: str = "") -> Any:
    """The decisions of the receipt, in order; narrow to one outcome."""
    rows = Decision.objects.across_organisations("the move's own").filter(move=move, item__in=RECEIVED)
    return (rows.filter(outcome=outcome) if outcome else rows).order_by("item", "rid", "id")


def in_words(decisions: list[Decision]) -> list[dict[str, Any]]:
    """{"what", "rid", "outcome", "why", "by"} of each: `why` is the proposal's reason where it was followed, else that
    the company decided so."""
    return [
        {"what": str(each.legacy), "rid": each.rid, "outcome": each.get_outcome_display(), "why": why(each),  # type: ignore[attr-defined]
         "by": each.decided_by}
        for each in attach_legacy(decisions)
    ]  # fmt: skip


def why(decision: Decision) -> Any:
    if decision.outcome != Decision.Outcome.LEFT:
        return ""
    if decision.change.get("with"):
        return REASONS[(decision.item, "left")]
    followed = decision.choice == decision.proposal
    return REASONS.get((decision.item, decision.proposal_reason), "") if followed else ""


def left_behind(move: Move, most: int) -> list[dict[str, Any]]:
    return in_words(list(lines(move, Decision.Outcome.LEFT)[:most]))


def missing(move: Move, most: int) -> list[dict[str, Any]]:
    return in_words(list(lines(move, Decision.Outcome.MISSING)[:most]))


def every_line(move: Move) -> Iterator[list[Any]]:
    """Rows of the receipt as a file, some thousand at a time."""
    rows, last = lines(move).order_by("id"), 0
    while part := list(rows.filter(id__gt=last)[:2000]):
        last = part[-1].pk
        for each, line in zip(part, in_words(part), strict=True):
            yield [
                each.get_item_display(),
                line["rid"],
                line["what"],
                line["outcome"],
                line["why"],
                line["by"],
            ]
