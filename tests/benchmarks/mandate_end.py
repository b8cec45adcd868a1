"""Ending a mandate that 500 staff use beside ending one that a single person uses: both are no with the next decision."""

import time
from typing import Any

from tests.benchmarks import Figure
from tests.benchmarks._nation_practice import STAFF, Practice, build
from tests.benchmarks._owner import analyse


def run(staff: int = STAFF, mandates: int = 60) -> list[Figure]:
    import statistics

    practice = build("99000036", mandates, staff=staff, grouped=False)
    people = _distribute(practice)
    assert len(people) == staff
    analyse()
    times: dict[bool, list[float]] = {True: [], False: []}
    for n, mandate in enumerate(_mandates(practice)):
        shared = n % 2 == 0
        times[shared].append(_end(practice, mandate, people if shared else people[:1]))
    ratio = statistics.median(times[True][3:]) / statistics.median(times[False][3:])
    return [
        Figure("mandate_end", ratio, 20, "lower", f"ending one that {staff} staff use over one that one uses")
    ]


def _mandates(practice: Practice) -> list[Any]:
    from mandates.models import Mandate

    return list(
        Mandate.objects.for_actor(practice.actor).select_related("grantor", "grantee").order_by("number")
    )


def _distribute(practice: Practice) -> list[Any]:
    """Every other client to all the staff, one by one and as a group; the others to the first of them."""
    from identities.models import Identity
    from rights.actions import assign, assign_in_bulk
    from rights.actions.groups import add_members, create_group

    rows = Identity.objects.for_actor(practice.actor).filter(email__startswith="m").order_by("pk")
    people = list(rows.values_list("pk", flat=True))
    organisation, actor = practice.organisation, practice.actor
    group = create_group(actor=actor, organisation=organisation, name="Alle")
    add_members(actor=actor, group=group, identities=people)
    clients = [each.grantor for each in _mandates(practice)]
    for client in clients[::2]:
        assign(actor=actor, organisation=organisation, group=group, client=client)
    assign_in_bulk(
        actor=actor, organisation=organisation, identities=people, clients=[each.pk for each in clients[::2]]
    )
    assign_in_bulk(actor=actor, organisation=organisation, identities=people[:1],
                   clients=[each.pk for each in clients[1::2]])  # fmt: skip
    return people


def _end(practice: Practice, mandate: Any, people: list[Any]) -> float:
    """Seconds; before it a yes for everybody, after it a no for everybody, asked one after the other."""
    from mandates.actions import waive

    assert all(_answers(practice, mandate, people))
    began = time.perf_counter()
    waive(actor=practice.actor, mandate=mandate)
    seconds = time.perf_counter() - began
    assert not any(_answers(practice, mandate, people))
    return seconds


def _answers(practice: Practice, mandate: Any, people: list[Any]) -> list[bool]:
    from portal.core.permissions import Level
    from rights.queries.decision import decide
    from rights.rules.decision import Question

    questions = [
        Question(
            identity=person,
            right=practice.rights[0].key,
            acted_for=mandate.grantor.cvr,
            level=Level.SUBSTANTIAL,
        )
        for person in people
    ]
    return [each.granted for each in decide(questions)]
