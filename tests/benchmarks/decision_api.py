"""An evaluation over HTTP, with the client's proof, the reason and the log, beside a bare view with one SELECT.

Both are called as a WSGI server calls them, through the same middleware. The batch's cost is told per decision.

What was tried, at 32,000 identities on a loaded machine, p50 and p99 over the bare view: as it was 2.13 and 1.98; the
decision through libpq without a cursor 2.09 and 1.35, because more than half of the time went to the ORM that wrote the
statement for the client's row anew at each call; that row through a prepared statement too 1.19 and 1.13 (kept; a closed
client is still out at the next call). For the batch: tuples instead of frozen dataclasses, and the depth of the JSON told
level by level instead of by a call for each value (52 to 6 microseconds a decision); 0.048 each."""

import itertools
import json
from collections.abc import Iterator
from typing import Any

from tests.benchmarks import Figure
from tests.benchmarks._nation import IDENTITIES, Size, build, cvr, key, right_key, rights_of
from tests.benchmarks._nation_timing import in_turn, share

BATCH = 100


def run(scale: float = 1.0, rounds: int = 3000) -> list[Figure]:
    from portal.core.service_clients import issue_token
    from rights.actions import decision_log
    from tests.benchmarks._nation_http import server

    size = Size(scale)
    build(size)
    call, asked = server(), _questions(size)
    headers = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(_client())[0]}"}
    _compare(call, asked, headers)

    def evaluation() -> None:
        call("/access/v1/evaluation", next(asked), **headers)

    def bare() -> None:
        call("/bare", next(asked))

    def batch() -> None:
        call("/access/v1/evaluations", {"evaluations": list(itertools.islice(asked, BATCH))}, **headers)

    ours, theirs = in_turn([evaluation, bare], rounds, warm=50)
    many, single = in_turn([batch, bare], rounds // 20, warm=5)
    decision_log.flush()
    each = share(many, 50) / BATCH / share(single, 50)
    return [
        Figure(
            "decision_api_p50",
            share(ours, 50) / share(theirs, 50),
            1.5,
            "lower",
            "evaluation over a bare view, p50",
        ),
        Figure(
            "decision_api_p99",
            share(ours, 99) / share(theirs, 99),
            2,
            "lower",
            "evaluation over a bare view, p99",
        ),
        Figure("decision_api_batch", each, 0.05, "lower", "one decision of a hundred over a bare view"),
    ]


def _questions(size: Size) -> Iterator[dict[str, Any]]:
    """About the rights of one system: half of them held."""
    people = [n for n in range(size.of(IDENTITIES)) if _of_system(n)][:20_000]
    for n in itertools.count():
        identity = people[n * 7919 % len(people)]
        right = _of_system(identity)[0] if n % 2 else 0
        yield {
            "subject": {"type": "identity", "id": str(key("i", identity))},
            "action": {"name": right_key(right)},
            "resource": {"type": "organisation", "id": cvr(identity % size.of(700_000))},
        }  # fmt: skip


def _of_system(identity: int) -> list[int]:
    return [each for each in rights_of(identity) if each % 20 == 0 and each]


def _client() -> str:
    from rights.models import ITSystem, ServiceClient

    system = ITSystem.objects.get(code="s0")
    return ServiceClient.objects.create(
        client_id="bench", kind="decisions", name="bench", system=system
    ).client_id


def _compare(call: Any, asked: Iterator[dict[str, Any]], headers: dict[str, str]) -> None:
    """10,000 answers, one by one, in batches and in the process, are the same."""
    from rights.models import ITSystem
    from rights.queries.decision import decide
    from rights.rules.authzen import question_of

    system, yes = ITSystem.objects.get(code="s0"), 0
    for _ in range(100):
        items = list(itertools.islice(asked, BATCH))
        together = json.loads(call("/access/v1/evaluations", {"evaluations": items}, **headers))[
            "evaluations"
        ]
        alone = [json.loads(call("/access/v1/evaluation", item, **headers)) for item in items]
        inside = decide([question_of(item, system=system) for item in items])
        answers = [[each["decision"] for each in together], [each["decision"] for each in alone],
                   [each.granted for each in inside]]  # fmt: skip
        assert answers[0] == answers[1] == answers[2]
        yes += sum(answers[0])
    assert 4_000 < yes < 6_000, yes
