"""The people of the country as personas for the stand-in login, and the companies with fixed roles.

Everybody who can log in is there while the country is small; of a large one the fixed companies'
people and the first few hundred of the others.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from migration_flow.generator.cast import CAST
from migration_flow.generator.chance import number
from migration_flow.generator.company import Company
from migration_flow.generator.country import Country
from migration_flow.generator.identity import Identity
from migration_flow.generator.management import Official, officials
from migration_flow.generator.people import Person, slug
from migration_flow.generator.register import is_ceased
from migration_flow.generator.register_neighbours import neighbour
from migration_flow.generator.staff import StaffOf
from migration_flow.generator.titles import DANISH, ENGLISH
from portal.core.identifiers import format_cvr

EVERYBODY_UP_TO: Final = 1_000
FIRST_PEOPLE: Final = 500
STAFF_OF_A_FIXED_COMPANY: Final = 12
ROLES_TOLD: Final = 3
BANKRUPT: Final = "UNDER KONKURS"


@dataclass(slots=True)
class Persona:
    """Somebody who can log in, with what is told of them."""

    key: str
    person: Person
    alone: list[str] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)

    def tell(self, function: str, company: Company, *, alone: bool) -> None:
        """Add a role in a company."""
        where = f"{company.name} ({format_cvr(company.cvr)})"
        danish = f"{DANISH[function]} i {where}" + (", tegner alene" if alone else "")
        english = f"{ENGLISH[function]} of {where}" + (", signs alone" if alone else "")
        if (danish, english) not in self.told:
            self.told.append((danish, english))
        if alone and company.cvr not in self.alone:
            self.alone.append(company.cvr)

    def as_json(self) -> dict[str, Any]:
        """The stand-in's format."""
        person = self.person
        danish, english = zip(*self.told[:ROLES_TOLD], strict=True)
        return {
            "key": self.key,
            "given_name": person.given,
            "family_name": person.family,
            "birth_date": person.birth_date.isoformat(),
            "cpr": person.cpr,
            "ial": "Substantial",
            "authenticators": ["app"],
            "name_protected": number("protected", person.number) % 200 == 0,
            "professional": [],
            "authorized_to_represent": self.alone,
            "description_da": "; ".join(danish),
            "description_en": "; ".join(english),
        }


class Personas:
    """Collects people while the country is written."""

    def __init__(self, country: Country) -> None:
        self.country = country
        self.cast: dict[str, Any] = {}
        self._people: dict[int, Persona] = {}
        self._keys: set[str] = set()
        for place in range(len(country.cast)):
            self._add_fixed(country.company(country.ordinary + place))

    def wants(self) -> bool:
        """Whether ordinary people still have room."""
        return self.country.companies <= EVERYBODY_UP_TO or len(self._people) < FIRST_PEOPLE

    def add(self, company: Company) -> None:
        """Everybody of an ordinary company and of the one beside it that only the register knows."""
        if not self.wants():
            return
        self._add_officials(company, officials(self.country, company))
        for identity in StaffOf(self.country, company):
            if self.wants():
                self._add_identity(company, identity)
        beside = neighbour(self.country, company)
        if beside is not None:
            keys = self._add_officials(beside, officials(self.country, beside))
            self.cast.setdefault("private_for_business", _entry(beside, {"owner": keys[0]}))

    def as_json(self) -> dict[str, Any]:
        """The content of `personas.json`, the fixed companies' people first."""
        return {"personas": [persona.as_json() for persona in self._people.values()]}

    def _add_fixed(self, company: Company) -> None:
        part = CAST[company.index - self.country.ordinary]
        keys = self._add_officials(company, officials(self.country, company))
        people: dict[str, Any] = {"management": keys}
        if keys and company.managers:
            people["director"] = keys[0]
        staff = [
            identity
            for identity, _ in zip(
                StaffOf(self.country, company), range(STAFF_OF_A_FIXED_COMPANY), strict=False
            )
        ]
        named = [(identity, self._add_identity(company, identity)) for identity in staff]
        people["administrator"] = next((key for who, key in named if "SUPERADMINISTRATOR" in who.roles), None)
        people["employees"] = [key for who, key in named if "SUPERADMINISTRATOR" not in who.roles]
        self.cast[part.role] = _entry(company, people)

    def _add_officials(self, company: Company, found: Iterable[Official]) -> list[str]:
        keys = []
        may_sign = company.in_register and not (is_ceased(company) or company.register_status == BANKRUPT)
        for official in found:
            if official.person is not None:
                persona = self._persona(official.person)
                persona.tell(official.function, company, alone=official.alone and may_sign)
                keys.append(persona.key)
        return keys

    def _add_identity(self, company: Company, identity: Identity) -> str:
        persona = self._persona(identity.person)
        persona.tell(identity.roles[0] if identity.roles else "", company, alone=False)
        return persona.key

    def _persona(self, person: Person) -> Persona:
        known = self._people.get(person.number)
        if known is None:
            known = self._people[person.number] = Persona(self._key(person), person)
        return known

    def _key(self, person: Person) -> str:
        key = stem = slug(person.name)
        count = 1
        while key in self._keys:
            count += 1
            key = f"{stem}-{count}"
        self._keys.add(key)
        return key


def _entry(company: Company, people: dict[str, Any]) -> dict[str, Any]:
    return {"cvr": company.cvr, "name": company.name, "people": people}
