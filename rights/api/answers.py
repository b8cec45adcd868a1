"""A decision as the answer of the API, and as its row in the log."""

import uuid
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone

from portal.core.permissions import Level
from rights.actions.decision_log import LogRow
from rights.models.catalogue import LimitType
from rights.rules.decision import Decision, Path, Reason
from rights.rules.reasons import reason_user

_LOA = "https://data.gov.dk/concept/core/nsis/loa/"
_LIMIT_NAMES = {LimitType.P_NUMBER: "production_unit", LimitType.SE_NUMBER: "se_number"}
# What a person can ask for, and whom: the approver's role and where they sit.
_REQUESTABLE = {
    Reason.NO_RIGHT: ("right", "rights_administrator"),
    Reason.GRANT_ENDED: ("right", "rights_administrator"),
    Reason.LIMIT_MISMATCH: ("right", "rights_administrator"),
    Reason.NOT_ASSIGNED: ("assignment", "rights_administrator"),
}


def answer(decision: Decision, key: uuid.UUID) -> dict[str, Any]:
    """The decision in the words of AuthZEN; `context` says why, and `id` is the row of the log."""
    context: dict[str, Any] = {"id": str(key), "reason": decision.reason.value, "source": decision.source}
    facts = decision.facts
    if facts is not None and facts.employer_cvr:
        context |= {"identity": str(facts.identity), "employer_cvr": facts.employer_cvr}
    if facts is not None and facts.acted_for_cvr:
        context["acted_for_cvr"] = facts.acted_for_cvr
    if facts is not None and facts.right is not None and (level := decision.required_level):
        context["required_acr"] = acr(level)
    context |= _granted(decision.path) if decision.granted else _refused(decision)
    return {"decision": decision.granted, "context": context}


def _granted(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    chain: dict[str, Any] = {"grant" if path.kind == "grant" else "power": str(path.id)}
    chain |= {name: str(value) for name, value in (("group", path.via), ("mandate", path.mandate)) if value}
    if path.limit_type:
        chain["limit"] = {"type": _LIMIT_NAMES[LimitType(path.limit_type)], "id": path.limit_value}
    if path.ends_at:
        chain["ends_at"] = path.ends_at.isoformat()
    return {"provenance": chain}


def _refused(decision: Decision) -> dict[str, Any]:
    found: dict[str, Any] = {"reason_user": reason_user(decision.reason)}
    if decision.reason is Reason.LEVEL_TOO_LOW:
        found["step_up"] = {"acr_values": [acr(decision.required_level)]}
    if decision.limits:
        found["limits"] = [
            {"type": _LIMIT_NAMES[LimitType(kind)], "id": value} for kind, value in sorted(decision.limits)
        ]
    if (request := _access_request(decision)) is not None:
        found["access_request"] = request
    return found


def _access_request(decision: Decision) -> dict[str, Any] | None:
    """What the person may ask for, of whom, and where (after the draft access-request profile of AuthZEN)."""
    facts = decision.facts
    if decision.reason not in _REQUESTABLE or facts is None or not facts.employer_cvr:
        return None
    kind, approver = _REQUESTABLE[decision.reason]
    abroad = facts.acted_for_cvr != facts.employer_cvr and kind == "right"
    if abroad:
        return {
            "kind": "mandate",
            "approver": "organisation_administrator",
            "organisation": facts.acted_for_cvr,
        }
    found = {"kind": kind, "approver": approver, "organisation": facts.employer_cvr}
    if kind == "right":
        found["form_url"] = f"{settings.BASE_URL}/{facts.employer_cvr}/rettigheder/ansoeg/?ret={facts.right}"
    return found


@cache
def acr(level: Level) -> str:
    """The level as a login is asked for it."""
    return _LOA + level.name.capitalize()


def log_row(decision: Decision, key: uuid.UUID, client_id: str, request_id: str) -> LogRow:
    """The row: both organisations, the employer's and the acted-for one's, also where it was a no."""
    question, facts = decision.question, decision.facts
    employer = (facts and facts.employer_cvr) or question.cvr
    return LogRow(
        id=key,
        at=timezone.now(),
        client_id=client_id,
        identity=facts.identity if facts else None,
        employer_cvr=employer,
        acted_for_cvr=(facts and facts.acted_for_cvr) or question.acted_for or employer,
        right_key=question.right,
        decision=decision.granted,
        reason=decision.reason.value,
        request_id=request_id,
    )
