"""What is decided in pure words: who may sign, what a case needs, whether an agreement is needed, what changed."""

from portal.agreements.rules.signing import (
    PUBLIC_FORMS,
    acts_alone,
    digest,
    has_ceased,
    is_enough,
    keys_of,
    management,
    needs_case_work,
    people_of,
    rule_of,
    snapshot,
    without_register,
)

__all__ = ["PUBLIC_FORMS", "acts_alone", "digest", "has_ceased", "is_enough", "keys_of", "management",
           "needs_case_work", "people_of", "rule_of", "snapshot", "without_register"]  # fmt: skip
