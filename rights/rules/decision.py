"""From the facts of one question to yes or no, with the reason. Pure: the facts come from
`queries.decision`."""

import datetime
import uuid
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from portal.core.permissions import Level
from rights.rules.constraints import Attributes, met
from rights.rules.levels import required_level
from rights.rules.limits import covers

NO_ATTRIBUTES: Mapping[str, Any] = MappingProxyType({})


class Reason(StrEnum):
    """Why: part of the API's contract, never renamed."""

    GRANTED_DIRECT = "granted_direct"
    GRANTED_GROUP = "granted_group"
    GRANTED_MANDATE = "granted_mandate"
    GRANTED_LEGACY = "granted_legacy"
    NO_RIGHT = "no_right"
    NO_LEGACY_RIGHT = "no_legacy_right"
    UNKNOWN_RIGHT = "unknown_right"
    IDENTITY_UNKNOWN = "identity_unknown"
    IDENTITY_NOT_ACTIVE = "identity_not_active"
    IDENTITY_SUSPENDED = "identity_suspended"
    IDENTITY_CLOSED = "identity_closed"
    IDENTITY_MUST_MOVE = "identity_must_move"
    ORGANISATION_UNKNOWN = "organisation_unknown"
    ORGANISATION_CLOSED = "organisation_closed"
    LIMIT_MISMATCH = "limit_mismatch"
    CONSTRAINT_NOT_MET = "constraint_not_met"
    NOT_ASSIGNED = "not_assigned"
    POWER_SUSPENDED = "power_suspended"
    POWER_ENDED = "power_ended"
    GRANT_ENDED = "grant_ended"
    NOT_STARTED = "not_started"
    LEVEL_TOO_LOW = "level_too_low"
    INVALID_REQUEST = "invalid_request"


# Tuples, not frozen dataclasses: one of each is made for every question, and those took four times as long.
class Question(NamedTuple):
    """May this identity use this right, for this organisation, within this limit?

    The identity is named by `identity`, or `cvr` and `rid`, or `name` (the asking system's own name for
    it). `system` is the IT system that asks: its rights only; None asks about any. `acted_for` "" is the
    own employer."""

    right: str
    identity: uuid.UUID | None = None
    cvr: str = ""
    rid: str = ""
    name: str = ""
    system: uuid.UUID | None = None
    acted_for: str = ""
    limit_type: str = ""
    limit_value: str = ""
    level: Level | None = None
    attributes: Attributes = NO_ATTRIBUTES


class Facts(NamedTuple):
    """What the database knows about one question, without the paths."""

    identity: uuid.UUID | None
    state: str | None
    source: str | None
    lasts: bool | None  # today lies within the identity's own from–to
    employer_cvr: str | None
    employer_state: str | None
    right: uuid.UUID | None
    required_level: str | None
    legacy: tuple[str, str] | None
    acted_for_cvr: str | None
    acted_for_state: str | None
    unit_cvr: str | None


class Path(NamedTuple):
    """One way the right may reach the identity. `via`: the group it comes through."""

    kind: str  # grant | power
    id: uuid.UUID
    via: uuid.UUID | None
    mandate: uuid.UUID | None
    assigned: bool
    state: str  # in_force | future | ended | suspended
    limit_type: str
    limit_value: str
    constraints: dict[str, Any] | None
    ends_at: datetime.datetime | None


class Decision(NamedTuple):
    granted: bool
    reason: Reason
    question: Question
    facts: Facts | None = None
    path: Path | None = None
    source: str = "portal"
    limits: tuple[tuple[str, str], ...] = ()

    @property
    def required_level(self) -> Level:
        return required_level((self.facts and self.facts.required_level) or "")


# What stands for the state of somebody who is moved, has put off activating as often as they may, and logs in the old way.
LATE = "late"
_STATE_REASON = {
    LATE: Reason.IDENTITY_MUST_MOVE,
    "suspended": Reason.IDENTITY_SUSPENDED,
    "closed": Reason.IDENTITY_CLOSED,
}


