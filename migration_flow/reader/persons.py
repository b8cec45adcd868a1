"""CPR numbers leave the row here: ciphertext, blind index, birth date and finding take their place."""

import datetime
from dataclasses import dataclass

from django.conf import settings

from portal.core import crypto, identifiers


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is kept of a CPR number. All None for an empty or impossible one."""

    cipher: bytes | None = None
    index: bytes | None = None
    birth_date: datetime.date | None = None
    codes: tuple[str, ...] = ()


NOTHING = Hidden()


def hide(text: str) -> Hidden:
    """W01 nine digits that are a valid number with a zero in front (kept out, told), W02 no mod-11 (legal since
    2007), W03 impossible (stored empty)."""
    if not text:
        return NOTHING
    found = identifiers.parse_cpr(text, allow_substitute=settings.ALLOW_SUBSTITUTE_CPR)
    codes: list[str] = []
    if found is None and len(text) == 9:
        found = identifiers.parse_cpr("0" + text, allow_substitute=settings.ALLOW_SUBSTITUTE_CPR)
        codes.append("W01" if found else "W03")
    elif found is None:
        codes.append("W03")
    if found is None:
        return Hidden(codes=tuple(codes))
    if not found.has_check_digit:
        codes.append("W02")
    return Hidden(
        crypto.encrypt(found.digits, purpose="cpr"), crypto.blind_index(found.digits, purpose="cpr"),
        found.birth_date, tuple(codes),
    )  # fmt: skip
