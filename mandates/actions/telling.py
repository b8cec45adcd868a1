"""Mails about many mandates at once: a few are written in the action itself, more by a job after it.

An accountant's agreement can end 80,000 mandates. They end, and are traced, in one short transaction; writing a mail to
each of the other sides takes minutes and holds no lock."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from mandates import mails
from mandates.lifecycle import MANDATE
from mandates.models import Mandate
from portal.core import jobs, trace
from portal.core.actors import Actor
from portal.core.models import Chunk, Job

KIND = "mandates.tell"
AT_ONCE = 100
CHUNK = 500


def tell_all(mandates: Sequence[uuid.UUID], move: str, actor: Actor, because: str, own: Any = None) -> None:
    """Inside an action: mail both sides of each that it has taken `move`. `own`: the organisation whose own doing it
    is; of more than AT_ONCE it is told in one mail."""
    if len(mandates) <= AT_ONCE:
        _tell(mandates, move)
        return
    pieces = [[str(pk) for pk in mandates[n : n + CHUNK]] for n in range(0, len(mandates), CHUNK)]
    jobs.start(KIND, title=_("Besked om fuldmagter"), requested_by=actor.label,
               params={"move": move, "own": str(own.pk) if own else ""},
               chunks=[({"ids": each}, len(each)) for each in pieces])  # fmt: skip
    if own:
        mails.stopped_many(own, number=len(mandates), because=because)


@jobs.job_kind(KIND)
def _write(job: Job, chunk: Chunk) -> None:
    """The change was traced when it was made; here its mails are written."""
    with trace.collecting(KIND) as running:
        _tell(chunk.params["ids"], job.params["move"], job.params["own"])
        running.entries += 1


def _tell(mandates: Sequence[Any], move: str, silent: str = "") -> None:
    mail = next(each for each in MANDATE.moves if each.name == move).mail
    if mail is None:
        return
    rows = Mandate.objects.across_organisations("the ones just changed").filter(pk__in=mandates)
    for mandate in rows.select_related("grantor", "grantee", "principal", "grantee_identity").iterator(2000):
        mandate.silent_for = silent
        mail(mandate)
