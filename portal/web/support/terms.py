"""What somebody typed into the search field: which kind of thing it is, and what may be kept of it."""

import re
import uuid
from dataclasses import dataclass

from portal.core import crypto
from portal.core.identifiers import is_p_number, parse_cpr

_SERIAL = re.compile(r"CVR:(\d{8})-RID:(.+)", re.I)
# Cases of agreements (T), of the desk (S), mandates (F); invoices by year and number.
_CASE = re.compile(r"[TSF]-[0-9A-Z]{6,12}|\d{4}-\d{7}", re.I)
_HAS_DIGITS = re.compile(r"\S*\d\S*")


@dataclass(frozen=True)
class Term:
    """`kind`: number (eight digits), rid, uuid, email, case, cpr or name. `cvr` only of a whole subject number."""

    kind: str
    text: str
    cvr: str = ""

    @property
    def shown(self) -> str:
        """For the trail: an address keeps its first letter and its domain, a CPR number nothing."""
        if self.kind == "email":
            name, _, domain = self.text.rpartition("@")
            return f"{name[:1]}…@{domain}"
        return "" if self.kind == "cpr" else self.text

    @property
    def digest(self) -> str:
        """Recognises the same address again without telling it; "" for what stands in plain words."""
        return crypto.blind_index(self.text, purpose="support_search").hex() if self.kind == "email" else ""


def understand(text: str) -> Term:
    """The kind is told by the form alone; nothing is looked up."""
    text = " ".join(text.split())
    digits = re.sub(r"[\s.-]", "", text)
    if serial := _SERIAL.fullmatch(text):
        return Term("rid", serial[2], cvr=serial[1])
    if "@" in text:
        return Term("email", text.lower())
    if _CASE.fullmatch(text):
        return Term("case", text.upper())
    if (found := _uuid(text)) is not None:
        return Term("uuid", found)
    if digits.isascii() and digits.isdecimal():
        return _number(digits)
    return Term("rid" if _HAS_DIGITS.fullmatch(text) else "name", text)


def _number(digits: str) -> Term:
    if len(digits) == 8:
        return Term("number", digits)
    is_cpr = (
        len(digits) == 10 and not is_p_number(digits) and parse_cpr(digits, allow_substitute=True) is not None
    )
    return Term("cpr" if is_cpr else "rid", digits)


def _uuid(text: str) -> str | None:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return None
