"""What a letter says: facts are kept as they were sent, days among them as ISO text."""

import datetime
from typing import Any


def said(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with days as days, so that they are written as days are."""
    days = {name: datetime.date.fromisoformat(facts[name]) for name in ("from", "to") if facts.get(name)}
    return {**facts, **days}
