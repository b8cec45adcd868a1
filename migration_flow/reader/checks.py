"""Checks of a single line, made for the columns of a whole block at once: each gives the places where it fails.

A block's values are few (dates, codes) or alike (the CVR number): sets make a fault-free column cost almost nothing."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from portal.core.identifiers import CVR_WEIGHTS, is_p_number, is_scientific

Column = Sequence[str]
Check = Callable[[dict[str, Column], date], list[int]]

_DATE = re.compile(r"([0-9]{2})-([0-9]{2})-((?:19|20|21)[0-9]{2})( [0-9]{2}:[0-9]{2}:[0-9]{2})?")
_MAIL = re.compile(r"[^@ ]+@[^@ ]+[.][^@ ]+")
# Text of a date to its number yyyymmdd, for those met so far; there are some ten thousand days.
_days: dict[str, int] = {"": 0}


def _weights(weights: Sequence[int]) -> dict[str, int]:
    numbers = (f"{n:04}" for n in range(10_000))
    return {n: sum(int(d) * w for d, w in zip(n, weights, strict=True)) for n in numbers}


_HIGH, _LOW = _weights(CVR_WEIGHTS[:4]), _weights(CVR_WEIGHTS[4:])


def cvr_fits(text: str) -> bool:
    """The same as identifiers.is_cvr, by table: it is asked millions of times."""
    high, low = _HIGH.get(text[:4]), _LOW.get(text[4:])
    return high is not None and low is not None and text[0] != "0" and (high + low) % 11 == 0


def day(text: str) -> int | None:
    """yyyymmdd of a date, 0 for an empty one, None for one that never was."""
    if (known := _days.get(text)) is not None:
        return known
    match = _DATE.fullmatch(text)
    try:
        found = date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        found = None
    if found is None:
        return None
    number = int(f"{found:%Y%m%d}")
    if len(text) == 10:
        _days[text] = number
    return number


def _places(column: Column, bad: set[str]) -> list[int]:
    return [place for place, value in enumerate(column) if value in bad] if bad else []


def unless(name: str, fits: Callable[[str], bool], *, empty: bool = False) -> Check:
    """Where a column's value does not fit."""

    def check(columns: dict[str, Column], made_on: date) -> list[int]:
        values = set(columns[name])
        if empty:
            values.discard("")
        return _places(columns[name], {value for value in values if not fits(value)})

    return check


def among(name: str, allowed: Iterable[str]) -> Check:
    """Where a value stands outside its list."""
    listed = frozenset(allowed)
    return lambda columns, made_on: _places(columns[name], set(columns[name]) - listed)


def inside(name: str, told: Iterable[str]) -> Check:
    """Where a value is one of these."""
    listed = frozenset(told)
    return lambda columns, made_on: _places(columns[name], set(columns[name]) & listed)


def dates(*names: str) -> Check:
    """Where a day stands that never was."""
    checks = [unless(name, lambda text: day(text) is not None) for name in names]
    return lambda columns, made_on: [place for each in checks for place in each(columns, made_on)]


def span(start: str, end: str) -> Check:
    """Where the end comes before the beginning. Days that never were are told by `dates`."""

    def check(columns: dict[str, Column], made_on: date) -> list[int]:
        pairs = enumerate(zip(columns[start], columns[end], strict=True))
        return [place for place, (a, b) in pairs if a and b and (day(b) or 0) < (day(a) or 0) and day(b)]

    return check


def ended(name: str, *, months: int = 0) -> Check:
    """Where a date lies before the day the delivery was made (or some months before that)."""

    def check(columns: dict[str, Column], made_on: date) -> list[int]:
        year, month = divmod(made_on.year * 12 + made_on.month - 1 - months, 12)
        limit = year * 10_000 + (month + 1) * 100 + made_on.day
        old = {value for value in set(columns[name]) if 0 < (day(value) or 0) < limit}
        return _places(columns[name], old)

    return check


def lost_rid(columns: dict[str, Column], made_on: date) -> list[int]:
    """No RID, or one that a spreadsheet has rounded."""
    column = columns["RID_NUMMER"]
    if "" not in column and "E+" not in "\n".join(column).upper():
        return []
    return [place for place, rid in enumerate(column) if not rid or ("+" in rid and is_scientific(rid))]


def other_subject(columns: dict[str, Column], made_on: date) -> list[int]:
    """A certificate that names another company or employee."""
    rows = zip(columns["SUBJECT_DN"], columns["CVR_NUMMER"], columns["RID_NUMMER"], strict=True)
    return [place for place, (subject, cvr, rid) in enumerate(rows)
            if subject and f"CVR:{cvr}-RID:{rid}," not in subject and not _names(subject, cvr, rid)]  # fmt: skip


def _names(subject: str, cvr: str, rid: str) -> bool:
    _, found, rest = subject.partition(f"CVR:{cvr}-RID:{rid}")
    return bool(found) and rest[:1] in ("", ",", "+", " ", "/")


def wrong_mail(name: str) -> Check:
    """An address that is none, or one with Danish letters."""
    return unless(name, lambda mail: mail.isascii() and _MAIL.fullmatch(mail) is not None, empty=True)


def p_number_fits(text: str) -> bool:
    """All that were ever issued begin with 1; that keeps most CPR numbers from passing for one."""
    return text[:1] == "1" and is_p_number(text)


def wrong_unit(name: str, *, empty: bool = False) -> Check:
    return unless(name, p_number_fits, empty=empty)


def cut_name(columns: dict[str, Column], made_on: date) -> list[int]:
    """A full name of exactly 48 characters, where the legacy system cut."""
    pairs = enumerate(zip(columns["FORNAVN"], columns["EFTERNAVN"], strict=True))
    return [place for place, (given, surname) in pairs if len(given) + len(surname) == 47]
