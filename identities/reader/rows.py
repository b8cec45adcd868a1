"""One line of the file: cleaned values, and every problem named in words."""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from identities.rules.people import is_too_young
from portal.core.forms import MailField, PhoneField
from portal.core.identifiers import is_p_number, is_rid, is_scientific, is_se_number, parse_cpr

_DATES = ("%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d", "%d%m%Y")
_DANISH_PHONE = re.compile(r"(?:\+45|0045)?\s*((?:\d\s*){8})")
_DIGITS_LOST = {"cpr": 10, "p_number": 10, "se_number": 8}
_mail, _phone = MailField(required=False), PhoneField(required=False)


@dataclass
class Read:
    """`values` hold dates as ISO text; `cpr` stands apart, ten digits, never among the values."""

    values: dict[str, Any] = field(default_factory=dict)
    cpr: str = ""
    problems: list[str] = field(default_factory=list)


def read_row(
    cells: list[str],
    mapping: dict[str, str],
    *,
    asks_for_cpr: bool,
    allow_substitute: bool,
    needs_name: bool = True,
) -> Read:
    """`mapping`: column number (as text) → field. Problems never repeat a CPR number."""
    found = Read()
    raw = {name: cells[int(number)] for number, name in mapping.items()}
    _names(raw, found, needs_name)
    for name, reader in _READERS.items():
        text = raw.get(name, "")
        if text and not _spoilt(name, text, found):
            reader(name, text, found)
    if raw.get("cpr"):
        _cpr(raw["cpr"], found, asks_for_cpr, allow_substitute)
    _dates_in_order(found)
    return found


def _names(raw: dict[str, str], found: Read, needed: bool) -> None:
    given, surname = raw.get("given_name", ""), raw.get("surname", "")
    if not given and raw.get("full_name"):
        given, _space, surname = raw["full_name"].rpartition(" ")
        if "," in raw["full_name"]:
            surname, _comma, given = (part.strip() for part in raw["full_name"].partition(","))
    if needed and not (given and surname):
        found.problems.append(_("Fornavn eller efternavn mangler."))
    found.values |= {"given_name": given[:100], "surname": surname[:100]}


def _spoilt(name: str, text: str, found: Read) -> bool:
    """What Excel has done to a number, said in words."""
    if is_scientific(text):
        told = _("Excel har lavet nummeret om til %(text)s, så cifrene er tabt. Formatér kolonnen som tekst.")
        found.problems.append(told % {"text": text})
        return True
    wanted = _DIGITS_LOST.get(name)
    if wanted and text.isdecimal() and len(text) == wanted - 1:
        found.problems.append(
            _("Nummeret mangler et ciffer. Excel har nok fjernet et nul forrest. Formatér som tekst.")
        )
        return True
    return False


def _keep(name: str, text: str, found: Read) -> None:
    found.values[name] = text[:100]


def _email(name: str, text: str, found: Read) -> None:
    try:
        found.values[name] = _mail.clean(text)
    except ValidationError:
        found.problems.append(_("E-mailen kan ikke bruges."))


def _telephone(name: str, text: str, found: Read) -> None:
    if match := _DANISH_PHONE.fullmatch(text.strip()):
        found.values[name] = "+45" + re.sub(r"\s", "", match[1])
        return
    try:
        found.values[name] = _phone.clean(text)
    except ValidationError:
        found.problems.append(_("Telefonnummeret kan ikke bruges."))


def _date(name: str, text: str, found: Read) -> None:
    day = _parsed_date(text)
    if day is None:
        found.problems.append(
            _("Datoen %(text)s kan ikke læses. Skriv den som 31-12-2027.") % {"text": text[:30]}
        )
        return
    if name == "birth_date" and (day > timezone.localdate() or is_too_young(day)):
        found.problems.append(_("Brugere skal være fyldt 13 år."))
        return
    found.values[name] = day.isoformat()


def _parsed_date(text: str) -> datetime.date | None:
    for pattern in _DATES:
        try:
            return datetime.datetime.strptime(text.strip(), pattern).replace(tzinfo=datetime.UTC).date()
        except ValueError:
            continue
    return None


def _number(name: str, text: str, found: Read) -> None:
    bare = re.sub(r"[\s.-]", "", text)
    check, told = {
        "p_number": (is_p_number, _("P-nummeret er ikke et gyldigt P-nummer.")),
        "se_number": (is_se_number, _("SE-nummeret er ikke et gyldigt SE-nummer.")),
        "rid": (is_rid, _("RID-nummeret kan ikke bruges.")),
    }[name]
    if name == "rid":
        bare = text
    if check(bare):
        found.values[name] = bare
    else:
        found.problems.append(told)


def _cpr(text: str, found: Read, asked_for: bool, allow_substitute: bool) -> None:
    if not asked_for:
        found.problems.append(_("Jeres organisation beder ikke om CPR-numre. Fjern kolonnen."))
        return
    if _spoilt("cpr", text.replace("-", ""), found):
        return
    cpr = parse_cpr(re.sub(r"\s", "", text), allow_substitute=allow_substitute)
    if cpr is None:
        found.problems.append(_("CPR-nummeret er ikke et gyldigt CPR-nummer."))
        return
    found.cpr = cpr.digits
    found.values.setdefault("birth_date", cpr.birth_date.isoformat())


def _dates_in_order(found: Read) -> None:
    start, end = found.values.get("starts_on"), found.values.get("ends_on")
    if start and end and end < start:
        found.problems.append(_("Slutdatoen ligger før startdatoen."))


_READERS = {
    "email": _email,
    "phone": _telephone,
    "birth_date": _date,
    "starts_on": _date,
    "ends_on": _date,
    "p_number": _number,
    "se_number": _number,
    "rid": _number,
    "department": _keep,
}
