"""The decision pages of an organisation of 40,000 beside those of one of 40: nothing on them may grow with the company.

Size: PEOPLE and RIGHTS in the environment."""

import os
import statistics
import time
from typing import Any

from tests.benchmarks import Figure
from tests.benchmarks._moving import company

ROUNDS = 15


def run() -> list[Figure]:
    people, rights = int(os.environ.get("PEOPLE", "40000")), int(os.environ.get("RIGHTS", "100000"))
    small, large = _ready("99200000", 40, 100), _ready("99200001", people, rights)
    pages = {
        "status": "status/", "users": "employee/", "rights": "right/", "open": "right/?svar=mangler",
        "check": "kontrol/", "answer": "beslutning/{answer}/",
    }  # fmt: skip
    return [
        Figure(f"decision_pages_{name}", _ratio(small, large, page), 1.2, "lower", f"{people} people over 40")
        for name, page in pages.items()
    ]


def _ready(cvr: str, people: int, rights: int) -> dict[str, Any]:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from migration_flow import actions
    from migration_flow.models import Decision
    from portal.web.login.context import store
    from tests.cast import make_auth

    settings.ALLOWED_HOSTS = ["*"]
    actor = company(cvr, people, rights)
    actions.start_move(actor=actor)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(actor.user, backend="portal.web.login.backend.MitIDBackend")
    session = client.session
    store(session, make_auth(actor.user))
    session.save()
    answer = Decision.objects.for_actor(actor).filter(item="employee").order_by("id").first()
    return {"client": client, "base": f"/{cvr}/flytning/", "answer": answer.pk}


def _ratio(small: dict[str, Any], large: dict[str, Any], page: str) -> float:
    """Medians, taken in turns."""
    took: tuple[list[float], list[float]] = ([], [])
    for _round in range(ROUNDS):
        for times, who in zip(took, (small, large), strict=True):
            began = time.perf_counter()
            response = who["client"].get(who["base"] + page.format(answer=who["answer"]))
            times.append(time.perf_counter() - began)
            assert response.status_code == 200, (page, response.status_code)
    return statistics.median(took[1]) / statistics.median(took[0])
