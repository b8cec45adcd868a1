"""A decision in the process, beside django-guardian's own question and Cedar with one policy.

Each answers "may this person use this right" about the same people and rights, live: the portal and guardian from the
database, Cedar from attributes handed to it. All three are compared on thousands of questions, half of them a no,
before any is timed. The portal's answer also knows the organisation, the limit, the way and the reason.

What was tried, median microseconds of a question in one run at 32,000 identities on a loaded machine, Cedar 114: the
statement through a psycopg cursor with prepare=True 287; the same through libpq 125; the groups gathered in an array and
the grants found by = ANY 99; the person's grants and the groups' apart 91; person and groups as one union with the
grants joined to it, and merged people left to the general form, 77 (kept; about 100 with the judging in Python). For
comparison: identity, organisation and right alone 45, an empty statement 17. Where more processes want to run than
there are processors, every question waits twice for its turn (ours and the server's), Cedar once: the ratio is worse
there than on a quiet machine."""

import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.benchmarks import Figure
from tests.benchmarks._nation import IDENTITIES, RIGHTS, Size, build, key, right_key, rights_of
from tests.benchmarks._nation_timing import medians
from tests.benchmarks._owner import analyse

COMPARED = 10_000
BATCH = 100
POLICY = (
    'permit(principal, action == Action::"use", resource) when { principal.rights.contains(resource.key) };'
)
_GUARDIAN = """
INSERT INTO guardian_userobjectpermission (object_pk, content_type_id, permission_id, user_id)
SELECT g.right_id::text, %s, %s, i.user_id FROM rights_grant g JOIN identities_identity i ON i.id = g.identity_id
"""


def run(scale: float = 1.0) -> list[Figure]:
    tenth, whole = Size(scale / 10), Size(scale)
    build(tenth)
    small = _questions(tenth)
    portal = _portal()
    few = _seconds_each(portal, small)
    build(whole, tenth)
    asked = _questions(whole)
    guardian, cedar = _guardian(), _cedar()
    _compare(asked, portal, guardian, cedar)
    [many] = [_seconds_each(portal, asked)]
    ours, theirs, cedars = _in_turn(asked, portal, guardian, cedar)
    return [
        Figure(
            "decision_guardian",
            theirs / ours,
            15,
            "higher",
            "decisions per second over has_perm's, same rows",
        ),
        Figure(
            "decision_cedar",
            cedars / ours,
            0.7,
            "higher",
            "decisions per second over Cedar's with one policy",
        ),
        Figure(
            "decision_growth",
            many / few,
            1.10,
            "lower",
            "seconds at the full size over those at a tenth of it",
        ),
    ]


Asked = tuple[int, int]


def _questions(size: Size) -> Iterator[Asked]:
    """(identity, right) without end, spread over the country; every other one is held."""
    people = size.of(IDENTITIES)
    for n in itertools.count():
        identity = n * 7919 % people
        held = rights_of(identity)
        yield identity, held[n // 2 % len(held)] if n % 2 else (held[0] + 1 + n % 89) % RIGHTS


def _compare(asked: Iterator[Asked], *ways: Callable[[Asked], bool]) -> None:
    yes = 0
    for question in itertools.islice(asked, COMPARED):
        answers = [way(question) for way in ways]
        assert len(set(answers)) == 1, (question, answers)
        yes += answers[0]
    assert COMPARED * 0.4 < yes < COMPARED * 0.6, yes


def _seconds_each(way: Callable[[Asked], bool], asked: Iterator[Asked], rounds: int = 60) -> float:
    [seconds] = medians([lambda: [way(each) for each in itertools.islice(asked, BATCH)]], rounds, warm=10)
    return seconds


def _in_turn(asked: Iterator[Asked], *ways: Callable[[Asked], bool]) -> list[float]:
    works = [lambda way=way: [way(each) for each in itertools.islice(asked, BATCH)] for way in ways]  # type: ignore[misc]
    return medians(works, 40, warm=5)


def _portal() -> Callable[[Asked], bool]:
    from portal.core.permissions import Level
    from rights.queries.decision import decide_one

    def may(asked: Asked) -> bool:
        question = {"identity": key("i", asked[0]), "right": right_key(asked[1]), "level": Level.SUBSTANTIAL}
        return decide_one(**question).granted

    return may


def _guardian() -> Callable[[Asked], bool]:
    """`has_perm` of its backend, without the other backends; users and objects are there already."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Permission
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection, transaction
    from guardian.backends import ObjectPermissionBackend

    from rights.models import Right

    kind = ContentType.objects.get_for_model(Right)
    permission = Permission.objects.get(content_type=kind, codename="view_right")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_GUARDIAN, [kind.pk, permission.pk])
    analyse()
    rights = {right.key: right for right in Right.objects.all()}
    backend, user = ObjectPermissionBackend(), get_user_model()

    def may(asked: Asked) -> bool:
        person = user(pk=key("u", asked[0]), is_active=True)
        return bool(backend.has_perm(person, "rights.view_right", rights[right_key(asked[1])]))

    return may


def _cedar() -> Callable[[Asked], bool]:
    import cedarpy

    policies = cedarpy.PolicySet.from_str(POLICY)

    def may(asked: Asked) -> bool:
        person, right = str(key("i", asked[0])), right_key(asked[1])
        request = {"principal": f'User::"{person}"', "action": 'Action::"use"', "resource": f'Right::"{right}"',
                   "context": {}}  # fmt: skip
        return bool(cedarpy.is_authorized(request, policies, _entities(person, asked[0], right)).allowed)

    return may


def _entities(person: str, number: int, right: str) -> str:
    held = [right_key(each) for each in rights_of(number)]
    entities: list[dict[str, Any]] = [
        {"uid": {"type": "User", "id": person}, "attrs": {"rights": held}, "parents": []},
        {"uid": {"type": "Right", "id": right}, "attrs": {"key": right}, "parents": []},
    ]
    return json.dumps(entities)
