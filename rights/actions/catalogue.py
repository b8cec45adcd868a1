"""The catalogue: filled from data, kept by its owners."""

import json
from pathlib import Path
from typing import Any

from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.events import CatalogueEvent
from rights.models import ITSystem, Right

DATA = Path(__file__).resolve().parent.parent / "catalogue"
URN = "urn:dk:erhvervsadgang:{system}:{right}"


def read_catalogue(directory: Path = DATA) -> list[dict[str, Any]]:
    """The systems of the data files, each with `rights` whose `mandate` is the policy itself."""
    policies = json.loads((directory / "policies.json").read_text("utf-8"))
    systems = json.loads((directory / "systems.json").read_text("utf-8"))
    for system in systems:
        for right in system["rights"]:
            right["mandate"] = policies[right["mandate"]]
    return systems


def missing_from_catalogue(systems: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of `systems`, those with something the catalogue does not have yet: only what is new."""
    known = set(Right.objects.values_list("key", flat=True))
    codes = set(ITSystem.objects.values_list("code", flat=True))
    found = []
    for system in systems:
        new = [each for each in system["rights"] if _key(system, each) not in known]
        if new or system["code"] not in codes:
            found.append({**system, "rights": new})
    return found


@action(Permission.CATALOGUE_MANAGE)
def add_to_catalogue(*, actor: Actor, systems: list[dict[str, Any]]) -> int:
    """Add systems and rights that are not there; what is there is its owner's and stays. Returns rights
    added."""
    rights: list[Right] = []
    for entry in systems:
        fields = {name: entry[name] for name in ("name_da", "name_en", "category_da", "category_en")}
        system, _ = ITSystem.objects.get_or_create(
            code=entry["code"], defaults={**fields, "owner_name": entry["owner"]}
        )
        rights += [_right(system, entry, each) for each in entry["rights"]]
        audit.record(
            CatalogueEvent.SYSTEM_ADDED,
            system,
            actor=actor,
            organisations=[],
            name=system.name_da,
            rights=len(entry["rights"]),
        )
    Right.objects.bulk_create(rights)
    return len(rights)


def _right(system: ITSystem, entry: dict[str, Any], row: dict[str, Any]) -> Right:
    service, legacy = row.get("legacy", ("", ""))
    return Right(
        system=system,
        key=_key(entry, row),
        name_da=row["name_da"],
        name_en=row["name_en"],
        allowed_limits=row["limits"],
        required_level=row["level"],
        in_basic_package=row["basic"],
        mandate_policy=row["mandate"],
        legacy_service=service,
        legacy_right=legacy,
    )


def _key(system: dict[str, Any], right: dict[str, Any]) -> str:
    return URN.format(system=system["code"], right=right["code"])
