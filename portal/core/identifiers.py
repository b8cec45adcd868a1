"""Danish identifiers: what is one, and how it is written.

Pure functions on text. A number is always text here: leading zeros and thirteen-digit RIDs
survive only as text. Every check is strict about ASCII digits; what people type goes through
`clean_number` first.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from operator import mul
from typing import Literal
from zoneinfo import ZoneInfo

CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
P_NUMBER_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
# The number generator was in error up to and including this P-number (Erhvervsstyrelsen, "Modulus 11").
P_NUMBER_EARLY_WEIGHTS = (1, 5, 6, 7, 3, 6, 4, 8, 9, 1)
P_NUMBER_LAST_EARLY = "1006959421"
CPR_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
EAN_WEIGHTS = (1, 3) * 6 + (1,)
SUBSTITUTE_DAY_SHIFT = 60
DENMARK = ZoneInfo("Europe/Copenhagen")

_CVR = re.compile(r"[1-9][0-9]{7}")
_P_NUMBER = re.compile(r"[1-9][0-9]{9}")
_CPR = re.compile(r"([0-9]{6})-?([0-9]{4})")
_EAN = re.compile(r"[0-9]{13}")
_PID = re.compile(r"PID:9208-2002-2-[0-9]{12}")
_SEPARATORS = re.compile(r"[\s\u00a0.,:/-]+")
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?E\+[0-9]+", re.IGNORECASE)
_RID_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f]")

RidForm = Literal["oces2", "oces1", "chosen"]


@dataclass(frozen=True, slots=True)
class Cpr:
    """A readable CPR number. `has_check_digit` is information only: it is never a reason to refuse."""

    digits: str
    birth_date: date
    is_substitute: bool
    has_check_digit: bool

    def __repr__(self) -> str:
        return f"Cpr({mask_cpr(self.digits)})"

    __str__ = __repr__


def weighted_sum(digits: str, weights: tuple[int, ...]) -> int:
    """The sum of digit times weight, for as many digits as there are."""
    return sum(map(mul, map(int, digits), weights))


def clean_number(text: str) -> str:
    """What a person typed, without blanks, dots, dashes, colons, slashes and a leading country code DK."""
    bare = _SEPARATORS.sub("", text)
    return bare[2:] if bare[:2].upper() == "DK" else bare


def is_cvr(text: str) -> bool:
    """True for eight digits, the first not 0, whose weighted sum is divisible by 11."""
    return bool(_CVR.fullmatch(text)) and weighted_sum(text, CVR_WEIGHTS) % 11 == 0


def cvr_with_check_digit(stem7: str) -> str | None:
    """The CVR number of a seven-digit stem, or None where the rest is 1: such a number is not issued."""
    rest = weighted_sum(stem7, CVR_WEIGHTS) % 11
    return None if rest == 1 else f"{stem7}{(11 - rest) % 11}"


def format_cvr(cvr: str) -> str:
    """`10150817` as `10 15 08 17`; a text of another length is returned as it is."""
    return " ".join((cvr[0:2], cvr[2:4], cvr[4:6], cvr[6:8])) if len(cvr) == 8 else cvr


def is_se_number(text: str) -> bool:
    """True for an SE number; it is built like a CVR number and often equals the organisation's own."""
    return is_cvr(text)


def is_p_number(text: str) -> bool:
    """True for ten digits that pass the check of their range (two weight sets, see P_NUMBER_LAST_EARLY)."""
    if not _P_NUMBER.fullmatch(text):
        return False
    weights = P_NUMBER_EARLY_WEIGHTS if text <= P_NUMBER_LAST_EARLY else P_NUMBER_WEIGHTS
    return weighted_sum(text, weights) % 11 == 0


def p_number_with_check_digit(stem9: str) -> str | None:
    """The P-number of a nine-digit stem, or None where no digit fits."""
    candidates = (f"{stem9}{digit}" for digit in range(10))
    return next((number for number in candidates if is_p_number(number)), None)


def parse_cpr(text: str, *, allow_substitute: bool, on: date | None = None) -> Cpr | None:
    """Read `DDMMYYSSSS` or `DDMMYY-SSSS`; None if it cannot be a CPR number on the day `on` (today).

    Modulus 11 is not enforced: numbers without it have been issued since 1 October 2007.
    A substitute number (day + 60) is read only where `allow_substitute` says so.
    """
    match = _CPR.fullmatch(text)
    if not match:
        return None
    digits = match[1] + match[2]
    day = int(digits[0:2])
    is_substitute = day > SUBSTITUTE_DAY_SHIFT
    if is_substitute and not allow_substitute:
        return None
    birth_date = _birth_date(digits, day - SUBSTITUTE_DAY_SHIFT if is_substitute else day)
    if birth_date is None or birth_date > (on or datetime.now(DENMARK).date()):
        return None
    return Cpr(digits, birth_date, is_substitute, weighted_sum(digits, CPR_WEIGHTS) % 11 == 0)


def _birth_date(digits: str, day: int) -> date | None:
    try:
        return date(_full_year(int(digits[4:6]), int(digits[6])), int(digits[2:4]), day)
    except ValueError:
        return None


def _full_year(year: int, seventh: int) -> int:
    """The century stands in the seventh digit (cpr.dk, "Opbygning af CPR-nummeret")."""
    if seventh <= 3:
        return 1900 + year
    if seventh in (4, 9):
        return (2000 if year <= 36 else 1900) + year
    return (2000 if year <= 57 else 1800) + year


def mask_cpr(text: str) -> str:
    """The birth date part and four stars, `010190-****`; stars alone where it is not ten digits."""
    match = _CPR.fullmatch(text)
    return f"{match[1]}-****" if match else "******-****"


def is_ean(text: str) -> bool:
    """True for a thirteen-digit EAN/GLN location number with a right GS1 check digit."""
    return bool(_EAN.fullmatch(text)) and weighted_sum(text, EAN_WEIGHTS) % 10 == 0


def ean_with_check_digit(stem12: str) -> str:
    """The EAN/GLN number of a twelve-digit stem."""
    return f"{stem12}{-weighted_sum(stem12, EAN_WEIGHTS) % 10}"


def is_rid(text: str) -> bool:
    """True for anything that can be a RID: 8 or 13 digits or a name the administrator chose.

    False for an empty text, control characters, blanks around it, and a number a spreadsheet
    has turned into scientific notation (`1,23755E+12`), whose digits are gone.
    """
    if not text or text != text.strip() or _RID_FORBIDDEN.search(text):
        return False
    return not is_scientific(text)


def is_scientific(text: str) -> bool:
    """True for a number that a spreadsheet has rewritten, `1,23755E+12`."""
    return bool(_SCIENTIFIC.fullmatch(text))


def rid_form(rid: str) -> RidForm:
    """Who issued it: NemID (8 digits), the first OCES system (13 digits), or chosen by the company."""
    if rid.isascii() and rid.isdecimal() and len(rid) in (8, 13):
        return "oces2" if len(rid) == 8 else "oces1"
    return "chosen"


def is_pid(text: str) -> bool:
    """True for a private person's subject number, `PID:9208-2002-2-` and twelve digits."""
    return bool(_PID.fullmatch(text))
