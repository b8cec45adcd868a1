"""Which answers a question takes. Pages, files and the API ask the same."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from migration_flow.models import Decision
from migration_flow.rules.proposals import ONLY, REASONS

C = Decision.Choice
HANGS_ON_USER = (Decision.Item.RIGHT, Decision.Item.ADMINISTRATOR)
KEPT = (C.MOVE, C.CHANGE)


def refusal_of(decision: Decision, choice: str, users: Mapping[str, str]) -> str:
    """Why `choice` cannot be the answer, "" when it can. `users`: RID → what was decided about that user so far."""
    if choice not in C.values:
        return _("Skriv “flyt med” eller “lad blive”.")
    if choice == C.LEAVE:
        return ""
    if (decision.item, decision.proposal_reason) in ONLY:
        return str(REASONS[(decision.item, decision.proposal_reason)])
    if choice in (C.CHANGE, C.MERGE) and decision.item != Decision.Item.EMPLOYEE:
        return _("Kun en bruger kan ændres eller lægges sammen.")
    if decision.item in HANGS_ON_USER and users.get(decision.rid) == C.LEAVE:
        return _(
            "Brugeren bliver tilbage, så det gør brugerens rettigheder og roller også. Flyt brugeren med først."
        )
    return ""
