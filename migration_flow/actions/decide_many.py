"""Many answers at once: ticked in a list, or read from a file; each checked as if it were given alone."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from migration_flow.actions.counting import recount
from migration_flow.actions.decide import open_move
from migration_flow.actions.followers import follow_users
from migration_flow.events import MoveEvent
from migration_flow.models import Decision, Move
from migration_flow.queries.answer_file import read_answers
from migration_flow.queries.answers import users_of
from migration_flow.rules.answers import refusal_of
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission

_STORE = """
UPDATE migration_flow_decision d SET choice = a.choice, change = a.change, decided_by = %s, decided_at = now(),
    version = d.version + 1
FROM unnest(%s::bigint[], %s::text[], %s::jsonb[]) AS a(id, choice, change)
WHERE d.id = a.id
"""
PROBLEMS_SHOWN = 200


class Answer(NamedTuple):
    """One answer as it came: where from (a line of a file, or 0), the decision, the version shown, the choice."""

    line: int
    decision: int
    version: int
    choice: str
    email: str = ""


class Answered(NamedTuple):
    """`problems`: (line, RID or what it is, sentence) of those that were not taken."""

    done: int
    same: int
    problems: list[tuple[int, str, str]]


@action(Permission.MIGRATION_DECIDE)
def decide_many(*, actor: Actor, answers: Sequence[Answer]) -> Answered:
    """Take every answer that can be taken; the others are told with the reason and change nothing."""
    move = open_move(actor)
    return _take(move, actor, answers)


@action(Permission.MIGRATION_DECIDE)
def answer_by_file(*, actor: Actor, content: bytes) -> Answered:
    """The file that was fetched, filled in. Raises RuleBroken where it cannot be read as such a file at all."""
    move = open_move(actor)
    answers = [Answer(*row) for row in read_answers(content)]
    return _take(move, actor, answers, MoveEvent.ANSWERS_READ)


def _take(
    move: Move, actor: Actor, answers: Sequence[Answer], event: MoveEvent = MoveEvent.DECIDED
) -> Answered:
    known = _known(actor, move, answers)
    users = {**users_of(move, known.values()), **_users_in(known, answers)}
    chosen, problems, same = [], [], 0
    for each in answers:
        decision = known.get(each.decision)
        if problem := _problem(each, decision, users):
            problems.append((each.line, decision.rid if decision else "", problem))
        elif decision is None or _is_same(each, decision):
            same += 1
        else:
            chosen.append((decision.pk, *_as_stored(each)))
    _store(actor, chosen)
    follow_users(move, actor)
    recount(move)
    audit.record(
        event, move, actor=actor, organisations=[actor.organisation], count=len(chosen), refused=len(problems)
    )
    return Answered(len(chosen), same, problems)


def _known(actor: Actor, move: Move, answers: Sequence[Answer]) -> dict[int, Decision]:
    rows = Decision.objects.for_actor(actor).filter(move=move).select_for_update().order_by("pk")
    return {each.pk: each for each in rows.filter(pk__in=[each.decision for each in answers])}


def _users_in(known: dict[int, Decision], answers: Sequence[Answer]) -> dict[str, str]:
    """What these answers themselves say about users: rights are judged by that."""
    pairs = ((known.get(each.decision), each.choice) for each in answers)
    return {
        row.rid: choice for row, choice in pairs if row is not None and row.item == Decision.Item.EMPLOYEE
    }


def _problem(answer: Answer, decision: Decision | None, users: dict[str, str]) -> str:
    if decision is None:
        return _("Linjen findes ikke i jeres flytning.")
    if not answer.choice:
        return ""
    if decision.version != answer.version and not _is_same(answer, decision):
        return _("%(name)s har svaret, siden du hentede filen.") % {"name": decision.decided_by or _("Nogen")}
    return refusal_of(decision, answer.choice, users)


def _is_same(answer: Answer, decision: Decision) -> bool:
    given = decision.change.get("email", "") == answer.email or not answer.email
    kept = {Decision.Choice.MOVE, Decision.Choice.CHANGE}
    equal = answer.choice == decision.choice or {answer.choice, decision.choice} <= kept
    return not answer.choice or (equal and given)


def _as_stored(answer: Answer) -> tuple[str, dict[str, Any]]:
    if answer.choice == Decision.Choice.MOVE and answer.email:
        return str(Decision.Choice.CHANGE), {"email": answer.email}
    return answer.choice, {}


def _store(actor: Actor, chosen: list[tuple[int, str, dict[str, Any]]]) -> None:
    if not chosen:
        return
    ids, choices, changes = zip(*chosen, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            _STORE, [actor.label, list(ids), list(choices), [json.dumps(each) for each in changes]]
        )
