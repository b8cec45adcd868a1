"""Reading a file of personas. Only numbers that cannot belong to anybody are let in."""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from .levels import AUTHENTICATORS, Level
from .models import Persona, ProfessionalRole

# Made from the key, so that a person keeps the same identifiers in every database.
NAMESPACE = uuid.UUID("6c1f9d0e-52c4-5d0b-9a53-1a7f3c2b8e44")
CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
SUBSTITUTE = 60
BATCH = 1000
KEPT = ("uuid", "key", "position")
CHANGING = [field.name for field in Persona._meta.concrete_fields if field.name not in KEPT]


class PersonaFileError(ValueError):
    """The file cannot be used; the text names the persona by number and key, never by CPR."""


@dataclass(frozen=True)
class Loaded:
    """How many persons were in the file, and how many of them were new."""

    total: int
    new: int


def identifier(*parts: str) -> uuid.UUID:
    """The same parts give the same identifier."""
    return uuid.uuid5(NAMESPACE, ":".join(parts))


def load(document: Any) -> Loaded:
    """Create or correct the people of the file; others stay. PersonaFileError: nothing was changed."""
    entries = document.get("personas") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise PersonaFileError('The file must hold {"personas": […]}.')
    before = Persona.objects.count()
    position = (Persona.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    people = [parsed(number, entry, position + number) for number, entry in enumerate(entries)]
    if len({person.key for person in people}) < len(people):
        raise PersonaFileError("Two persons have the same key.")
    try:
        store(people, entries)
    except IntegrityError:
        # The database's own words would repeat the number.
        raise PersonaFileError("Two persons have the same CPR number or identifier.") from None
    return Loaded(total=len(people), new=Persona.objects.count() - before)


@transaction.atomic
def store(people: list[Persona], entries: list[dict[str, Any]]) -> None:
    """Write the people, then make their roles those of the file."""
    Persona.objects.bulk_create(
        people, batch_size=BATCH, update_conflicts=True, unique_fields=["uuid"], update_fields=CHANGING
    )
    roles = [
        role(person, given)
        for person, entry in zip(people, entries, strict=True)
        for given in entry["professional"]
    ]
    mine = ProfessionalRole.objects.filter(persona__in=people)
    mine.exclude(professional_uuid__in=[row.professional_uuid for row in roles]).delete()
    ProfessionalRole.objects.bulk_create(
        roles,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["professional_uuid"],
        update_fields=["persona", "cvr", "org_name", "rid", "p_number"],
    )


def parsed(number: int, entry: Any, position: int) -> Persona:
    """One person, checked."""
    label = f"personas[{number}]"
    try:
        label = f"personas[{number}] ({entry['key']})"
        check(entry)
        return person(entry, position)
    except (KeyError, TypeError) as error:
        raise PersonaFileError(f"{label}: missing or of the wrong kind: {error}") from None
    except ValueError as error:
        raise PersonaFileError(f"{label}: {error}") from None


def person(entry: Mapping[str, Any], position: int) -> Persona:
    """The row of a checked entry."""
    key = entry["key"]
    return Persona(
        uuid=identifier("persona", key),
        position=position,
        key=key,
        given_name=entry["given_name"],
        family_name=entry["family_name"],
        birth_date=date.fromisoformat(entry["birth_date"]),
        cpr=entry["cpr"],
        mitid_uuid=uuid.UUID(entry["uuid"]) if entry.get("uuid") else identifier("mitid", key),
        ial=Level(entry["ial"]),
        authenticators=entry["authenticators"],
        name_protected=entry.get("name_protected", False),
        authorized_to_represent=entry.get("authorized_to_represent", []),
        description_da=entry.get("description_da", ""),
        description_en=entry.get("description_en", ""),
    )


def role(persona: Persona, given: Mapping[str, Any]) -> ProfessionalRole:
    """One professional identity of a checked entry."""
    own = given.get("professional_uuid")
    return ProfessionalRole(
        persona=persona,
        professional_uuid=uuid.UUID(own) if own else identifier("professional", persona.key, given["cvr"]),
        cvr=given["cvr"],
        org_name=given["org_name"],
        rid=given.get("rid") or "",
        p_number=given.get("p_number") or "",
    )


def check(entry: dict[str, Any]) -> None:
    """Raises ValueError for the first thing that is wrong."""
    entry.setdefault("professional", [])
    checks: tuple[tuple[Callable[[], bool], str], ...] = (
        (
            lambda: re.fullmatch(r"[a-z0-9][a-z0-9-]{0,99}", entry["key"]) is not None,
            "key: use a-z, 0-9 and -",
        ),
        (lambda: bool(entry["given_name"].strip() and entry["family_name"].strip()), "a name is missing"),
        (lambda: entry["ial"] in Level.values, f"ial must be one of {', '.join(Level.values)}"),
        (lambda: set(entry["authenticators"]) <= AUTHENTICATORS.keys(), "unknown authenticator"),
        (lambda: bool(entry["authenticators"]), "no authenticator"),
        (lambda: all(given["org_name"] for given in entry["professional"]), "a role lacks its org_name"),
        (
            lambda: is_substitute_cpr(entry["cpr"], entry["birth_date"]),
            "cpr: null or a substitute number",
        ),
        (
            lambda: all(is_synthetic_cvr(cvr) for cvr in cvrs(entry)),
            "cvr: a synthetic number, from 92000000",
        ),
    )
    for passes, problem in checks:
        if not passes():
            raise ValueError(problem)


def cvrs(entry: Mapping[str, Any]) -> list[str]:
    """Every CVR number of an entry."""
    return [given["cvr"] for given in entry["professional"]] + entry.get("authorized_to_represent", [])


def is_substitute_cpr(cpr: str | None, birth_date: str) -> bool:
    """A substitute personal number has 60 added to the day, so it is nobody's; the date must match."""
    if cpr is None:
        return True
    born = date.fromisoformat(birth_date)
    return bool(re.fullmatch(rf"{born.day + SUBSTITUTE}{born:%m%y}[0-9]{{4}}", cpr))


def is_synthetic_cvr(cvr: str) -> bool:
    """Eight digits from 92000000 on, modulo 11 with the weights 2 7 6 5 4 3 2 1."""
    if not re.fullmatch(r"9[2-9][0-9]{6}", cvr):
        return False
    return sum(int(digit) * weight for digit, weight in zip(cvr, CVR_WEIGHTS, strict=True)) % 11 == 0
