"""Limits: what a right may be narrowed to, and what a narrowed right covers."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from portal.core.identifiers import is_p_number, is_se_number
from rights.models.catalogue import LimitType


def refusal(right: Any, limit_type: str, limit_value: str, units: Collection[str]) -> str:
    """Why `right` cannot be given with this limit in an organisation with the production units `units`; ""
    if it can.

    Nobody keeps a register of SE-numbers that we may read: their form is checked, not whose they are."""
    if not limit_type:
        return "" if not limit_value else _("Vælg, om nummeret er et P-nummer eller et SE-nummer.")
    if limit_type not in right.allowed_limits:
        return _("Rettigheden “%(right)s” kan ikke begrænses til den slags nummer.") % {"right": right.name}
    if limit_type == LimitType.P_NUMBER:
        return _p_number_refusal(limit_value, units)
    if not is_se_number(limit_value):
        return _("Indtast et SE-nummer på 8 cifre. Tjek, at alle cifre er rigtige.")
    return ""


def _p_number_refusal(value: str, units: Collection[str]) -> str:
    if not is_p_number(value):
        return _("Indtast et P-nummer på 10 cifre. Tjek, at alle cifre er rigtige.")
    if value not in units:
        return _("P-nummer %(number)s hører ikke til jeres organisation. Vælg et af jeres egne.") % {
            "number": value
        }
    return ""


def covers(held: tuple[str, str], asked: tuple[str, str], *, unit_is_theirs: bool) -> bool:
    """Whether a right held with the limit `held` covers a question about `asked` ((type, value), ("", "") =
    whole).

    The whole organisation covers its own production units only (`unit_is_theirs`); whose an SE-number is,
    the asking service knows and we do not."""
    if held == asked:
        return True
    if held[0] != LimitType.WHOLE:
        return False
    return unit_is_theirs if asked[0] == LimitType.P_NUMBER else True
