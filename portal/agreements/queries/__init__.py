"""Reads that span the register, cases and organisations."""

from portal.agreements.queries.cases import (
    attachments_of,
    case_reason,
    cases_for_support,
    cases_of,
    management_is_new,
    messages_of,
    missing_in_words,
    rule_in_words,
    standing_signatures,
)
from portal.agreements.queries.organisations import (
    administrator_names,
    administrators,
    agreement_of,
    is_connected,
    organisation_by_number,
    terms_in_force,
    todo,
)
from portal.agreements.queries.register import companies_of, snapshot_of

__all__ = [
    "administrator_names", "administrators", "agreement_of", "attachments_of", "case_reason", "cases_for_support",
    "cases_of", "companies_of", "is_connected", "management_is_new", "messages_of", "missing_in_words",
    "organisation_by_number", "rule_in_words", "snapshot_of", "standing_signatures", "terms_in_force", "todo",
]  # fmt: skip
