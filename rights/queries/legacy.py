"""While old and new live side by side: who is not moved yet is answered from the legacy rights, and told
so.

The legacy rows belong to a floor above; the setting LEGACY_RIGHTS names its function `(cvr, rid, service,
right, limit_type, limit_value) -> bool | None`; None means that the company has moved, so that the portal's
own answer stands. MUST_MOVE names `(identities) -> those of them` that have put off their own move as often as
they may: named by RID they get nothing until they have activated.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from portal.core.permissions import Level
from rights.rules.decision import LATE, Decision, Facts, Question, Reason, logs_in_the_old_way


def with_legacy(decision: Decision) -> Decision:
    """The decision itself, or the legacy answer where the portal does not know the person by that RID."""
    question, facts = decision.question, decision.facts
    hook = _hook(getattr(settings, "LEGACY_RIGHTS", ""))
    if hook is None or decision.reason is not Reason.IDENTITY_UNKNOWN or not question.rid or facts is None:
        return decision
    service, right = facts.legacy or ("", "")
    if not service:
        return decision
    granted = hook(question.cvr, question.rid, service, right, question.limit_type, question.limit_value)
    return decision if granted is None else _told(decision, granted)


def with_late(questions: Sequence[Question], facts: Sequence[Facts]) -> list[Facts]:
    """The facts, with those marked who must move first; no query where nobody logs in the old way."""
    old = {each.identity for q, each in zip(questions, facts, strict=True) if logs_in_the_old_way(q, each)}
    hook = _hook(getattr(settings, "MUST_MOVE", ""))
    late = hook(list(old)) if hook and old else set()
    return [each._replace(state=LATE) if each.identity in late else each for each in facts]


def _told(decision: Decision, granted: bool) -> Decision:
    question = decision.question
    unit = decision.facts.unit_cvr if decision.facts else None
    elsewhere = question.acted_for not in ("", question.cvr) or unit not in (None, question.cvr)
    if not granted or elsewhere:
        return decision._replace(reason=Reason.NO_LEGACY_RIGHT, source="legacy")
    if (question.level or Level.NONE) < decision.required_level:
        return decision._replace(reason=Reason.LEVEL_TOO_LOW, source="legacy")
    return decision._replace(granted=True, reason=Reason.GRANTED_LEGACY, source="legacy")


@cache
def _hook(path: str) -> Callable[..., Any] | None:
    return import_string(path) if path else None
