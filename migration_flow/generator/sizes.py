"""How many identities the companies of the country have. Pure arithmetic, no chance.

National: 700,000 companies and 1,600,000 identities. A smaller country is a sample of the national
one at evenly spaced quantiles, so that every country has the same shape.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import floor

NATIONAL_COMPANIES = 700_000
NATIONAL_IDENTITIES = 1_600_000
SMALL = ((1, 505_000), (2, 88_000), (3, 37_000))
POWER_LAW_COMPANIES = 69_787
POWER_LAW_EXPONENT = 2.850583
POWER_LAW_RANGE = (4, 499)
MOVED_FROM_5_TO_6 = 5
# The named types at the top: how many, the exponent of their rank, their identities together. One
# identity of the largest state body stands with its twenty-first, so that every band of the table is exact.
REGIONS = (40_000, 24_000, 16_000, 11_000, 7_000)
ONE_IDENTITY_MOVED = ("state", 0, 20)
RANKED = {"municipality": (98, 0.75, 112_000), "state": (50, 0.9, 32_000), "large": (60, 0.6, 36_000)}


@dataclass(frozen=True, slots=True)
class Run:
    """Companies of one size that stand side by side. The largest have a kind and a rank in it."""

    size: int
    companies: int
    kind: str | None = None
    rank: int = 0


def ranked_sizes(count: int, exponent: float, total: int) -> list[int]:
    """`total` shared by rank ** -exponent, rounded by largest remainder, largest first."""
    weights = [rank**-exponent for rank in range(1, count + 1)]
    shares = [total * weight / sum(weights) for weight in weights]
    sizes = [floor(share) for share in shares]
    by_remainder = sorted(range(count), key=lambda rank: (sizes[rank] - shares[rank], rank))
    for rank in by_remainder[: total - sum(sizes)]:
        sizes[rank] += 1
    return sizes


def power_law_counts() -> dict[int, int]:
    """Companies by size, 4…499: the inverse distribution at (i + ½)/N, five moved from 5 to 6."""
    first, last = POWER_LAW_RANGE
    weights = list(accumulate(size**-POWER_LAW_EXPONENT for size in range(first, last + 1)))
    counts: dict[int, int] = {}
    for i in range(POWER_LAW_COMPANIES):
        size = first + bisect_right(weights, (i + 0.5) / POWER_LAW_COMPANIES * weights[-1])
        counts[size] = counts.get(size, 0) + 1
    counts[5] -= MOVED_FROM_5_TO_6
    counts[6] += MOVED_FROM_5_TO_6
    return counts


@cache
def national_runs() -> tuple[Run, ...]:
    """The whole country, smallest companies first, the named types last."""
    runs = [Run(size, count) for size, count in SMALL]
    runs += [Run(size, count) for size, count in sorted(power_law_counts().items())]
    return (*runs, *(Run(size, 1, kind, rank) for size, kind, rank in sorted(_anchors())))


def _anchors() -> list[tuple[int, str, int]]:
    anchors = [(size, "region", rank) for rank, size in enumerate(REGIONS)]
    moved_in, giver, taker = ONE_IDENTITY_MOVED
    for kind, (count, exponent, total) in RANKED.items():
        sizes = ranked_sizes(count, exponent, total)
        if kind == moved_in:
            sizes[giver], sizes[taker] = sizes[giver] - 1, sizes[taker] + 1
        anchors += [(size, kind, rank) for rank, size in enumerate(sizes)]
    return anchors


class Sizes:
    """The companies of a country of `companies`, by position: 0 is the smallest, the last the largest."""

    def __init__(self, companies: int) -> None:
        if not 1 <= companies <= NATIONAL_COMPANIES:
            raise ValueError(f"a country has 1 to {NATIONAL_COMPANIES} companies, not {companies}")
        self.companies = companies
        self.runs = national_runs()
        self._company_ends = list(accumulate(run.companies for run in self.runs))
        self._identity_ends = list(accumulate(run.companies * run.size for run in self.runs))

    def quantile(self, position: int) -> int:
        """The national position that a position of this country stands for."""
        return (2 * position + 1) * NATIONAL_COMPANIES // (2 * self.companies)

    def at(self, position: int) -> tuple[Run, int]:
        """The run a position lies in, and the number of its first identity in the national count."""
        place = self.quantile(position)
        which = bisect_right(self._company_ends, place)
        run = self.runs[which]
        before = self._company_ends[which] - run.companies
        first = self._identity_ends[which] - run.companies * run.size + (place - before) * run.size
        return run, first

    def positions(self, size: int) -> range:
        """All positions of ordinary companies with this many identities."""
        start = self._first_position_of(size)
        end = self._first_position_of(size + 1)
        return range(start, end)

    def _first_position_of(self, size: int) -> int:
        ordinary = [run for run in self.runs if run.kind is None]
        before = sum(run.companies for run in ordinary if run.size < size)
        return -(-(2 * before * self.companies - NATIONAL_COMPANIES) // (2 * NATIONAL_COMPANIES))

    def identities(self) -> int:
        """The sum over the country."""
        return sum(self.at(position)[0].size for position in range(self.companies))
