"""The country: its companies by index, in the order of their CVR numbers.

Any company can be made on its own and in any order. Nothing is kept but the table of CVR numbers.
"""

from bisect import bisect_right
from functools import cached_property, lru_cache

from migration_flow.generator.cast import (
    ACCOUNTANT_STAFF_IN_A_LARGE_COUNTRY,
    CAST,
    LARGE_COUNTRY,
    PLACE_OF,
)
from migration_flow.generator.chance import Shuffle, share
from migration_flow.generator.company import Company
from migration_flow.generator.company_draws import give_domain
from migration_flow.generator.making import fixed, ordinary
from migration_flow.generator.numbers import CvrNumbers, issued_cvr, p_number
from migration_flow.generator.people import People
from migration_flow.generator.sizes import Sizes

ACCOUNTANT_EVERY, ACCOUNTANT_AT = 200, 137
SHARE_ONLY_IN_REGISTER = 0.02


class Country:
    """`companies` companies from one seed. `lively`: everybody holds a right, for the small error set."""

    def __init__(self, seed: int, companies: int, *, lively: bool = False) -> None:
        self.seed = seed
        self.companies = companies
        self.lively = lively
        self.sizes = Sizes(companies)
        self.cast = CAST[:companies]
        self.ordinary = companies - len(self.cast)
        self.cvr = CvrNumbers(companies, len(self.cast))
        self.people = People(seed)
        self._shuffle = Shuffle(self.ordinary, seed, "sizes")
        self.company = lru_cache(maxsize=1_024)(self._company)

    @cached_property
    def cast_sizes(self) -> dict[str, int]:
        """Identities of the fixed companies; the accountant's is large where the country is."""
        sizes = {part.role: len(part.staff) for part in self.cast}
        if self.companies >= LARGE_COUNTRY:
            found = range(ACCOUNTANT_STAFF_IN_A_LARGE_COUNTRY, 0, -1)
            sizes["accountant"] = next(size for size in found if self.sizes.positions(size))
        return sizes

    @cached_property
    def _reserved(self) -> list[int]:
        """Positions of the size table that the fixed companies take: of their size, else the smallest."""
        taken: set[int] = set()
        for size in self.cast_sizes.values():
            fitting = (place for place in self.sizes.positions(size) if place not in taken)
            smallest = (place for place in range(self.companies) if place not in taken)
            taken.add(next(fitting, None) or next(smallest))
        return sorted(taken)

    def identities(self) -> int:
        """All identities of the country."""
        taken = sum(self.sizes.at(place)[0].size for place in self._reserved)
        return self.sizes.identities() - taken + sum(self.cast_sizes.values())

    def position(self, index: int) -> int:
        """The position of an ordinary company in the size table."""
        place = self._shuffle[index]
        step = 0
        while (behind := bisect_right(self._reserved, place + step)) != step:
            step = behind
        return place + step

    def index_of(self, role: str) -> int | None:
        """The index of a fixed company, None where the country is too small for it."""
        place = PLACE_OF[role]
        return self.ordinary + place if place < len(self.cast) else None

    def is_accountant(self, index: int) -> bool:
        """Whether an ordinary company does the books of others."""
        return index < self.ordinary and index % ACCOUNTANT_EVERY == ACCOUNTANT_AT

    def has_neighbour(self, index: int) -> bool:
        """Whether the number after a company's own belongs to one that only the register knows."""
        if self.cvr.spare(index) is None:
            return False
        return index == 0 or share(self.seed, "neighbour", index) < self._neighbours

    @cached_property
    def _neighbours(self) -> float:
        """The share of companies with room beside them that gives two in a hundred of all."""
        room = len(issued_cvr()) / max(self.ordinary, 1) - 1
        return min(1.0, SHARE_ONLY_IN_REGISTER / min(1.0, max(room, SHARE_ONLY_IN_REGISTER)))

    def _company(self, index: int) -> Company:
        company = (
            ordinary(self, index)
            if index < self.ordinary
            else fixed(self, index, self.cast[index - self.ordinary])
        )
        give_domain(company)
        company.unit_numbers = [p_number(index, unit, company.large_rank) for unit in range(company.units)]
        return company
