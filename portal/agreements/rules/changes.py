"""What happened to a company between two deliveries of the register: the events of product §1's table."""

from collections.abc import Iterable, Iterator
from typing import Any

from portal.agreements.models import RegisterChange as C
from portal.agreements.models import RegisterParticipant
from portal.agreements.rules.signing import ENDED, ESTATE, ROLES, keys_of

STATUSES = {
    "UNDER KONKURS": C.BANKRUPTCY, "UNDER TVANGSOPLØSNING": C.COMPULSORY_DISSOLUTION,
    "UNDER FRIVILLIG LIKVIDATION": C.LIQUIDATION, "UNDER REKONSTRUKTION": C.RECONSTRUCTION,
}  # fmt: skip


def state(company: Any, participants: Iterable[RegisterParticipant]) -> dict[str, Any]:
    """What is compared: {"status", "ceased", "form_code", "rule", "management": {(key, function)}, "dead": {key}}."""
    everybody = list(participants)
    keys = keys_of(everybody)
    return {
        "status": company.status, "form_code": company.form_code, "rule": company.signing_rule,
        "ceased": company.ceased_on is not None or company.status.startswith(ENDED),
        "management": {(keys[each.unit_number], str(each.function)) for each in everybody
                       if each.until is None and not each.is_dead and each.function in ROLES},
        "dead": {keys[each.unit_number] for each in everybody if each.is_dead},
    }  # fmt: skip


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[C, dict[str, Any]]]:
    """The events, gravest first, each with what is known of it. After the end nothing else counts."""
    if after["ceased"]:
        return [] if before["ceased"] else [(C.CEASED, {"status": after["status"]})]
    found = list(_of_status(before["status"], after["status"]))
    death = (after["form_code"] == ESTATE and before["form_code"] != ESTATE) or after["dead"] - before["dead"]
    if death:
        return [*found, (C.OWNER_DEATH, {})]
    if after["rule"] != before["rule"]:
        found.append((C.NEW_SIGNING_RULE, {"rule": after["rule"]}))
    if after["management"] != before["management"]:
        found.append((C.NEW_SIGNATORIES, {"entered": len(after["management"] - before["management"]),
                                          "left": len(before["management"] - after["management"])}))  # fmt: skip
    return found


def _of_status(before: str, after: str) -> Iterator[tuple[C, dict[str, Any]]]:
    if after == before:
        return
    for name, change in STATUSES.items():
        if after.startswith(name):
            yield change, {"status": after}
    if after == "NORMAL" and before.startswith(tuple(STATUSES)):
        yield C.BACK_TO_NORMAL, {"status": after}
