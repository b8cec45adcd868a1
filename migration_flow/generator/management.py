"""Who stands in the register for a company: owners, partners, directors, board, representative."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from migration_flow.generator import forms
from migration_flow.generator.company import Company
from migration_flow.generator.country import Country
from migration_flow.generator.forms import ALONE
from migration_flow.generator.people import Person

MANAGEMENT, LIABLE, OWNERS = "LEDELSESORGAN", "FULDT_ANSVARLIG_DELTAGERE", "REGISTER"
FIRST_OF_BOARD: Final = 2
BOARD_FUNCTIONS: Final = ("FORMAND", "BESTYRELSESMEDLEM")
ASSOCIATION_FUNCTIONS: Final = ("FORMAND", "KASSERER", "BESTYRELSESMEDLEM")


@dataclass(frozen=True, slots=True)
class Official:
    """A person, or another company, in an organ of a company. `alone`: may act for it alone."""

    person: Person | None
    body: str
    organ: str
    function: str
    alone: bool = False
    company: Company | None = None


def officials(country: Country, company: Company) -> Iterator[Official]:
    """Everybody in the register's management of a company, managers first."""
    if company.style == "general_partner":
        yield Official(
            None, LIABLE, "Komplementarer", "KOMPLEMENTAR", company=_general_partner(country, company)
        )
        return
    for place in range(company.managers):
        yield _manager(company, _manager_person(country, company, place))
    functions = ASSOCIATION_FUNCTIONS if company.form.code in (forms.FOR, forms.FFO) else BOARD_FUNCTIONS
    for place in range(company.board):
        person = country.people[company.first_official + FIRST_OF_BOARD + place]
        function = functions[min(place, len(functions) - 1)]
        alone = company.style == "chair" and place == 0
        yield Official(person, MANAGEMENT, "Bestyrelse", function, alone)


def _manager_person(country: Country, company: Company, place: int) -> Person:
    is_identity = company.style in ("owner", "partners") or (company.manager_is_first and place == 0)
    if place == 0 and company.shared_person is not None:
        return country.people[company.shared_person]
    if is_identity and place < company.size:
        return country.people[company.first_person + place]
    return country.people[company.first_official + place]


def _manager(company: Company, person: Person) -> Official:
    style = company.style
    if style == "owner":
        return Official(person, LIABLE, "Fuldt ansvarlig deltager", "INDEHAVER", alone=True)
    if style == "partners":
        return Official(person, LIABLE, "Interessenter", "INTERESSENTER", alone=not company.rule)
    if style == "representative":
        return Official(person, MANAGEMENT, "Foreningsrepræsentant", "FORENINGSREPRÆSENTANT", alone=True)
    if style == "branch":
        return Official(person, MANAGEMENT, "Filialbestyrer", "FILIALBESTYRER")
    function = "ADM. DIR." if company.form.code == forms.AS else "DIREKTØR"
    return Official(person, MANAGEMENT, "Direktion", function, alone=style in ALONE)


def _general_partner(country: Country, company: Company) -> Company:
    """The company that signs for a limited partnership: a neighbour."""
    role = country.index_of("property_group_1")
    if company.part is not None and role is not None:
        return country.company(role)
    return country.company(company.index - 1 if company.index else 0)
