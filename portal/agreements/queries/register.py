"""What the register says, and what it says of one person."""

from typing import Any

from portal.agreements import rules
from portal.agreements.models import RegisterCompany, RegisterParticipant


def companies_of(user: Any) -> list[RegisterCompany]:
    """Companies in whose management the register has this person now; empty without a CPR number."""
    if user.cpr_index is None:
        return []
    current = RegisterParticipant.objects.filter(
        cpr_index=bytes(user.cpr_index), until__isnull=True, is_dead=False
    )
    living = RegisterCompany.objects.filter(pk__in=current.values("company"), ceased_on__isnull=True)
    return list(living.order_by("name")[:200])


def snapshot_of(cvr: str) -> dict[str, Any] | None:
    """The register's facts about a company now, or None when it is not in the register."""
    company = RegisterCompany.objects.filter(pk=cvr).first() if cvr else None
    if company is None:
        return None
    current = list(company.participants.filter(until__isnull=True).order_by("unit_number", "function"))
    return rules.snapshot(company, current)
