"""A delta: what changed in some companies since the full delivery, and companies that are new.

Only rows that the full delivery got through are changed. Ends are told by status and dates; nothing
disappears by absence. Every delta starts from the full delivery, so of two deltas the later wins.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

from migration_flow.generator import layout
from migration_flow.generator.certificates import POLICY, day, later, subject
from migration_flow.generator.chance import chance, share
from migration_flow.generator.company import LIVE, Company
from migration_flow.generator.company_draws import give_domain
from migration_flow.generator.country import Country
from migration_flow.generator.delivery import FIRST_DELIVERY
from migration_flow.generator.delta_changes import CHANGES
from migration_flow.generator.faulty import place
from migration_flow.generator.identity import Identity
from migration_flow.generator.numbers import p_number
from migration_flow.generator.people import (
    CAST_PEOPLE,
    NEW_PEOPLE,
    NEW_PER_COMPANY,
    PER_CAST_COMPANY,
    mailbox,
    slug,
)
from migration_flow.generator.records import CHILD, EMPLOYEE, FREE, LEAF, Row, employee_fields, rows_of
from migration_flow.generator.sieve import FileLine, Flaws, Sieve
from migration_flow.generator.staff import StaffOf

SHARE_CHANGED: Final = 0.05
SHARE_CHANGED_OF_SMALL: Final = 0.4
SMALL: Final = 1_000
SHARE_NEW_EMPLOYEE: Final = 0.4
SHARE_NEW_UNIT: Final = 0.05
NEW_UNIT: Final = 8  # the ninth place of a company's own block
NEW_COMPANIES_AT_MOST: Final = 40
FIRST_NEW_PLACE: Final = 100
FIRST_DELTA: Final = 2
LAST_DELTA: Final = 13


class Delta:
    """The delta with a sequence number, 2 to 13. `changed`: the share of companies with a change."""

    def __init__(self, country: Country, sequence: int, flaws: Flaws, changed: float | None = None) -> None:
        if not FIRST_DELTA <= sequence <= LAST_DELTA:
            raise ValueError(f"a delta has the sequence number {FIRST_DELTA} to {LAST_DELTA}, not {sequence}")
        self.country = country
        self.sequence = sequence
        self.made_on = FIRST_DELIVERY + timedelta(days=sequence - 1)
        small = country.companies <= SMALL
        usual = SHARE_CHANGED_OF_SMALL if small else SHARE_CHANGED
        self.changed = usual if changed is None else changed
        self._full = Sieve(country, flaws)
        self._own = Sieve(country, "none" if flaws == "none" else "rates", sequence)

    def lines(self) -> Iterator[FileLine]:
        """All lines, in the order of the CVR numbers."""
        for index in range(self.country.companies):
            if self._full.flaws == "each" or self._changes(index):
                company = self.country.company(index)
                rows = list(self._rows(company)) if self._changes(index) else self._read(company)
                yield from self._own.lines(company, rows)
        for company in self.new_companies():
            yield from self._own.lines(company, rows_of(self.country, company))

    def new_companies(self) -> Iterator[Company]:
        """Companies that came after the full delivery; their numbers lie above all others."""
        count = min(NEW_COMPANIES_AT_MOST, 1 + self.country.companies // 1_000)
        first = (self.sequence - FIRST_DELTA) * NEW_COMPANIES_AT_MOST
        for step in range(count):
            yield self._new_company(first + step, step)

    def _changes(self, index: int) -> bool:
        return share(self.country.seed, "delta", self.sequence, index) < self.changed

    def _read(self, company: Company) -> list[Row]:
        """Pass a company through the full delivery's sieve, which counts; nothing of it changed."""
        for _ in self._full.judged(company, rows_of(self.country, company)):
            pass
        return []

    def _rows(self, company: Company) -> Iterator[Row]:
        dice = chance(self.country.seed, "change", self.sequence, company.index)
        holds = False
        for judged in self._full.judged(company, rows_of(self.country, company)):
            if judged.row.file == layout.COMPANIES:
                holds = judged.holds
            if judged.holds:
                for fields in self._changed(judged.row, dice):
                    yield Row(judged.row.file, fields, FREE)
        if holds:
            yield from self._additions(company, dice)

    def _changed(self, row: Row, dice: Random) -> Iterator[list[str]]:
        roll = dice.random()
        today = day(self.made_on - timedelta(days=1))
        for limit, columns in CHANGES.get(row.file, ()):
            if roll < limit:
                fields = list(row.fields)
                for column, value in columns:
                    text = value.format(today=today, cvr=row.fields[0], rid=slug(row.fields[1]))
                    fields[place(row.file, column)] = text
                yield fields
                return
            roll -= limit

    def _additions(self, company: Company, dice: Random) -> Iterator[Row]:
        if dice.random() < SHARE_NEW_UNIT and company.large_rank is None:
            name = layout.field(f"{company.name}, ny afdeling")
            unit = p_number(company.index, NEW_UNIT, None)
            yield Row(layout.UNITS, [company.cvr, unit, name, "AKTIV"], CHILD)
        if dice.random() < SHARE_NEW_EMPLOYEE:
            yield from self._new_employee(company, dice)

    def _new_employee(self, company: Company, dice: Random) -> Iterator[Row]:
        identity = self._identity(company)
        key = [company.cvr, identity.rid]
        issued = self.made_on - timedelta(days=2)
        serial = f"{dice.getrandbits(32):08X}"
        name = subject(company, identity, dice)
        dates = [day(issued), day(later(issued, 3)), ""]
        signature = ["NOEGLEFIL", "UDSTEDT", serial, POLICY, name, "TRUST2408 OCES CA IV", "", "N", *dates]
        right = ["DIGITAL_POST", "POST_LAES", "CVR", company.cvr, day(issued), ""]
        yield Row(layout.EMPLOYEES, employee_fields(company, identity), EMPLOYEE)
        yield Row(layout.SIGNATURES, key + signature, LEAF)
        yield Row(layout.RIGHTS, key + right, LEAF)

    def _identity(self, company: Company) -> Identity:
        """Somebody new in a company."""
        staff = StaffOf(self.country, company)
        number = NEW_PEOPLE + company.index * NEW_PER_COMPANY + self.sequence % NEW_PER_COMPANY
        person = self.country.people[number]
        mail = f"{mailbox(person.given, person.family)}@{company.domain}"
        since, rid = self.made_on - timedelta(days=2), staff.rids[company.size + self.sequence]
        return Identity(
            company.size, rid, person, person.given, person.family, "", mail, "", "AKTIV", "UDSTEDT",
            "NOEGLEFIL", since, None, (),
        )  # fmt: skip

    def _new_company(self, place_after: int, step: int) -> Company:
        country = self.country
        index = country.companies + place_after
        first = CAST_PEOPLE + (FIRST_NEW_PLACE + place_after) * PER_CAST_COMPANY
        template = country.company(step % country.companies)
        company = replace(
            template, index=index, cvr=country.cvr.beyond(1 + place_after), size=1 + step % 3, part=None,
            name=f"Nyby {step + 1}{template.form.suffix}", first_person=first, first_official=first + 900,
            kind=None, large_rank=None, units=1, ceased_units=0, shared_person=None, spare=None,
            neighbour=False, status=LIVE, register_status=LIVE, agreed=date(2019, 4, 1),
            founded=date(2019, 3, 1), unit_numbers=[p_number(index, 0, None)],
        )  # fmt: skip
        give_domain(company)
        return company
