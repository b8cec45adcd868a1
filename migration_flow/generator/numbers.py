"""Who gets which number: CVR, P, SE, RID, agreement. Every number follows from the company's index.

CVR numbers lie in 92000000–99999999, P-numbers in 1900000000–1999999999; the companies with fixed
roles have the numbers from 99990000.
"""

from array import array
from bisect import bisect_left
from functools import cache

from migration_flow.generator.chance import number
from migration_flow.generator.words import CHOSEN_RIDS
from portal.core.identifiers import CVR_WEIGHTS, P_NUMBER_WEIGHTS, weighted_sum

FIRST_CVR_STEM = 9_200_000
FIRST_FIXED_CVR = 99_990_000
FIRST_P_STEM = 190_000_000
P_STEMS_PER_COMPANY = 10
FIRST_LARGE_P_STEM = 197_020_000
P_STEMS_PER_LARGE_COMPANY = 2_900
LARGE_COMPANIES = 1_000
OCES2_SPACE = 90_000_000
OCES2_STEP = 7_654_321
# Milliseconds: the issuer's first system numbered employees by the clock, 2004 to 2011.
OCES1_FIRST = 1_072_915_200_000
OCES1_SPACE = 2_921 * 86_400_000
OCES1_STEP = 3_141_592_657
SHARE_OCES1 = 0.0975
SHARE_CHOSEN = 0.31  # in the companies that chose their RIDs themselves


@cache
def issued_cvr() -> array:
    """All valid CVR numbers of the range, ascending: 727,273 of them, three megabytes."""
    tails = [(tail, weighted_sum(f"{tail:03}", CVR_WEIGHTS[4:7])) for tail in range(1_000)]
    numbers = array("I")
    for head in range(FIRST_CVR_STEM // 1_000, 10_000):
        start = weighted_sum(str(head), CVR_WEIGHTS[:4])
        for tail, rest in tails:
            check = -(start + rest) % 11
            if check != 10:
                numbers.append((head * 1_000 + tail) * 10 + check)
    return numbers


class CvrNumbers:
    """The CVR numbers of a country, by company index; the last `fixed` companies have the fixed ones."""

    def __init__(self, companies: int, fixed: int) -> None:
        self.ordinary = companies - fixed
        self._issued = issued_cvr()
        self._first_fixed = bisect_left(self._issued, FIRST_FIXED_CVR)

    def _place(self, index: int) -> int:
        if index >= self.ordinary:
            return self._first_fixed + index - self.ordinary
        return index * self._first_fixed // self.ordinary

    def __getitem__(self, index: int) -> str:
        return str(self._issued[self._place(index)])

    def spare(self, index: int) -> str | None:
        """The number after a company's own, where nobody has it."""
        if index >= self.ordinary:
            return None
        place = self._place(index)
        following = self._place(index + 1) if index + 1 < self.ordinary else self._first_fixed
        return str(self._issued[place + 1]) if place + 1 < following else None

    def beyond(self, place: int) -> str:
        """A number above those of the fixed companies, for companies that come later."""
        return str(self._issued[self._first_fixed + 100 + place])


def p_number(index: int, unit: int, large_rank: int | None) -> str:
    """The P-number of a company's unit. A large company has a block of its own for 2,600 units."""
    if large_rank is None:
        first = FIRST_P_STEM + index * P_STEMS_PER_COMPANY
    else:
        first = FIRST_LARGE_P_STEM + large_rank * P_STEMS_PER_LARGE_COMPANY
    # Of ten stems side by side at most one has no check digit; the block is read in tens.
    tens, place = divmod(unit, 9)
    stems = range(first + tens * 10, first + tens * 10 + 10)
    passed = 0
    for stem in stems:
        check = -weighted_sum(str(stem), P_NUMBER_WEIGHTS) % 11
        if check != 10:
            if passed == place:
                return f"{stem}{check}"
            passed += 1
    raise ValueError(f"unit {unit} has no number")


class Rids:
    """The RIDs of one company: unique in it, known without making the employees."""

    def __init__(self, seed: int, cvr: str, chosen: bool) -> None:
        dice = number(seed, "rid", cvr)
        self.chosen = chosen
        self._oces2 = dice % OCES2_SPACE
        self._oces1 = (dice >> 32) % OCES1_SPACE
        self._forms = dice >> 64

    def __getitem__(self, employee: int) -> str:
        roll = ((self._forms + employee * 0x9E3779B97F4A7C15) >> 32 & 0xFFFFFFFF) / 0x100000000
        if self.chosen and roll > 1 - SHARE_CHOSEN:
            word = CHOSEN_RIDS[(self._forms + employee) % len(CHOSEN_RIDS)]
            return f"{word}{employee}" if employee >= len(CHOSEN_RIDS) else word
        if roll < SHARE_OCES1:
            return str(OCES1_FIRST + (self._oces1 + employee * OCES1_STEP) % OCES1_SPACE)
        return str(10_000_000 + (self._oces2 + employee * OCES2_STEP) % OCES2_SPACE)


def se_number(cvr: str, spare: str | None) -> str:
    """An SE-number of a company: a free number of the range, else the CVR number itself."""
    return spare or cvr


def agreement_number(index: int) -> str:
    """`NE` and nine digits."""
    return f"NE{200_000_000 + index}"
