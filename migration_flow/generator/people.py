"""The people of the country. A person is a number; everything about the person follows from it.

The same number gives the same person in every company, so one person may work in several. CPR
numbers are substitute numbers (day + 60) with a check digit: no real person can own one.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from migration_flow.generator.chance import Shuffle, Weighted, number
from migration_flow.generator.words import FAMILY_NAMES, FEMALE_NAMES, MALE_NAMES, SPELLED_OUT

FIRST_BIRTH = date(1945, 1, 1).toordinal()
LAST_BIRTH = date(1999, 12, 31).toordinal()
# 7th digits that mean 1945–1999, the 8th digit, and nine 9th digits that leave a check digit.
SEVENTH = (0, 1, 2, 3, 4, 9)
TAILS = len(SEVENTH) * 10 * 9
# The 9th digit weighs 2; by the rest before it, the one that would need the check digit 10 (10: none).
MISSING = tuple(
    next((digit for digit in range(10) if (rest + 2 * digit) % 11 == 1), 10) for rest in range(11)
)
SPACE = (LAST_BIRTH - FIRST_BIRTH + 1) * TAILS

# Ranges of person numbers.
REGISTER_PEOPLE = 1_700_000
PER_COMPANY = 8
CAST_PEOPLE = 7_400_000
PER_CAST_COMPANY = 1_000
NEW_PEOPLE = 8_000_000
NEW_PER_COMPANY = 4

DOUBLE_NAME = 0.22
_NO_LETTERS = re.compile("[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody. `number` is who; `family` may hold a middle name too."""

    number: int
    given: str
    family: str
    cpr: str
    birth_date: date

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


class People:
    """Everybody, by number."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._births = Shuffle(SPACE, seed, "people")
        self._family = Weighted(FAMILY_NAMES)
        self._given = (Weighted(FEMALE_NAMES), Weighted(MALE_NAMES))
        self._person = lru_cache(maxsize=2_048)(self._make)

    def __getitem__(self, person: int) -> Person:
        return self._person(person)

    def _make(self, person: int) -> Person:
        cpr, born = substitute_cpr(self._births[person])
        dice = number(self.seed, "name", person)
        given = self._given[int(cpr[9]) & 1].slots[dice & 4095]
        family = str(self._family.slots[(dice >> 12) & 4095])
        if ((dice >> 24) & 0xFFFF) < DOUBLE_NAME * 0x10000:
            middle = str(self._family.slots[(dice >> 40) & 4095])
            family = family if middle == family else f"{middle} {family}"
        return Person(person, str(given), family, cpr, born)


def substitute_cpr(place: int) -> tuple[str, date]:
    """The substitute number at a place of the space, and the birth date in it."""
    days, tail = divmod(place, TAILS)
    born = date.fromordinal(FIRST_BIRTH + days)
    day, month, year = born.day + 60, born.month, born.year % 100
    two, ninth = divmod(tail, 9)
    seventh, eighth = SEVENTH[two // 10], two % 10
    lead = 4 * (day // 10) + 3 * (day % 10) + 2 * (month // 10) + 7 * (month % 10) + 6 * (year // 10)
    rest = (lead + 5 * (year % 10) + 4 * seventh + 3 * eighth) % 11
    ninth += ninth >= MISSING[rest]
    return f"{day}{month:02}{year:02}{seventh}{eighth}{ninth}{-(rest + 2 * ninth) % 11}", born


def slug(text: str) -> str:
    """A text as it may stand in an address: lower case, æøå spelled out, dashes."""
    return _NO_LETTERS.sub("-", text.translate(SPELLED_OUT).lower()).strip("-")


def mailbox(given: str, family: str) -> str:
    """The local part of a person's address: `soeren.moeller`."""
    return f"{slug(given)}.{slug(family.rsplit(' ', 1)[-1])}"
