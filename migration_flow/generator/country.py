"""The country: its companies by index, in the order of their CVR numbers.

Any company can be made on its own and in any order. Nothing is kept but the table of CVR numbers.
"""

from bisect import bisect_right
from datetime import date
from functools import cached_property, lru_cache

from migration_flow.generator import forms
from migration_flow.generator.cast import (
    ACCOUNTANT_STAFF_IN_A_LARGE_COUNTRY,
    CAST,
    LARGE_COUNTRY,
    PLACE_OF,
    SHARED_PERSONS,
    Part,
)
from migration_flow.generator.chance import Shuffle, Weighted, chance, share
from migration_flow.generator.company import (
    ANCHOR_FORMS,
    Company,
    anchor_name,
    company_name,
    draw_management,
    draw_status,
    draw_traits,
    give_domain,
)
from migration_flow.generator.forms import FORMS, FORMS_BY_SIZE, RULES, Form
from migration_flow.generator.numbers import LARGE_COMPANIES, CvrNumbers, issued_cvr, p_number
from migration_flow.generator.people import (
    CAST_PEOPLE,
    PER_CAST_COMPANY,
    PER_COMPANY,
    REGISTER_PEOPLE,
    People,
)
from migration_flow.generator.sizes import NATIONAL_COMPANIES, Sizes

MANY_UNITS = 977
SHARE_ONE_UNIT = 0.9714  # of the others; with the 977 this makes 97 per cent
ACCOUNTANT_EVERY, ACCOUNTANT_AT = 200, 137
GROUP_EVERY, GROUP_AT, GROUP_SPAN = 37, 5, 370
OFFICIALS_OF_CAST = 900
SHARE_ONLY_IN_REGISTER = 0.02
FOUNDED_OF_CAST, AGREED_OF_CAST = date(2003, 4, 1), date(2012, 9, 3)
_FORM_TABLES = tuple((limit, Weighted(table)) for limit, table in FORMS_BY_SIZE)


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
        self.company = lru_cache(maxsize=4_096)(self._company)

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
        positions = set(range(self.companies)).difference(self._reserved)
        return sum(self.sizes.at(place)[0].size for place in positions) + sum(self.cast_sizes.values())

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
            self._ordinary(index)
            if index < self.ordinary
            else self._fixed(index, self.cast[index - self.ordinary])
        )
        give_domain(company)
        company.unit_numbers = [p_number(index, unit, company.large_rank) for unit in range(company.units)]
        return company

    def _ordinary(self, index: int) -> Company:
        position = self.position(index)
        run, first_person = self.sizes.at(position)
        size, kind = run.size, run.kind
        dice = chance(self.seed, "company", index)
        form = self._form(index, size, kind, dice.random())
        style = forms.style_of(form.code, dice.random())
        rule = RULES[style][int(dice.random() * len(RULES[style]))]
        owner = self.people[first_person].family
        name, industry = company_name(form, owner, dice)
        if kind:
            name = anchor_name(kind, run.rank)
        elif self.is_accountant(index):
            industry = "692000"
        company = Company(
            index, self.cvr[index], size, form, name, style, rule, first_person, self._official(index), kind
        )
        company.industry, company.spare = industry, self.cvr.spare(index)
        company.neighbour = self.has_neighbour(index)
        company.large_rank = self._large_rank(position)
        company.units = self._units(company, dice.random(), dice.random())
        draw_traits(company, dice)
        draw_status(company, dice)
        draw_management(company, dice)
        company.ceased_units = self._ceased_units(company, dice.random())
        company.shared_person = self._group_person(company)
        return company

    def _fixed(self, index: int, part: Part) -> Company:
        place = PLACE_OF[part.role]
        first = CAST_PEOPLE + place * PER_CAST_COMPANY
        dice = chance(self.seed, "company", index)
        style = part.style or forms.style_of(part.form, 0.99)
        rule = RULES[style][0] if part.rule is None else part.rule
        size, form = self.cast_sizes[part.role], FORMS[part.form]
        officials = first + OFFICIALS_OF_CAST
        company = Company(index, self.cvr[index], size, form, part.name, style, rule, first, officials)
        draw_traits(company, dice)
        company.without_admin, company.lra = "", False
        company.founded, company.agreed = FOUNDED_OF_CAST, AGREED_OF_CAST
        company.status = company.register_status = part.status
        company.part, company.industry, company.others = part, part.industry, part.others
        company.units, company.ceased_units = part.units, part.ceased_units
        company.pro, company.cpr_link, company.lss = part.pro, part.cpr_link, part.lss
        company.chosen_rids, company.in_register = part.chosen_rids, part.in_register
        company.managers, company.board = part.managers, part.board
        company.manager_is_first = part.first_is_manager
        if part.role in SHARED_PERSONS:
            role, whom = SHARED_PERSONS[part.role]
            company.shared_person = CAST_PEOPLE + PLACE_OF[role] * PER_CAST_COMPANY + whom
        return company

    def _form(self, index: int, size: int, kind: str | None, roll: float) -> Form:
        if kind:
            return FORMS[ANCHOR_FORMS[kind]]
        if self.is_accountant(index):
            return FORMS[forms.APS]
        table = next(table for limit, table in _FORM_TABLES if size <= limit)
        return FORMS[int(str(table.draw(roll)))]

    def _official(self, index: int) -> int:
        return REGISTER_PEOPLE + index * PER_COMPANY

    def _large_rank(self, position: int) -> int | None:
        rank = self.companies - 1 - position
        return (
            rank if rank < min(self.companies * MANY_UNITS // NATIONAL_COMPANIES, LARGE_COMPANIES) else None
        )

    def _units(self, company: Company, roll: float, spread: float) -> int:
        if company.large_rank is not None:
            return min(10 + int(spread**3 * 40) + company.size // 60, 1_000)
        if roll < SHARE_ONE_UNIT:
            return 1
        return 2 + min(int(spread**3 * 8), 6)

    def _ceased_units(self, company: Company, roll: float) -> int:
        if company.units == 1:
            return int(roll < 0.002)
        return max(int(roll < 0.15), company.units // 20)

    def _group_person(self, company: Company) -> int | None:
        """Some companies of one person belong to a group that one person manages."""
        if company.size > 1 or company.form.code != forms.APS or company.index % GROUP_EVERY != GROUP_AT:
            return None
        return self._official(company.index // GROUP_SPAN * GROUP_SPAN) + PER_COMPANY - 1
