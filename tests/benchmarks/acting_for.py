"""What can I act for: the first page of somebody who reaches 80,000 organisations beside that of one who reaches ten."""

import json
from typing import Any

from tests.benchmarks import Figure
from tests.benchmarks._nation_practice import CLIENTS, Practice, build
from tests.benchmarks._nation_timing import medians
from tests.benchmarks._owner import analyse


def run(clients: int = CLIENTS, rounds: int = 60) -> list[Figure]:
    from portal.core.service_clients import issue_token
    from rights.queries.acting_for import acting_for
    from tests.benchmarks._nation_http import server

    large, small = build("99000031", clients), build("99000032", 10)
    analyse()
    _compare(large, clients)
    _compare(small, 10)
    call = server()
    headers = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(large.service())[0]}"}

    def page(practice: Practice) -> Any:
        return lambda: json.loads(call(f"/access/v1/acting-for?subject={practice.clerk.pk}", **headers))[
            "results"
        ]

    many, ten = medians([page(large), page(small)], rounds, warm=10)
    asked, asked_ten = medians(
        [lambda: acting_for(large.clerk.pk), lambda: acting_for(small.clerk.pk)], rounds
    )
    return [
        Figure(
            "acting_for", many / ten, 3, "lower", f"first page at {clients} reachable over the page at ten"
        ),
        Figure(
            "acting_for_query", asked / asked_ten, 5, "lower", "the same, the query alone: 50 rows over ten"
        ),
    ]


def _compare(practice: Practice, clients: int) -> None:
    """Every page together is every client, once; a sample of them is a yes of the decision."""
    from portal.core.permissions import Level
    from rights.queries.acting_for import FIRST, acting_for
    from rights.queries.decision import decide_one

    found, after = [], FIRST
    while after is not None:
        page, more = acting_for(practice.clerk.pk, after=after, size=2000)
        found += [each.cvr for each in page if not each.own]
        after = more  # type: ignore[assignment]
    assert len(found) == len(set(found)) == clients, len(found)
    for each in found[:: max(clients // 500, 1)]:
        right = practice.rights[0].key
        answer = decide_one(identity=practice.clerk.pk, right=right, acted_for=each, level=Level.SUBSTANTIAL)
        assert answer.granted, each
