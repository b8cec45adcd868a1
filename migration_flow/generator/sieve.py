"""Good rows in, the lines of the files out: some spoilt, each known to be accepted or rejected.

It follows the importer's own rules for what hangs on a rejected row, so that a delivery comes with
the balance an importer must find.
"""

from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

from migration_flow.generator.chance import chance
from migration_flow.generator.company import Company
from migration_flow.generator.country import Country
from migration_flow.generator.faulty import Line, Setting, Spoiler, Spoilt, joined
from migration_flow.generator.flaws import CATALOGUE
from migration_flow.generator.layout import FILES
from migration_flow.generator.records import COMPANY, EMPLOYEE, FREE, LEAF, Row

Flaws = Literal["none", "rates", "each"]
SHARE_R: Final = 0.0015
SHARE_TWIN: Final = 0.001
SHARE_W: Final = 0.03  # with what is warned of by nature this makes four per cent


class FileLine(NamedTuple):
    """A line and the file it goes to."""

    file: str
    line: Line


class Judged(NamedTuple):
    """A row, its flaw, and whether the row it hangs on is accepted."""

    row: Row
    spoilt: Spoilt | None
    held: bool

    @property
    def holds(self) -> bool:
        """Whether the row is accepted."""
        return self.held and (self.spoilt is None or self.spoilt.holds)


def _of_file(file: str, codes: str) -> tuple[Spoiler, ...]:
    return tuple(spoiler for code, spoiler, files in CATALOGUE if code.startswith(codes) and file in files)


_BY_SHARE: Final = (
    (SHARE_R, {file: _of_file(file, "R") for file in FILES}),
    (SHARE_R + SHARE_TWIN, {file: _of_file(file, "W10") for file in FILES}),
    (SHARE_R + SHARE_TWIN + SHARE_W, {file: _of_file(file, "W0") for file in FILES}),
)


class Sieve:
    """Spoils rows of ordinary companies: at the country's rates, or each code once.

    Companies with a fixed role and those that others gave mandates to stay as they are.
    """

    def __init__(self, country: Country, flaws: Flaws, sequence: int = 1) -> None:
        self.country = country
        self.flaws = flaws
        self.sequence = sequence
        self.missing = list(CATALOGUE) if flaws == "each" else []
        self._foreign_unit = country.company(country.ordinary).unit_numbers[0] if flaws != "none" else ""

    def lines(self, company: Company, rows: Iterable[Row]) -> Iterator[FileLine]:
        """All lines of a company."""
        for judged in self.judged(company, rows):
            yield from _lines(judged)

    def judged(self, company: Company, rows: Iterable[Row]) -> Iterator[Judged]:
        """Every row with its flaw, and whether what it hangs on is accepted."""
        spoils = self.flaws != "none" and not self._is_protected(company)
        setting = self._setting(company)
        company_holds = employee_holds = True
        for row in rows:
            spoilt = self._spoilt(row, setting) if spoils else None
            if spoilt and self.flaws == "each":
                spoils = False
            level = row.level
            held = level == FREE or (company_holds and (level != LEAF or employee_holds))
            judged = Judged(row, spoilt, held)
            yield judged
            if level == COMPANY:
                company_holds = judged.holds
            elif level == EMPLOYEE:
                employee_holds = judged.holds

    def _is_protected(self, company: Company) -> bool:
        return company.part is not None or self.country.is_accountant(company.index)

    def _setting(self, company: Company) -> Setting:
        dice = chance(self.country.seed, "flaws", self.sequence, company.index)
        return Setting(dice, company.spare, self._foreign_unit)

    def _spoilt(self, row: Row, setting: Setting) -> Spoilt | None:
        if self.flaws == "each":
            return self._next_missing(row, setting)
        roll = setting.dice.random()
        if roll >= _BY_SHARE[-1][0]:
            return None
        spoilers = next(table for limit, table in _BY_SHARE if roll < limit)[row.file]
        if not spoilers:
            return None
        return spoilers[int(setting.dice.random() * len(spoilers))](row.file, row.fields, setting)

    def _next_missing(self, row: Row, setting: Setting) -> Spoilt | None:
        for place, (_, spoiler, files) in enumerate(self.missing):
            spoilt = spoiler(row.file, row.fields, setting) if files[0] == row.file else None
            if spoilt:
                del self.missing[place]
                return spoilt
        return None


def _lines(judged: Judged) -> Iterator[FileLine]:
    row, spoilt, held = judged
    for line in spoilt.lines if spoilt else (Line(joined(row.fields), "", True),):
        if held:
            yield FileLine(row.file, line)
        else:
            yield FileLine(row.file, Line(line.text, line.code if line.code[:1] == "R" else "R03", False))
