"""`deltagerRelation`: the people and companies in a company's management, as the register has them.

The CPR number of a person in management and of a fully liable participant stands in
`forretningsnoegle`, as text; so does the home address, which the portal is to drop.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from migration_flow.generator.chance import number
from migration_flow.generator.management import OWNERS, Official
from migration_flow.generator.people import Person
from migration_flow.generator.register_shapes import (
    COMPANY_UNITS,
    ORGAN_UNITS,
    PERSON_UNITS,
    Json,
    address,
    attribute,
    period,
)
from migration_flow.generator.words import STREETS, TOWNS

ORGANS: Final = {"Fuldt ansvarlig deltager": 1, "Interessenter": 2, "Komplementarer": 3, "Direktion": 4}


def relations(found: Iterable[Official], since: date) -> list[Json]:
    """`deltagerRelation`: one entry per person or company, with all its organs."""
    entries: dict[int, Json] = {}
    current = period(since)
    for official in found:
        unit = _unit_number(official)
        entry = entries.get(unit)
        if entry is None:
            participant = _participant(official, unit, current)
            entry = entries[unit] = {"deltager": participant, "organisationer": []}
        entry["organisationer"].append(_organ(official, current))
        if official.organ == "Direktion" and len(entries) == 1:
            entry["organisationer"].append(_ownership(current))
    return list(entries.values())


def _unit_number(official: Official) -> int:
    if official.person is not None:
        return PERSON_UNITS + official.person.number
    return COMPANY_UNITS + (official.company.index if official.company else 0)


def _participant(official: Official, unit: int, since: Json) -> Json:
    person, company = official.person, official.company
    names = person.name if person else company.name if company else ""
    return {
        "enhedsNummer": unit,
        "enhedstype": "PERSON" if person else "VIRKSOMHED",
        "forretningsnoegle": person.cpr if person else int(company.cvr) if company else None,
        "navne": [{"navn": names, "periode": since}],
        "beliggenhedsadresse": [_home(person, since)] if person else [],
    }


def _home(person: Person, since: Json) -> Json:
    """The registered address of a person; the portal is to drop it."""
    dice = number("home", person.number)
    street, town = STREETS[dice % len(STREETS)], TOWNS[dice // 64 % len(TOWNS)]
    return address(town, street, str(1 + dice // 8_192 % 120), since)


def _organ(official: Official, since: Json) -> Json:
    return {
        "enhedsNummerOrganisation": ORGAN_UNITS + ORGANS.get(official.organ, 9),
        "hovedtype": official.body,
        "organisationsNavn": [{"navn": official.organ, "periode": since}],
        "attributter": [],
        "medlemsData": [{"attributter": [attribute("FUNKTION", official.function, since)]}],
    }


def _ownership(since: Json) -> Json:
    values = [
        attribute("FUNKTION", "Reel ejer", since),
        attribute("EJERANDEL_PROCENT", "1.0", since, "decimal"),
    ]
    return {
        "enhedsNummerOrganisation": ORGAN_UNITS + 8,
        "hovedtype": OWNERS,
        "organisationsNavn": [{"navn": "Reelle ejere", "periode": since}],
        "attributter": [],
        "medlemsData": [{"attributter": values}],
    }
