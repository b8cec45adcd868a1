"""Reads that span several models."""

from identities.queries.activations import (
    activation_by_code,
    activation_by_token,
    authenticator_by_token,
    claimed_by,
)
from identities.queries.membership import Membership, memberships
from identities.queries.people import administrators, recipients_in_role
from identities.queries.prices import ceiling_for, free_identities, price
from identities.queries.support import open_proposals, proposed_credit_notes
from identities.queries.todos import todo

__all__ = [
    "Membership",
    "activation_by_code",
    "activation_by_token",
    "administrators",
    "authenticator_by_token",
    "ceiling_for",
    "claimed_by",
    "free_identities",
    "memberships",
    "open_proposals",
    "price",
    "proposed_credit_notes",
    "recipients_in_role",
    "todo",
]
