"""Constraints of a grant against what a service says about the request. What is not said is not met."""

from collections.abc import Mapping
from typing import Any

Attributes = Mapping[str, Any]


def met(constraints: dict[str, Any] | None, attributes: Attributes) -> bool:
    """True when every constraint is met by `attributes` ("resource.status", "action.soft", "context.amount"
    …).

    A list names the allowed values; the attribute must be there. {"not_in": […]} allows everything else,
    and its absence; {"at_most": n} a number not above n. Any other form is not understood, and what is not
    understood is not met: a constraint never widens."""
    return all(_one(form, attributes, name) for name, form in (constraints or {}).items())


def _one(form: Any, attributes: Attributes, name: str) -> bool:
    if isinstance(form, list):
        return name in attributes and _among(attributes[name], form)
    if not isinstance(form, dict) or len(form) != 1:
        return False
    (word, limit), value = next(iter(form.items())), attributes.get(name)
    if word == "not_in" and isinstance(limit, list):
        return not _among(value, limit)
    return word == "at_most" and _is_number(value) and _is_number(limit) and value <= limit


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _among(value: Any, allowed: list[Any]) -> bool:
    """Equal in kind and value: in Python 1 == True, in JSON it is not."""
    return any(type(value) is type(each) and value == each for each in allowed)
