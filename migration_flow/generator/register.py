"""The business register's document of a company, in the public `Vrvirksomhed` shape.

Everything is a list with periods, numbers are integers, `virksomhedMetadata` is the summary. Two
things differ from the public distribution, because an authority receives more: the CPR number of
persons in management and of fully liable participants stands in `forretningsnoegle`, as text.
"""

from datetime import date, timedelta
from typing import Final

from migration_flow.generator.chance import number
from migration_flow.generator.company import CEASED_STATUSES, LIVE, Company
from migration_flow.generator.country import Country
from migration_flow.generator.management import officials
from migration_flow.generator.register_people import relations
from migration_flow.generator.register_shapes import (
    COMPANY_UNITS,
    UPDATED,
    Json,
    address,
    attribute,
    contact,
    form_entry,
    period,
)

SIZES: Final = (
    (0, "ANTAL_0_0"),
    (1, "ANTAL_1_1"),
    (4, "ANTAL_2_4"),
    (9, "ANTAL_5_9"),
    (19, "ANTAL_10_19"),
    (49, "ANTAL_20_49"),
    (99, "ANTAL_50_99"),
    (199, "ANTAL_100_199"),
    (499, "ANTAL_200_499"),
    (999, "ANTAL_500_999"),
    (10**9, "ANTAL_1000_999999"),
)
EMPTY: Final = (
    "bibranche1",
    "bibranche2",
    "bibranche3",
    "status",
    "aarsbeskaeftigelse",
    "kvartalsbeskaeftigelse",
    "maanedsbeskaeftigelse",
)
ENDED_ON: Final = date(2019, 4, 24)


def document(country: Country, company: Company) -> Json:
    """The document of a company as the register has it on the day of the extract."""
    since = period(company.founded)
    place = address(company.town, company.street, company.house, since)
    form = form_entry(company.form, company.founded)
    industry = {"branchekode": company.industry, "branchetekst": None, "periode": since}
    name = {"navn": company.name, "periode": since}
    ended = ENDED_ON if is_ceased(company) else None
    return {
        **_heading(company),
        "navne": _names(company, name),
        "binavne": [],
        "beliggenhedsadresse": [place],
        "postadresse": [],
        **_contacts(company, since),
        "livsforloeb": [{"periode": period(company.founded, ended)}],
        "hovedbranche": [industry],
        **{kind: [] for kind in EMPTY},
        "virksomhedsstatus": _statuses(company),
        "virksomhedsform": [form],
        "erstMaanedsbeskaeftigelse": [_employment(company)],
        "attributter": _attributes(company, since),
        "penheder": _units(company, since),
        "deltagerRelation": relations(officials(country, company), company.founded),
        "fusioner": [],
        "spaltninger": [],
        "virksomhedMetadata": {
            "nyesteNavn": name,
            "nyesteVirksomhedsform": form,
            "nyesteBeliggenhedsadresse": place,
            "nyesteHovedbranche": industry,
            "antalPenheder": company.units - company.ceased_units,
            "sammensatStatus": summary(company),
            "stiftelsesDato": company.founded.isoformat(),
            "virkningsDato": company.founded.isoformat(),
        },
    }


def _heading(company: Company) -> Json:
    return {
        "cvrNummer": int(company.cvr),
        "enhedsNummer": COMPANY_UNITS + company.index,
        "regNummer": [],
        "reklamebeskyttet": company.index % 3 == 0,
        "samtId": 1,
        "sidstOpdateret": UPDATED,
    }


def _contacts(company: Company, since: Json) -> Json:
    return {
        "telefonNummer": [contact(f"{30_000_000 + company.index * 7 % 60_000_000}", since)],
        "elektroniskPost": [contact(f"kontakt@{company.domain}", since)],
        "hjemmeside": [contact(f"www.{company.domain}", since)],
        "obligatoriskEmail": [],
    }


def is_ceased(company: Company) -> bool:
    """The register has closed it."""
    return company.register_status in CEASED_STATUSES or company.register_status == "SLETTET"


def summary(company: Company) -> str:
    """`sammensatStatus`: the status of a capital company, else active or ceased."""
    if company.form.capital or company.register_status.startswith("UNDER"):
        return company.register_status
    return "Ophørt" if is_ceased(company) else "Aktiv"


def _statuses(company: Company) -> list[Json]:
    if not company.form.capital and not company.register_status.startswith("UNDER"):
        return []
    if company.register_status == LIVE:
        return [{"status": LIVE, "periode": period(company.founded)}]
    return [
        {"status": LIVE, "periode": period(company.founded, ENDED_ON)},
        {"status": company.register_status, "periode": period(ENDED_ON)},
    ]


def _names(company: Company, name: Json) -> list[Json]:
    if number("old name", company.cvr) % 10:
        return [name]
    before = period(company.founded, company.founded + timedelta(days=90))
    name["periode"] = period(company.founded + timedelta(days=91))
    return [{"navn": f"{company.name} (under stiftelse)", "periode": before}, name]


def _employment(company: Company) -> Json:
    people = company.size - 1 if company.size < 3 else company.size + company.size // 2
    code = next(code for limit, code in SIZES if people <= limit)
    return {
        "aar": 2019,
        "maaned": 3,
        "antalAnsatte": people,
        "antalAarsvaerk": people * 4 // 5,
        "intervalKodeAntalAnsatte": code,
    }


def _attributes(company: Company, since: Json) -> list[Json]:
    found = [attribute("TEGNINGSREGEL", company.rule, since)] if company.rule else []
    if company.form.capital:
        found.append(attribute("KAPITAL", f"{50_000 + company.index % 9 * 50_000}.00", since, "decimal"))
        found.append(attribute("KAPITALVALUTA", "DKK", since))
    return found


def _units(company: Company, since: Json) -> list[Json]:
    open_units = company.units - company.ceased_units
    ended = period(company.founded, ENDED_ON)
    return [
        {"pNummer": int(number), "periode": since if place < open_units else ended}
        for place, number in enumerate(company.unit_numbers)
    ]
