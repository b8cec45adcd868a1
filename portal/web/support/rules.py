"""The desk's own rules, in pure words."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

LEAST_REASON = 10
HOURS = (1, 2, 4, 8)
# However often an access is extended, it ends within so many days of its beginning.
LONGEST = datetime.timedelta(days=5)
TOO_SHORT = _("Skriv en begrundelse på mindst 10 bogstaver eller tal. Den kan læses af organisationen")


def is_reason(text: str) -> bool:
    """Ten letters or digits at least; blanks, dots and invisible characters say nothing."""
    return sum(each.isalnum() for each in text) >= LEAST_REASON


def is_same_human(agent: Any, cpr_indexes: set[bytes], emails: set[str]) -> bool:
    """Whether the agent is, as far as can be known, one of the people with these CPR indexes or addresses."""
    known = bytes(agent.cpr_index) if agent.cpr_index else None
    return (known is not None and known in cpr_indexes) or (
        bool(agent.email) and agent.email.lower() in emails
    )
