"""What trace and mail cost an action: creating a user and sending the activation, against the same transaction bare.

The action is one that administrators use daily: it writes the identity and its activation, leaves three entries in the
trail and a mail with an encrypted link. Bare is the very same function with recording, rendering and their statement
taken out; both sides check the permission, lock, count and commit durably.

The second figure is the hardest case, an action of a single UPDATE, against that UPDATE: measured first, it missed the
goal (0.54), since the trace's own statement is then as large as the work.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

from tests.benchmarks import Figure

CALLS, WARM = 300, 30


def run() -> list[Figure]:
    from identities.models import InvoiceChannel
    from portal.agreements.models import Organisation

    organisation = Organisation.objects.create(cvr="99000015", name="Aaby Bageri ApS", state="connected")
    actor = administrator(organisation)
    InvoiceChannel.objects.create(organisation=organisation, kind="email", email="regning@99000015.example")
    return [
        Figure("trace_cost", usual(actor), 0.8, "higher",
               "creations of a user per second with trace, mail and its template, over the same bare"),
        Figure("trace_cost_smallest", smallest(actor, organisation), 0.8, "higher",
               "renamings (one UPDATE) per second with trace, mail and its template, over the same bare"),
    ]  # fmt: skip


def usual(actor) -> float:
    from identities.actions import create_identity
    from portal.core.models import AuditEntry, OutgoingMail

    def create(n: int) -> None:
        create_identity(actor=actor, given_name="Bo", surname=f"Nummer {n}", email=f"bo{n}@99000015.example")

    def bare(n: int) -> None:
        with unrecorded():
            create(n)

    found = ratio(create, bare)
    entries = AuditEntry.objects.across_organisations("benchmark").count()
    assert (entries, OutgoingMail.objects.count()) == (3 * (CALLS + WARM), CALLS + WARM)
    return found


def smallest(actor, organisation) -> float:
    from django.db import transaction

    from tests.core.test_actions import rename

    def bare(n: int) -> None:
        with transaction.atomic():
            organisation.name = f"Bageri {n}"
            organisation.save()

    return ratio(lambda n: rename(actor=actor, name=f"Bageri {n}"), bare)


def ratio(traced: Callable[[int], None], bare: Callable[[int], None]) -> float:
    """Calls per second of the first over the second, call by call in turn, medians."""
    times: tuple[list[float], list[float]] = ([], [])
    for n in range(CALLS + WARM):
        for work, taken in zip((traced, bare), times, strict=True):
            started = time.perf_counter()
            work(n)
            taken.append(time.perf_counter() - started)
    return statistics.median(times[1][WARM:]) / statistics.median(times[0][WARM:])


@contextmanager
def unrecorded() -> Iterator[None]:
    """Nothing recorded, nothing rendered, nothing written of either."""
    from portal.core import trace

    def nothing(*_: object, **__: object) -> None:
        trace.current().entries += 1

    with mock.patch("portal.core.audit.record", nothing), mock.patch("identities.mails.activation"):
        yield


def administrator(organisation):
    from tests.cast import make_actor, make_identity, make_user

    identity = make_identity(organisation, make_user("Anne Aagaard"))
    return make_actor(identity, ("organisation_administrator", "user_administrator"))
