"""The rows of one company in the eight files, as a stream: small companies and regions alike."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Final, NamedTuple

from migration_flow.generator import layout
from migration_flow.generator.certificates import certificates, day, later
from migration_flow.generator.chance import chance
from migration_flow.generator.company import EXTRACTED, Company
from migration_flow.generator.country import Country
from migration_flow.generator.entitlements import mandates, rights
from migration_flow.generator.identity import Identity
from migration_flow.generator.layout import field
from migration_flow.generator.numbers import OCES1_FIRST, OCES1_SPACE, agreement_number
from migration_flow.generator.staff import StaffOf
from portal.core.identifiers import ean_with_check_digit

# What a row hangs on: nothing, its company's row, or its employee's row. A FREE one changes what is there.
COMPANY, CHILD, EMPLOYEE, LEAF, FREE = range(5)
SYSTEM_NAMES: Final = ("Sikker e-mail", "Webservice", "Lønsystem", "Fakturering", "Filoverførsel", "Journal")


class Row(NamedTuple):
    """A row of a file. `fields` are ready to be joined: quoted where they must be."""

    file: str
    fields: list[str]
    level: int


def rows_of(country: Country, company: Company) -> Iterator[Row]:
    """All rows of a company; an employee's row comes before what hangs on it."""
    yield Row(layout.COMPANIES, company_fields(company), COMPANY)
    for fields in unit_fields(company):
        yield Row(layout.UNITS, fields, CHILD)
    dice = chance(country.seed, "records", company.index)
    for identity in StaffOf(country, company):
        yield from identity_rows(country, company, identity, dice)
    for fields in mandates(country, company):
        yield Row(layout.MANDATES, fields, CHILD)
    for fields in other_signatures(company, dice):
        yield Row(layout.OTHER_SIGNATURES, fields, CHILD)


def identity_rows(country: Country, company: Company, identity: Identity, dice: Random) -> Iterator[Row]:
    """The employee's row and all that hangs on it."""
    key = [company.cvr, identity.rid]
    yield Row(layout.EMPLOYEES, employee_fields(company, identity), EMPLOYEE)
    for fields in certificates(company, identity, dice):
        yield Row(layout.SIGNATURES, key + fields, LEAF)
    for role in identity.roles:
        yield Row(layout.ADMINISTRATORS, [*key, role, day(identity.created)], LEAF)
    for fields in rights(company, identity, dice, lively=country.lively):
        yield Row(layout.RIGHTS, key + fields, LEAF)


def company_fields(company: Company) -> list[str]:
    """A row of virksomheder.csv."""
    public = company.is_public
    flags = (company.pro, company.cpr_link, company.chosen_rids, company.lss)
    return [
        company.cvr,
        field(company.name),
        str(company.form.code),
        company.status,
        agreement_number(company.index),
        day(company.agreed),
        "OPSAGT" if company.status.startswith("OPLØST") else "AKTIV",
        *("J" if flag else "N" for flag in flags),
        company.street,
        company.house,
        company.town[0],
        company.town[1],
        f"kontakt@{company.domain}",
        f"{30_000_000 + company.index * 7 % 60_000_000}",
        ean_with_check_digit(f"5798{company.index:08}") if public else "",
    ]


def unit_fields(company: Company) -> Iterator[list[str]]:
    """Rows of produktionsenheder.csv; the ceased units come last."""
    name = field(company.name)
    for place, number in enumerate(company.unit_numbers):
        ceased = place >= company.units - company.ceased_units
        unit = name if place == 0 else field(f"{company.name}, afd. {place + 1}")
        yield [company.cvr, number, unit, "OPHOERT" if ceased else "AKTIV"]


def employee_fields(company: Company, identity: Identity) -> list[str]:
    """A row of medarbejdere.csv."""
    return [
        company.cvr,
        identity.rid,
        identity.given,
        identity.family,
        identity.cpr,
        identity.mail,
        identity.phone,
        identity.department,
        identity.group,
        identity.unit,
        identity.status,
        day(identity.created),
        "" if identity.last_used is None else day(identity.last_used),
    ]


def other_signatures(company: Company, dice: Random) -> Iterator[list[str]]:
    """Rows of oevrige_signaturer.csv: the company's own and its systems' certificates."""
    for place in range(company.others):
        issued = EXTRACTED - timedelta(days=int(10 + dice.random() * 1_300))
        ends = later(issued, 3)
        expired = ends <= EXTRACTED
        number = str(OCES1_FIRST + int(dice.random() * OCES1_SPACE)) if dice.random() < 0.4 else ""
        yield [
            company.cvr,
            "VOCES" if place == 0 else "FOCES",
            number or str(10_000_000 + int(dice.random() * 90_000_000)),
            SYSTEM_NAMES[int(dice.random() * len(SYSTEM_NAMES))],
            day(issued),
            day(ends),
            "UDLOEBET" if expired else "AKTIV",
        ]
