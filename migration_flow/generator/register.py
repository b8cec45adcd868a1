"""The business register's document of a company, in the public `Vrvirksomhed` shape.

Everything is a list with periods, numbers are integers, `virksomhedMetadata` is the summary. Two
things differ from the public distribution, because an authority receives more: the CPR number of
persons in management and of fully liable participants stands in `forretningsnoegle`, as text.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from migration_flow.generator.chance import number
from migration_flow.generator.company import CEASED_STATUSES, LIVE, Company
from migration_flow.generator.country import Country
from migration_flow.generator.forms import Form
from migration_flow.generator.management import OWNERS, Official, officials
from migration_flow.generator.people import Person
from migration_flow.generator.words import STREETS, TOWNS

Json = dict[str, Any]
UPDATED: Final = "2019-05-01T22:00:00.000+02:00"
COMPANY_UNITS, PERSON_UNITS, ORGAN_UNITS = 4_500_000_000, 4_600_000_000, 4_700_000_000
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
ORGANS: Final = {"Fuldt ansvarlig deltager": 1, "Interessenter": 2, "Komplementarer": 3, "Direktion": 4}
ENDED_ON: Final = date(2019, 4, 24)


def document(country: Country, company: Company) -> Json:
    """The document of a company as the register has it on the day of the extract."""
    since = period(company.founded)
    address = _address(company.town, company.street, company.house, since)
    form = form_entry(company.form, company.founded)
    industry = {"branchekode": company.industry, "branchetekst": None, "periode": since}
    name = {"navn": company.name, "periode": since}
    ended = is_ceased(company)
    return {
        "cvrNummer": int(company.cvr),
        "enhedsNummer": COMPANY_UNITS + company.index,
        "regNummer": [],
        "reklamebeskyttet": company.index % 3 == 0,
        "samtId": 1,
        "sidstOpdateret": UPDATED,
        "navne": _names(company, name),
        "binavne": [],
        "beliggenhedsadresse": [address],
        "postadresse": [],
        "telefonNummer": [_contact(f"{30_000_000 + company.index * 7 % 60_000_000}", since)],
        "elektroniskPost": [_contact(f"kontakt@{company.domain}", since)],
        "hjemmeside": [_contact(f"www.{company.domain}", since)],
        "obligatoriskEmail": [],
        "livsforloeb": [{"periode": period(company.founded, ENDED_ON if ended else None)}],
        "hovedbranche": [industry],
        "bibranche1": [],
        "bibranche2": [],
        "bibranche3": [],
        "status": [],
        "virksomhedsstatus": _statuses(company),
        "virksomhedsform": [form],
        "aarsbeskaeftigelse": [],
        "kvartalsbeskaeftigelse": [],
        "maanedsbeskaeftigelse": [],
        "erstMaanedsbeskaeftigelse": [_employment(company)],
        "attributter": _attributes(company, since),
        "penheder": _units(company, since),
        "deltagerRelation": relations(officials(country, company), company.founded),
        "fusioner": [],
        "spaltninger": [],
        "virksomhedMetadata": {
            "nyesteNavn": name,
            "nyesteVirksomhedsform": form,
            "nyesteBeliggenhedsadresse": address,
            "nyesteHovedbranche": industry,
            "antalPenheder": company.units - company.ceased_units,
            "sammensatStatus": summary(company),
            "stiftelsesDato": company.founded.isoformat(),
            "virkningsDato": company.founded.isoformat(),
        },
    }


def period(start: date, end: date | None = None) -> Json:
    """Current where the end is null."""
    return {"gyldigFra": start.isoformat(), "gyldigTil": end.isoformat() if end else None}


def form_entry(form: Form, since: date) -> Json:
    """An entry of `virksomhedsform`."""
    return {
        "virksomhedsformkode": form.code,
        "kortBeskrivelse": form.short,
        "langBeskrivelse": form.long,
        "ansvarligDataleverandoer": "E&S",
        "periode": period(since),
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


def _address(town: tuple[str, ...], street: str, house: str, since: Json) -> Json:
    code, district, municipality, municipality_name = town
    digits = house.rstrip("ABC")
    return {
        "landekode": "DK",
        "kommune": {"kommuneKode": int(municipality), "kommuneNavn": municipality_name.upper()},
        "husnummerFra": int(digits),
        "bogstavFra": house[len(digits) :] or None,
        "vejnavn": street,
        "postnummer": int(code),
        "postdistrikt": district,
        "periode": since,
    }


def _contact(text: str, since: Json) -> Json:
    return {"kontaktoplysning": text, "hemmelig": False, "periode": since}


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


def attribute(kind: str, value: str, since: Json, value_type: str = "string") -> Json:
    """An entry of `attributter`."""
    return {"type": kind, "vaerditype": value_type, "vaerdier": [{"vaerdi": value, "periode": since}]}


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
    return _address(town, street, str(1 + dice // 8_192 % 120), since)


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
