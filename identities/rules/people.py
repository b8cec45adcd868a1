"""Who may be whom: age, and whether the person at a link is the one it was made for."""

import datetime
import hmac
from enum import StrEnum
from typing import Any

from django.utils import timezone

from portal.core import crypto
from portal.core.identifiers import parse_cpr

YOUNGEST_USER = 13
ADULT = 18


class Means(StrEnum):
    """How an employee will log in."""

    PRIVATE = "private"
    DEDICATED = "dedicated"


class Match(StrEnum):
    """What is known about the person who opened a link."""

    YES = "yes"
    NO = "no"
    MUST_CLAIM = "must_claim"
    MUST_ENTER_CODE = "must_enter_code"
    WAITS = "waits"


def age(birth_date: datetime.date, on: datetime.date | None = None) -> int:
    """Whole years on a day (today in Denmark)."""
    day = on or timezone.localdate()
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def birth_date_of(identity: Any) -> datetime.date | None:
    """The known birth date: MitID's where the person has logged in, else what the employer wrote."""
    if identity.user is not None and identity.user.birth_date:
        return identity.user.birth_date
    return identity.birth_date


def is_minor(identity: Any) -> bool:
    """True for somebody known to be under 18: may use, not sign, administer or hold mandates."""
    born = birth_date_of(identity)
    return born is not None and age(born) < ADULT


def is_too_young(birth_date: datetime.date | None) -> bool:
    return birth_date is not None and age(birth_date) < YOUNGEST_USER


def cpr_index(digits: str) -> bytes:
    """How a CPR number (ten digits) is found again without being read; the login makes the same."""
    return crypto.blind_index(digits, purpose="cpr")


def sealed_cpr(digits: str) -> tuple[bytes, bytes]:
    """(ciphertext, index) of ten digits, as identities store them."""
    return crypto.encrypt(digits, purpose="cpr"), cpr_index(digits)


def opened_cpr(ciphertext: bytes | memoryview) -> str:
    return crypto.decrypt(ciphertext, purpose="cpr")


def birth_date_in(digits: str) -> datetime.date | None:
    """The birth date a CPR number carries."""
    cpr = parse_cpr(digits, allow_substitute=True)
    return cpr.birth_date if cpr else None


def match(activation: Any, user: Any) -> Match:
    """Whether `user` is the one the activation is for. CPR decides where it is on file, whatever the name
    is."""
    identity = activation.identity
    if identity.user_id is not None:
        return Match.YES if identity.user_id == user.pk else Match.NO
    paths = {"cpr": _by_cpr, "birth_date": _by_birth_date, "claim": _by_claim, "code": _by_claim}
    judge = paths.get(activation.path)
    return judge(activation, user) if judge else Match.NO


def _by_cpr(activation: Any, user: Any) -> Match:
    known, shown = activation.identity.cpr_index, user.cpr_index
    same = known is not None and shown is not None and hmac.compare_digest(bytes(known), bytes(shown))
    return Match.YES if same else Match.NO


def _by_birth_date(activation: Any, user: Any) -> Match:
    known = activation.identity.birth_date
    return Match.YES if known is not None and known == user.birth_date else Match.NO


def _by_claim(activation: Any, user: Any) -> Match:
    if activation.claimed_by_id is None:
        return Match.MUST_ENTER_CODE if activation.path == "code" else Match.MUST_CLAIM
    if activation.claimed_by_id != user.pk:
        return Match.NO
    return Match.YES if activation.confirmed_at or activation.path == "code" else Match.WAITS


def names_agree(given_name: str, surname: str, shown: str) -> bool:
    """Whether the name MitID shows holds the first given name and the last surname the employer wrote."""
    words = set(shown.casefold().replace("-", " ").split())
    first, last = given_name.casefold().split()[:1], surname.casefold().replace("-", " ").split()[-1:]
    return bool(first and last) and first[0] in words and last[0] in words
