"""What trace and mail cost an action: its throughput against the same transaction bare."""

import statistics
import time
from collections.abc import Callable

from tests.benchmarks import Figure

ROUNDS, PER_ROUND = 15, 60


def run() -> list[Figure]:
    from django.db import transaction

    from portal.agreements.models import Organisation
    from portal.core.models import AuditEntry, OutgoingMail
    from tests.core.test_actions import rename

    organisation = Organisation.objects.create(cvr="99000015", name="Aaby Bageri ApS", state="connected")
    actor = administrator(organisation)

    def traced(n: int) -> None:
        rename(actor=actor, name=f"Bageri {n}")

    def bare(n: int) -> None:
        with transaction.atomic():
            organisation.name = f"Bageri {n}"
            organisation.save()

    rate(traced)
    rate(bare)
    ratios = [rate(traced) / rate(bare) for _ in range(ROUNDS)]
    entries = AuditEntry.objects.across_organisations("benchmark").count()
    assert entries == OutgoingMail.objects.count() == PER_ROUND * (ROUNDS + 1)
    return [Figure("trace_cost", statistics.median(ratios), 0.8, "higher",
                   "actions per second with trace, mail row and its template, over the same transaction bare")]  # fmt: skip


def rate(work: Callable[[int], None]) -> float:
    start = time.perf_counter()
    for n in range(PER_ROUND):
        work(n)
    return PER_ROUND / (time.perf_counter() - start)


def administrator(organisation):
    from tests.cast import make_actor, make_identity, make_user

    identity = make_identity(organisation, make_user("Anne Aagaard"))
    return make_actor(identity, ("organisation_administrator",))
