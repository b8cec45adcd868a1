"""Reading the register's public shape: a `Vrvirksomhed` document becomes one company, its units and its people.

Source of the shape: CVR distribution API, documents of type Vrvirksomhed. Everything there is a list with periods;
what counts now is the element whose `gyldigTil` is null. Addresses of persons are read past, never kept.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from portal.agreements.models import RegisterParticipant
from portal.core import crypto

F = RegisterParticipant.Function
FUNCTIONS = {
    "DIREKTØR": F.DIRECTOR, "DIREKTION": F.DIRECTOR, "ADM. DIR.": F.MANAGING_DIRECTOR,
    "ADM. DIREKTØR": F.MANAGING_DIRECTOR, "ADMINISTRERENDE DIREKTØR": F.MANAGING_DIRECTOR, "FORMAND": F.CHAIR,
    "NÆSTFORMAND": F.VICE_CHAIR, "BESTYRELSESMEDLEM": F.BOARD_MEMBER, "LIKVIDATOR": F.LIQUIDATOR,
    "KURATOR": F.TRUSTEE, "FORENINGSREPRÆSENTANT": F.ASSOCIATION_REPRESENTATIVE, "INDEHAVER": F.OWNER,
    "FULDT ANSVARLIG DELTAGER": F.PARTNER, "INTERESSENT": F.PARTNER, "KASSERER": F.TREASURER,
    "FILIALBESTYRER": F.BRANCH_MANAGER,
}  # fmt: skip
# Whoever stands in the organ with a function of another name is still a member of it: "the whole board" is all of them.
MEMBERS = {"BESTYRELSE": F.BOARD_MEMBER, "DIREKTION": F.DIRECTOR, "LIKVIDATOR": F.LIQUIDATOR}
NO_MEMBERS = ("SUPPLEANT",)
SOLE_FORMS = (10, 15)


def current(periods: list[dict[str, Any]] | None) -> dict[str, Any]:
    """The element in force: open-ended, else the last one; {} for an empty list."""
    rows = periods or []
    open_ended = [row for row in rows if (row.get("periode") or {}).get("gyldigTil") is None]
    return (open_ended or rows or [{}])[-1]


def company(document: dict[str, Any]) -> dict[str, Any]:
    """The columns of RegisterCompany. Raises KeyError without a CVR number."""
    form = current(document.get("virksomhedsform"))
    address = current(document.get("beliggenhedsadresse"))
    lifetime = current(document.get("livsforloeb")).get("periode") or {}
    return {
        "cvr": f"{document['cvrNummer']:08d}",
        "name": " ".join(str(current(document.get("navne")).get("navn", "")).split()),
        "form_code": int(form.get("virksomhedsformkode") or 0),
        "form_name": str(form.get("langBeskrivelse") or form.get("kortBeskrivelse") or ""),
        "status": str(current(document.get("virksomhedsstatus")).get("status") or "NORMAL").upper(),
        "signing_rule": attribute(document, "TEGNINGSREGEL"),
        "street": " ".join(str(address.get(k) or "") for k in ("vejnavn", "husnummerFra")).strip(),
        "postcode": str(address.get("postnummer") or ""),
        "city": str(address.get("postdistrikt") or ""),
        "industry": str(current(document.get("hovedbranche")).get("branchetekst") or ""),
        "founded_on": lifetime.get("gyldigFra"),
        "ceased_on": lifetime.get("gyldigTil"),
        "updated_at": document.get("sidstOpdateret"),
        "email": _public(document.get("elektroniskPost")),
        "converted_from": attribute(document, "OMDANNET_FRA"),
        **_merger(document),
        # Keyed: a document holds CPR numbers, and a plain hash of it could be tried out.
        "digest": crypto.blind_index(json.dumps(document, sort_keys=True), purpose="register"),
    }


def _public(contacts: list[dict[str, Any]] | None) -> str:
    found = current(contacts)
    return "" if found.get("hemmelig") else str(found.get("kontaktoplysning") or "")


def _merger(document: dict[str, Any]) -> dict[str, Any]:
    """The latest entry of `fusioner`: both companies name the same event, one goes into it, the other comes out."""
    entry = (document.get("fusioner") or [{}])[-1]
    part = "continuing" if entry.get("udgaaende") else "ceasing" if entry.get("indgaaende") else ""
    return {"merger_unit": entry.get("enhedsNummerOrganisation") if part else None, "merger_part": part}


def attribute(document: dict[str, Any], kind: str) -> str:
    for each in document.get("attributter") or []:
        if each.get("type") == kind:
            return str(current(each.get("vaerdier")).get("vaerdi") or "")
    return ""


def units(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in document.get("penheder") or []:
        period = each.get("periode") or {}
        yield {"p_number": f"{each['pNummer']:010d}", "ceased_on": period.get("gyldigTil")}


def participants(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One row per person or company and function; `cpr` is only in the authorities' feed and is never stored."""
    form = int(current(document.get("virksomhedsform")).get("virksomhedsformkode") or 0)
    for relation in document.get("deltagerRelation") or []:
        who = relation.get("deltager") or {}
        for body in relation.get("organisationer") or []:
            for function, period in _functions(body, form):
                yield {
                    "unit_number": who["enhedsNummer"], "function": function,
                    "is_person": who.get("enhedstype") == "PERSON",
                    "name": " ".join(str(current(who.get("navne")).get("navn", "")).split()),
                    "key": str(who.get("forretningsnoegle") or ""),
                    "is_dead": str(who.get("status", "")).upper() == "DØD",
                    "since": _date(period.get("gyldigFra")), "until": _date(period.get("gyldigTil")),
                }  # fmt: skip


def _functions(body: dict[str, Any], form: int) -> Iterator[tuple[str, dict[str, Any]]]:
    kind = body.get("hovedtype")
    if kind == "FULDT_ANSVARLIG_DELTAGERE":
        yield (F.OWNER if form in SOLE_FORMS else F.PARTNER), _period(body)
    if kind != "LEDELSESORGAN":
        return
    name = str(current(body.get("organisationsNavn")).get("navn") or "").upper()
    for each in _attributes(body):
        if each.get("type") == "FUNKTION":
            value = current(each.get("vaerdier"))
            told = str(value.get("vaerdi") or name).upper()
            function = FUNCTIONS.get(told) or FUNCTIONS.get(name) or MEMBERS.get(name)
            if function and not told.startswith(NO_MEMBERS):
                yield function, value.get("periode") or {}


def _attributes(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for member in body.get("medlemsData") or []:
        yield from member.get("attributter") or []


def _period(body: dict[str, Any]) -> dict[str, Any]:
    for each in _attributes(body):
        period = current(each.get("vaerdier")).get("periode")
        if period:
            return dict(period)
    return {}


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
