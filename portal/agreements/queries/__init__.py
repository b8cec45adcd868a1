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
    connected_among,
    is_connected,
    organisation_by_number,
    snapshot_without_register,
    successions_of,
    told_of,
)
from portal.agreements.queries.register import acts_alone, acts_alone_in, companies_of, snapshot_of
from portal.agreements.queries.register_events import (
    marked_by_register,
    open_recoveries,
    stuck_events,
)
from portal.agreements.queries.terms import bind_from, terms_in_force, terms_text, waiting_terms
from portal.agreements.queries.todos import todo

__all__ = [
    "acts_alone", "acts_alone_in", "administrator_names", "administrators", "agreement_of", "attachments_of",
    "bind_from", "case_reason", "cases_for_support", "cases_of", "companies_of", "connected_among",
    "is_connected", "management_is_new", "marked_by_register", "messages_of", "missing_in_words",
    "open_recoveries", "organisation_by_number", "rule_in_words", "snapshot_of", "snapshot_without_register",
    "standing_signatures", "stuck_events", "successions_of", "terms_in_force", "terms_text", "todo",
    "told_of", "waiting_terms",
]  # fmt: skip
