"""What the register says, and what it says of one person."""

from collections import defaultdict
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


def acts_alone(user: Any, cvr: str) -> bool:
    """Whether the register lets this person act for the company alone, at this moment."""
    facts = snapshot_of(cvr)
    return (
        facts is not None
        and user.cpr_index is not None
        and rules.acts_alone(facts, bytes(user.cpr_index).hex())
    )


def acts_alone_in(user: Any) -> list[RegisterCompany]:
    """The companies the register lets this person act for alone; two queries."""
    companies = companies_of(user)
    if not companies:
        return []
    people: dict[str, list[RegisterParticipant]] = defaultdict(list)
    current = RegisterParticipant.objects.filter(company__in=companies, until__isnull=True)
    for each in current.order_by("unit_number", "function"):
        people[each.company_id].append(each)
    own = bytes(user.cpr_index).hex()
    return [each for each in companies if rules.acts_alone(rules.snapshot(each, people[each.pk]), own)]
