"""The small shapes that the register's documents are built of: periods, addresses, attributes."""

from datetime import date
from typing import Any, Final

from migration_flow.generator.forms import Form

Json = dict[str, Any]
UPDATED: Final = "2019-05-01T22:00:00.000+02:00"
COMPANY_UNITS, PERSON_UNITS, ORGAN_UNITS = 4_500_000_000, 4_600_000_000, 4_700_000_000


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


def attribute(kind: str, value: str, since: Json, value_type: str = "string") -> Json:
    """An entry of `attributter`."""
    return {"type": kind, "vaerditype": value_type, "vaerdier": [{"vaerdi": value, "periode": since}]}


def address(town: tuple[str, ...], street: str, house: str, since: Json) -> Json:
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


def contact(text: str, since: Json) -> Json:
    return {"kontaktoplysning": text, "hemmelig": False, "periode": since}
