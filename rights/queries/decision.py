"""The facts of a decision in one statement over live rows: nothing is cached, nothing is stored as a
product.

Powers (organisation × right), groups and assignments are joined here, when the question is asked. A
revocation committed before the question is seen by it.
"""

import json
import uuid
from collections.abc import Sequence
from typing import Any

from identities.models import Identity
from rights.models import SubjectName
from rights.queries.legacy import with_late, with_legacy
from rights.queries.statements import COLUMNS, GENERAL, several, single
from rights.rules.decision import Decision, Facts, Path, Question, Reason, judge


def decide(questions: Sequence[Question]) -> list[Decision]:
    """The decisions of the questions, in their order; one statement for all of them."""
    found = zip(questions, facts_and_paths(questions), strict=True)
    judged = (judge(question, facts, paths) for question, (facts, paths) in found)
    return [each if each.granted else with_legacy(each) for each in judged]


def facts_and_paths(questions: Sequence[Question]) -> list[tuple[Facts, list[Path]]]:
    """What the database knows about each question, and every way the right may reach the identity."""
    facts: list[Facts | None] = [None] * len(questions)
    paths: list[list[Path]] = [[] for _ in questions]
    for row in _rows(questions):
        n = row[0]
        if facts[n] is None:
            known: list[Any] = [*row[1:9], row[9:11], *row[11:14]]
            facts[n] = Facts(*known)
        if row[14] is not None:
            paths[n].append(_path(row))
    return list(zip(with_late(questions, facts), paths, strict=True))  # type: ignore[arg-type]


def _path(row: Any) -> Path:
    # Django leaves jsonb as text for its own fields to read; most grants have none.
    way: list[Any] = [*row[14:22], row[22] and json.loads(row[22]), row[23]]
    return Path(*way)


def _rows(questions: Sequence[Question]) -> list[Any]:
    by_uuid = all(each.identity is not None for each in questions)
    own = not any(each.acted_for for each in questions)
    found = _asked(questions, by_uuid, own)
    if any(row[14] == GENERAL for row in found):
        return _asked(questions, by_uuid=False, own=False)
    return found


def _asked(questions: Sequence[Question], by_uuid: bool, own: bool) -> list[Any]:
    unlimited = not any(each.limit_type for each in questions)
    if len(questions) == 1:
        return single(by_uuid, own, unlimited).rows(_parameters(0, questions[0]))
    columns = list(zip(*(_parameters(n, each) for n, each in enumerate(questions)), strict=True))
    if by_uuid and unlimited:
        columns = [columns[place] for place in COLUMNS]
    return several(by_uuid, own, unlimited).rows([list(column) for column in columns])


def _parameters(n: int, q: Question) -> tuple[Any, ...]:
    return (
        n,
        q.identity,
        q.cvr or None,
        q.rid or None,
        q.name or None,
        q.system,
        q.right,
        q.acted_for or None,
        q.limit_type,
        q.limit_value,
    )


def decide_one(**asked: Any) -> Decision:
    """`decide` for one question given as its fields."""
    return decide([Question(**asked)])[0]


def identity_named(
    *, system: uuid.UUID, identity: uuid.UUID | None = None, cvr: str = "", rid: str = "", name: str = ""
) -> uuid.UUID | None:
    """The identity of a uuid, a RID in a company, or a system's own name for it; None when there is none."""
    rows = Identity.objects.across_organisations("a service names one of its users")
    if identity is not None:
        rows = rows.filter(pk=identity)
    elif rid:
        rows = rows.filter(organisation__cvr=cvr, rid=rid)
    else:
        names = SubjectName.objects.across_organisations("a service's own names").filter(
            system=system, name=name
        )
        rows = rows.filter(pk__in=names.values("identity"))
    found = rows.values_list("merged_into", "pk").first()
    return (found[0] or found[1]) if found else None


__all__ = ["Decision", "Question", "Reason", "decide", "decide_one", "identity_named"]
