"""CPR numbers leave the row here: ciphertext, blind index, birth date and finding take their place.

One that stands where it does not belong is found, too, so that it never reaches the database in clear."""

import datetime
import re
from collections.abc import Iterator, Sequence
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
# Digits as zeros, dash and line end as they are, everything else as blanks.
_DIGITS = bytes(48 if 48 <= code <= 57 else code if code in (10, 45) else 32 for code in range(256))
_NUMBER = re.compile(r"(?<![0-9])[0-9]{6}-?[0-9]{4}(?![0-9])")
_LETTERS = (("å", "aa"), ("ø", "oe"), ("æ", "ae"), ("ö", "oe"), ("ä", "ae"), ("é", "e"))


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


def holds_cpr(text: str) -> bool:
    """Whether a CPR number stands anywhere in a text."""
    return any(
        identifiers.parse_cpr(number, allow_substitute=settings.ALLOW_SUBSTITUTE_CPR)
        for number in _NUMBER.findall(text)
    )


def with_cpr(values: Sequence[str]) -> list[int]:
    """The places of the values that hold a CPR number. Costs little where no ten digits stand in a row."""
    marked = "\n".join(values).encode(errors="replace").translate(_DIGITS)
    found: list[int] = []
    place = counted = 0
    for at in sorted((*_runs(marked, b"0000000000"), *_runs(marked, b"000000-0000"))):
        place, counted = place + marked.count(b"\n", counted, at), at
        if holds_cpr(values[place]) and place not in found[-1:]:
            found.append(place)
    return found


def _runs(marked: bytes, run: bytes) -> Iterator[int]:
    """Where a run of digits (zeros by now) stands that is not part of a longer one."""
    at = marked.find(run)
    while at >= 0:
        end = at + len(run)
        longer = marked[end : end + 1] == b"0"
        if not longer and marked[at - 1 : at] != b"0":
            yield at
        while marked[end : end + 1] == b"0":
            end += 1
        at = marked.find(run, end)


def person_key(given: str, surname: str, email: str) -> str:
    """Folded name and e-mail: the same for one person under two RIDs (D01). Empty without e-mail."""
    if not email:
        return ""
    key = f"{given} {surname}|{email}".lower()
    if not key.isascii():
        for letter, plain in _LETTERS:
            key = key.replace(letter, plain)
    return key
