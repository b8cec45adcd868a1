"""Signing rules: from the register's text to who must sign, and whether they have."""

from portal.agreements.signing_rule.describing import describe, describe_missing, describe_reason
from portal.agreements.signing_rule.parsing import parse
from portal.agreements.signing_rule.rule import (
    AllOf,
    Corporate,
    NotUnderstood,
    Reason,
    Require,
    Role,
    SigningRule,
    Whole,
)
from portal.agreements.signing_rule.signing import Missing, Person, may_sign_alone, missing, satisfied

__all__ = [
    "AllOf",
    "Corporate",
    "Missing",
    "NotUnderstood",
    "Person",
    "Reason",
    "Require",
    "Role",
    "SigningRule",
    "Whole",
    "describe",
    "describe_missing",
    "describe_reason",
    "may_sign_alone",
    "missing",
    "parse",
    "satisfied",
]
