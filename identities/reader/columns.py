"""Which column is what: guessed from the heading, decided by the user."""

import re

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "given_name": _("Fornavn"),
    "surname": _("Efternavn"),
    "full_name": _("Hele navnet"),
    "email": _("E-mail"),
    "phone": _("Telefon"),
    "birth_date": _("Fødselsdato"),
    "cpr": _("CPR-nummer"),
    "rid": _("RID"),
    "department": _("Afdeling"),
    "p_number": _("P-nummer"),
    "se_number": _("SE-nummer"),
    "starts_on": _("Startdato"),
    "ends_on": _("Slutdato"),
}
_SYNONYMS = {
    "given_name": ("fornavn", "givenname", "firstname", "fornavne"),
    "surname": ("efternavn", "surname", "lastname", "familyname"),
    "full_name": ("navn", "name", "fuldtnavn", "helenavnet", "medarbejder", "fullname"),
    "email": ("email", "mail", "emailadresse", "mailadresse", "epost"),
    "phone": ("telefon", "mobil", "tlf", "phone", "mobile", "telefonnummer", "mobilnummer"),
    "birth_date": ("foedselsdato", "foedselsdag", "foedt", "birthdate", "dateofbirth"),
    "cpr": ("cpr", "cprnummer", "cprnr", "personnummer"),
    "rid": ("rid", "ridnummer", "ridnr"),
    "department": ("afdeling", "department", "organisatoriskenhed", "enhed", "team"),
    "p_number": ("pnummer", "pnr", "pno", "produktionsenhed"),
    "se_number": ("senummer", "senr", "se"),
    "starts_on": ("startdato", "fradato", "startdate", "fra"),
    "ends_on": ("slutdato", "tildato", "enddate", "til"),
}
_LOOKUP = {name: field for field, names in _SYNONYMS.items() for name in names}


def guess_mapping(columns: list[str]) -> dict[str, str]:
    """Column number (as text) → field, each field once, for the headings that are recognised."""
    mapping: dict[str, str] = {}
    for number, heading in enumerate(columns):
        field = _LOOKUP.get(_bare(heading))
        if field and field not in mapping.values():
            mapping[str(number)] = field
    return mapping


def _bare(heading: str) -> str:
    folded = heading.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(r"[^a-z0-9]", "", folded)
