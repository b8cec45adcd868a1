"""What an answer loses, and the most the move can cost."""

from typing import Any

from identities.queries.prices import ceiling_for
from identities.rules.charging import Ceiling
from migration_flow.models import Decision, LegacyAdministrator, LegacyRight, Move
from migration_flow.queries.words import name_rights, name_roles

SHOWN = 20


def lost_with(move: Move, decision: Decision) -> dict[str, Any]:
    """What stays behind if the answer is “leave”: the rights and roles of a user, else the thing itself."""
    if decision.item != Decision.Item.EMPLOYEE:
        return {"rights": [], "more": 0, "roles": []}
    why = "of a decision already opened"
    rights = LegacyRight.objects.across_organisations(why).filter(cvr=move.cvr, rid=decision.rid)
    roles = LegacyAdministrator.objects.across_organisations(why).filter(cvr=move.cvr, rid=decision.rid)
    named = name_rights(list(rights.order_by("service", "right")[: SHOWN + 1]))
    return {
        "rights": [each.named for each in named[:SHOWN]],  # type: ignore[attr-defined]
        "more": len(named) > SHOWN,
        "roles": name_roles(list(roles)),
    }


def cost_of(move: Move, more: int = 0) -> Ceiling:
    """The most the users cost that come along as it is decided now (proposals where nothing is), and `more` beside."""
    told = move.counts.get(Decision.Item.EMPLOYEE, {})
    return ceiling_for(move.organisation, told.get("kept", 0) + told.get("hoped", 0) + more)
