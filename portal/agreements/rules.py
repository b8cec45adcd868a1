"""Who may sign for an organisation, from what the register says. Nothing here touches the database."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from portal.agreements.models import RegisterParticipant
from portal.agreements.signing_rule import NotUnderstood, Person, Role, SigningRule, parse, satisfied

F = RegisterParticipant.Function
ROLES: dict[str, Role] = {
    F.DIRECTOR: Role.DIRECTOR,
    F.MANAGING_DIRECTOR: Role.MANAGING_DIRECTOR,
    F.CHAIR: Role.CHAIR,
    F.VICE_CHAIR: Role.VICE_CHAIR,
    F.BOARD_MEMBER: Role.BOARD_MEMBER,
    F.OWNER: Role.OWNER,
    F.PARTNER: Role.PARTNER,
    F.LIQUIDATOR: Role.LIQUIDATOR,
    F.TRUSTEE: Role.TRUSTEE,
}
# Statuses in which management no longer acts alone (product §1, register events).
BLOCKED = (
    "UNDER KONKURS",
    "OPLØST",
    "TVANGSOPLØST",
    "SLETTET",
    "UNDER TVANGSOPLØSNING",
    "UNDER FRIVILLIG LIKVIDATION",
)


def management(participants: Iterable[RegisterParticipant]) -> list[Person]:
    """The register's participants as the signing rule knows people; two functions of one human are one person."""
    return [
        Person(key(each), frozenset({ROLES[each.function]}), not each.is_person)
        for each in participants
        if each.function in ROLES and each.until is None and not each.is_dead
    ]


def key(participant: RegisterParticipant) -> str:
    """What tells humans apart: the person's blind index, else the register's unit number."""
    if participant.cpr_index is not None:
        return bytes(participant.cpr_index).hex()
    return f"unit:{participant.unit_number}"


def rule_of(snapshot: dict[str, Any]) -> SigningRule | NotUnderstood:
    return parse(snapshot["signing_rule"], snapshot["form_code"])


def people_of(snapshot: dict[str, Any]) -> list[Person]:
    return [
        Person(each["key"], frozenset(Role(role) for role in each["roles"]), each["is_company"])
        for each in snapshot["management"]
    ]


def snapshot(company: Any, participants: Iterable[RegisterParticipant]) -> dict[str, Any]:
    """What the register says now, as plain data: it is stored with the case and hashed into every signature."""
    names = {key(each): each.name for each in participants}
    merged: dict[str, dict[str, Any]] = {}
    for person in management(participants):
        entry = merged.setdefault(
            str(person.key),
            {"key": person.key, "name": names[str(person.key)], "roles": [], "is_company": person.is_company},
        )
        entry["roles"] = sorted({*entry["roles"], *(role.value for role in person.roles)})
    return {"cvr": company.cvr, "name": company.name, "form_code": company.form_code, "status": company.status,
            "signing_rule": company.signing_rule, "management": sorted(merged.values(), key=lambda e: str(e["key"]))}  # fmt: skip


def digest(snapshot: dict[str, Any]) -> str:
    """SHA-256 (hex) of the snapshot in canonical form."""
    return hashlib.sha256(json.dumps(snapshot, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def is_enough(snapshot: dict[str, Any], signers: set[str]) -> bool:
    """Whether these people's signatures bind the organisation. A rule not fully understood is never enough."""
    rule = rule_of(snapshot)
    return isinstance(rule, SigningRule) and satisfied(rule, signers, people_of(snapshot))


def needs_case_work(snapshot: dict[str, Any]) -> str:
    """Why only case work can help ("" when signatures can): the code is shown in words by the page."""
    if any(snapshot["status"].startswith(status) for status in BLOCKED):
        return "status"
    rule = rule_of(snapshot)
    if isinstance(rule, NotUnderstood):
        return "signing_rule"
    if rule.needs_company or not satisfied(rule, {p.key for p in people_of(snapshot)}, people_of(snapshot)):
        return "corporate"
    return ""
