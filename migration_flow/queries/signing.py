"""What one person can sign in one sitting: agreements that wait for them, and companies that still need one."""

from typing import Any

from portal.agreements.models import Connection, RegisterCompany
from portal.agreements.queries import cases_of, companies_of, is_connected, rule_in_words, standing_signatures

MOST = 50


def waiting_for(user: Any) -> list[Connection]:
    """Cases in signing whose register facts name this person, and which they have not signed; by name."""
    if user.cpr_index is None:
        return []
    own = bytes(user.cpr_index).hex()
    mine = cases_of(user).filter(
        state=Connection.State.SIGNING, register_snapshot__management__contains=[{"key": own}]
    )
    cases = list(mine.select_related("document").order_by("organisation_name")[:MOST])
    return [
        case
        for case in cases
        if all(bytes(each.cpr_index).hex() != own for each in standing_signatures(case))
    ]


def explained(cases: list[Connection]) -> list[dict[str, Any]]:
    """{"case", "document", "rule"} of each: what is read before it is signed."""
    return [
        {"case": each, "document": each.document, "rule": rule_in_words(each.register_snapshot)}
        for each in cases
    ]


def without_agreement(user: Any) -> list[RegisterCompany]:
    """The person's companies that are not connected and have no open case of theirs beyond a draft."""
    begun = set(
        cases_of(user).exclude(state__in=("draft", "rejected", "withdrawn")).values_list("cvr", flat=True)
    )
    mine = companies_of(user)[:MOST]
    return [each for each in mine if each.cvr not in begun and not is_connected(each.cvr)]
