"""Who may sign for an organisation, from what the register says. Nothing here touches the database."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from portal.agreements.models import RegisterParticipant
from portal.agreements.signing_rule import (
    AllOf,
    NotUnderstood,
    Person,
    Require,
    Role,
    SigningRule,
    parse,
    satisfied,
)

F = RegisterParticipant.Function
ROLES: dict[str, frozenset[Role]] = {
    F.DIRECTOR: frozenset({Role.DIRECTOR}),
    F.MANAGING_DIRECTOR: frozenset({Role.MANAGING_DIRECTOR}),
    F.CHAIR: frozenset({Role.CHAIR}),
    F.VICE_CHAIR: frozenset({Role.VICE_CHAIR}),
    F.BOARD_MEMBER: frozenset({Role.BOARD_MEMBER}),
    # The register lists a treasurer as a member of the board with that function.
    F.TREASURER: frozenset({Role.TREASURER, Role.BOARD_MEMBER}),
    F.OWNER: frozenset({Role.OWNER}),
    F.PARTNER: frozenset({Role.PARTNER}),
    F.GENERAL_PARTNER: frozenset({Role.GENERAL_PARTNER}),
    F.BRANCH_MANAGER: frozenset({Role.BRANCH_MANAGER}),
    F.ASSOCIATION_REPRESENTATIVE: frozenset({Role.ASSOCIATION_REPRESENTATIVE}),
    F.LIQUIDATOR: frozenset({Role.LIQUIDATOR}),
    F.TRUSTEE: frozenset({Role.TRUSTEE}),
}
ENDED = ("OPLØST", "TVANGSOPLØST", "SLETTET", "UDEN RETSVIRKNING")
# Statuses in which management no longer acts alone (product §1, register events).
BLOCKED = ("UNDER KONKURS", "UNDER TVANGSOPLØSNING", "UNDER FRIVILLIG LIKVIDATION", *ENDED)
PUBLIC_FORMS = range(230, 251)  # state, self-owned public, region, municipality (register's form codes)
ASSOCIATIONS = (110, 115)
FOREIGN = (170, 180, 210)
ESTATE = 20
REPRESENTATIVE_ALONE = AllOf.of(Require(Role.ASSOCIATION_REPRESENTATIVE))


def management(participants: Iterable[RegisterParticipant]) -> list[Person]:
    """The register's participants as the signing rule knows people; two functions of one human are one person."""
    everybody = list(participants)
    keys = keys_of(everybody)
    return [
        Person(keys[each.unit_number], ROLES[each.function], not each.is_person)
        for each in everybody
        if each.function in ROLES and each.until is None and not each.is_dead
    ]


def keys_of(participants: Iterable[RegisterParticipant]) -> dict[int, str]:
    """Unit number → what tells humans apart: the person's blind index where any row of theirs has one, else the unit
    number. All rows of one human share it, however the register came to list them."""
    keys: dict[int, str] = {}
    for each in participants:
        if each.cpr_index is not None:
            keys[each.unit_number] = bytes(each.cpr_index).hex()
        else:
            keys.setdefault(each.unit_number, f"unit:{each.unit_number}")
    return keys


def rule_of(snapshot: dict[str, Any]) -> SigningRule | NotUnderstood:
    """The rule of the register's text. A registered association representative acts alone beside it (F2)."""
    rule = parse(snapshot["signing_rule"], snapshot["form_code"])
    if not any(Role.ASSOCIATION_REPRESENTATIVE in each["roles"] for each in snapshot["management"]):
        return rule
    ways = rule.alternatives if isinstance(rule, SigningRule) else ()
    return SigningRule.of(*ways, REPRESENTATIVE_ALONE)


def people_of(snapshot: dict[str, Any]) -> list[Person]:
    return [
        Person(each["key"], frozenset(Role(role) for role in each["roles"]), each["is_company"])
        for each in snapshot["management"]
    ]


def snapshot(company: Any, participants: Iterable[RegisterParticipant]) -> dict[str, Any]:
    """What the register says now, as plain data: it is stored with the case and hashed into every signature."""
    everybody = list(participants)
    keys = keys_of(everybody)
    names = {keys[each.unit_number]: each.name for each in everybody}
    merged: dict[str, dict[str, Any]] = {}
    for person in management(everybody):
        entry = merged.setdefault(
            str(person.key),
            {"key": person.key, "name": names[str(person.key)], "roles": [], "is_company": person.is_company},
        )
        entry["roles"] = sorted({*entry["roles"], *(role.value for role in person.roles)})
    return {"cvr": company.cvr, "name": company.name, "form_code": company.form_code, "status": company.status,
            "ceased_on": company.ceased_on.isoformat() if company.ceased_on else "",
            "signing_rule": company.signing_rule, "management": sorted(merged.values(), key=lambda e: str(e["key"]))}  # fmt: skip


def without_register(facts: dict[str, Any]) -> dict[str, Any]:
    """The snapshot of an organisation the register does not know: what the applicant told, and nobody in management."""
    return {"cvr": "", "name": facts["name"], "form_code": 0, "status": "", "ceased_on": "", "signing_rule": "",
            "management": []}  # fmt: skip


def digest(snapshot: dict[str, Any]) -> str:
    """SHA-256 (hex) of the snapshot in canonical form."""
    return hashlib.sha256(json.dumps(snapshot, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def is_enough(snapshot: dict[str, Any], signers: set[str]) -> bool:
    """Whether these people's signatures bind the organisation. A rule not fully understood is never enough."""
    rule = rule_of(snapshot)
    return isinstance(rule, SigningRule) and satisfied(rule, signers, people_of(snapshot))


def has_ceased(snapshot: dict[str, Any]) -> bool:
    return bool(snapshot["ceased_on"]) or snapshot["status"].startswith(ENDED)


def acts_alone(snapshot: dict[str, Any], key: str) -> bool:
    """Whether the register lets this one human act for the organisation: MitID privat til erhverv (F1)."""
    return not has_ceased(snapshot) and not needs_case_work(snapshot) and is_enough(snapshot, {key})


def needs_case_work(snapshot: dict[str, Any]) -> str:
    """Why only case work can help ("" when signatures can): a code of `cases.REASONS`."""
    if snapshot["status"].startswith(BLOCKED) or snapshot["form_code"] == ESTATE:
        return "status"
    rule = rule_of(snapshot)
    if isinstance(rule, NotUnderstood):
        return _not_understood(snapshot["form_code"])
    everybody = {person.key for person in people_of(snapshot)}
    if rule.needs_company or not satisfied(rule, everybody, people_of(snapshot)):
        return "corporate"
    return ""


def _not_understood(form_code: int) -> str:
    if form_code in PUBLIC_FORMS:
        return "authority"
    if form_code in FOREIGN:
        return "foreign"
    return "association" if form_code in ASSOCIATIONS else "signing_rule"
