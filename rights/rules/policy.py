"""What the service owner lets organisations do with a right when they give it to others (policy as data)."""

from dataclasses import dataclass
from typing import Any

from portal.core.permissions import Level
from rights.rules.levels import required_level

LONGEST_MONTHS = 60


@dataclass(frozen=True, kw_only=True)
class MandatePolicy:
    """`give`: role names that may give the right by mandate; none: it cannot be given to others at all.

    `withdraw` and `waive`: roles of the grantor and of the grantee that may end it; `sub_delegate`: "no",
    "yes" or "ask" (the grantor is asked each time); `longest_months` at most 60."""

    give: frozenset[str] = frozenset()
    request: bool = False
    withdraw: frozenset[str] = frozenset({"organisation_administrator", "management_representative"})
    waive: frozenset[str] = frozenset(
        {"organisation_administrator", "rights_administrator", "management_representative"}
    )
    sub_delegate: str = "no"
    longest_months: int = LONGEST_MONTHS
    second_signatory: bool = False
    level: Level = Level.SUBSTANTIAL

    @property
    def may_be_given(self) -> bool:
        return bool(self.give)


def policy_of(right: Any) -> MandatePolicy:
    """The policy of a Right. What its row does not say is the strictest of the usual: it cannot be given."""
    row = right.mandate_policy
    sets = {name: frozenset(row[name]) for name in ("give", "withdraw", "waive") if name in row}
    return MandatePolicy(
        **sets,
        request=row.get("request") is True,
        sub_delegate=row["sub_delegate"] if row.get("sub_delegate") in ("yes", "ask") else "no",
        longest_months=min(int(row.get("longest_months", LONGEST_MONTHS)), LONGEST_MONTHS),
        second_signatory=row.get("second_signatory") is True,
        level=required_level(row.get("level", "substantial")),
    )