def judge(question: Question, facts: Facts, paths: list[Path]) -> Decision:
    """The decision. Every refusal is the nearest one to a yes, so that the reader knows what is missing."""
    refusal = _refusal_of_parties(question, facts)
    if refusal is not None:
        return Decision(granted=False, reason=refusal, question=question, facts=facts)
    path, reason = _best(question, facts, paths)
    if path is None:
        limits = tuple({(each.limit_type, each.limit_value) for each in paths if _usable(each)})
        return Decision(
            granted=False,
            reason=reason,
            question=question,
            facts=facts,
            limits=limits if reason is Reason.LIMIT_MISMATCH else (),
        )
    if (question.level or Level.NONE) < required_level(facts.required_level or ""):
        return Decision(granted=False, reason=Reason.LEVEL_TOO_LOW, question=question, facts=facts, path=path)
    return Decision(granted=True, reason=reason, question=question, facts=facts, path=path)


def usable(question: Question, facts: Facts, paths: list[Path]) -> list[Path]:
    """The ways that are open, whatever their limit: what a list of privileges names."""
    return [] if _refusal_of_parties(question, facts) else [path for path in paths if _usable(path)]


def _refusal_of_parties(question: Question, facts: Facts) -> Reason | None:
    if facts.right is None:
        return Reason.UNKNOWN_RIGHT
    if facts.identity is None:
        return Reason.IDENTITY_UNKNOWN
    return _refusal_of_identity(question, facts) or _refusal_of_organisations(facts)


def _refusal_of_identity(question: Question, facts: Facts) -> Reason | None:
    if facts.state in ("draft", "pending"):
        return None if logs_in_the_old_way(question, facts) else Reason.IDENTITY_NOT_ACTIVE
    if facts.state == "active":
        return None if facts.lasts else Reason.IDENTITY_NOT_ACTIVE
    return _STATE_REASON.get(facts.state or "", Reason.IDENTITY_NOT_ACTIVE)


def logs_in_the_old_way(question: Question, facts: Facts) -> bool:
    """Moved, not yet activated: the person still logs in the old way, and that way names them by RID."""
    return bool(question.rid and facts.source == "moved" and facts.state in ("draft", "pending"))


def _refusal_of_organisations(facts: Facts) -> Reason | None:
    if facts.acted_for_cvr is None:
        return Reason.ORGANISATION_UNKNOWN
    if "closed" in (facts.employer_state, facts.acted_for_state):
        return Reason.ORGANISATION_CLOSED
    return None


# Nearest to a yes first.
_ORDER = (
    Reason.CONSTRAINT_NOT_MET,
    Reason.LIMIT_MISMATCH,
    Reason.NOT_ASSIGNED,
    Reason.POWER_SUSPENDED,
    Reason.NOT_STARTED,
    Reason.POWER_ENDED,
    Reason.GRANT_ENDED,
)


def _best(question: Question, facts: Facts, paths: list[Path]) -> tuple[Path | None, Reason]:
    nearest = Reason.NO_RIGHT
    for path in paths:
        obstacle = _obstacle(question, facts, path)
        if obstacle is None:
            return path, _granted_by(path)
        if nearest is Reason.NO_RIGHT or _ORDER.index(obstacle) < _ORDER.index(nearest):
            nearest = obstacle
    return None, nearest


def _obstacle(question: Question, facts: Facts, path: Path) -> Reason | None:
    if path.state != "in_force":
        return _out_of_force(path)
    if not path.assigned:
        return Reason.NOT_ASSIGNED
    theirs = facts.unit_cvr is not None and facts.unit_cvr == facts.acted_for_cvr
    asked = (question.limit_type, question.limit_value)
    if not covers((path.limit_type, path.limit_value), asked, unit_is_theirs=theirs):
        return Reason.LIMIT_MISMATCH
    return None if met(path.constraints, question.attributes) else Reason.CONSTRAINT_NOT_MET


def _out_of_force(path: Path) -> Reason:
    if path.state == "future":
        return Reason.NOT_STARTED
    if path.state == "suspended":
        return Reason.POWER_SUSPENDED
    return Reason.POWER_ENDED if path.kind == "power" else Reason.GRANT_ENDED


def _usable(path: Path) -> bool:
    return path.state == "in_force" and path.assigned


def _granted_by(path: Path) -> Reason:
    if path.kind == "power":
        return Reason.GRANTED_MANDATE
    return Reason.GRANTED_GROUP if path.via else Reason.GRANTED_DIRECT
