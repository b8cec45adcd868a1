"""Many clients for a group of staff, by a job: a client group, filled in chunks, and one assignment.

Writes a row per client and a constant, however many people and rights: the decision joins them when it is asked."""

import uuid
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from mandates.actions.renewing import KIND as RENEWAL
from mandates.events import MandateEvent
from portal.agreements.models import Organisation
from portal.core import audit, jobs, trace
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor, Kind
from portal.core.models import Chunk, Job
from portal.core.permissions import Permission
from rights.actions import assign
from rights.actions.client_groups import create_client_group, fill_by_number
from rights.models import Assignment, ClientGroup, Group

KIND = "mandates.distribute"
CHUNK = 2000
MOST = 100_000

_KNOWN = """
SELECT n.cvr, o.id, EXISTS (SELECT FROM rights_power w WHERE w.holder_id = %s AND w.grantor_id = o.id)
FROM unnest(%s::text[]) AS n(cvr) LEFT JOIN agreements_organisation o ON o.cvr = n.cvr
"""


class Sorted(NamedTuple):
    """Whom we have a mandate from (ids of organisations), and the numbers that we have none from."""

    clients: list[uuid.UUID]
    refused: list[str]


def sort_numbers(organisation: Organisation, numbers: list[str]) -> Sorted:
    """The dry run: nothing is written. Whether a refused number exists at all is not told."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [organisation.pk, numbers])
        rows = cursor.fetchall()
    return Sorted([pk for _cvr, pk, given in rows if given], [cvr for cvr, _pk, given in rows if not given])


@action(Permission.MANDATE_DISTRIBUTE)
def distribute_in_bulk(*, actor: Actor, group: Group | None, name: str, numbers: list[str]) -> Job:
    """Start the job: the clients with these CVR numbers into the client group `name` (made if need be), which the
    staff group (if any) may then act for. Done again it changes nothing; stopped half way it can be started again.

    The order, its pieces and its end stand in the history as one act: the job's id."""
    if not numbers or len(numbers) > MOST:
        raise RuleBroken(_("Indtast mellem 1 og %(most)s CVR-numre.") % {"most": MOST})
    clients = _client_group(actor, name)
    pieces = [numbers[n : n + CHUNK] for n in range(0, len(numbers), CHUNK)]
    job = jobs.start(
        KIND, title=_("Fordeling af %(number)s kunder") % {"number": len(numbers)}, requested_by=actor.label,
        organisation=actor.organisation,
        params={"client_group": str(clients.pk), "group": str(group.pk) if group else ""},
        chunks=[({"numbers": each, "first": n * CHUNK + 1}, len(each)) for n, each in enumerate(pieces)],
    )  # fmt: skip
    audit.record(
        MandateEvent.BULK_ASSIGNED, actor.organisation, actor=actor, organisations=[actor.organisation], act=job.pk,
        clients=len(numbers), client_group=clients.name, group=group.name if group else "", job=str(job.pk),
    )  # fmt: skip
    return job


def _client_group(actor: Actor, name: str) -> ClientGroup:
    known = ClientGroup.objects.for_actor(actor).filter(name=name.strip()).first()
    return known or create_client_group(actor=actor, organisation=actor.organisation, name=name)


def _finish(job: Job) -> None:
    """With the last chunk: the group of staff may act for the group of clients, if both are still there."""
    organisation, clients, group = _places(job)
    with trace.collecting(KIND):
        if clients and group and not _assigned(organisation, clients, group):
            assign(actor=_worker(job), organisation=organisation, group=group, client_group=clients)
        audit.record(
            MandateEvent.BULK_DONE, organisation, actor=_worker(job), organisations=[organisation], act=job.pk,
            done=job.result.get("done", 0), refused=len(job.result.get("errors", [])),
            client_group=clients.name if clients else "",
        )  # fmt: skip


def _assigned(organisation: Organisation, clients: ClientGroup, group: Group) -> bool:
    standing = Assignment.objects.across_organisations("of this job").filter(organisation=organisation)
    return standing.filter(client_group=clients, group=group, right=None, ends_at__isnull=True).exists()


@jobs.job_kind(KIND, finish=_finish)
def _fill(job: Job, chunk: Chunk) -> dict[str, Any]:
    """{"done": clients put in, "errors": [[line, number], …]}"""
    _organisation, clients, _group = _places(job)
    if clients is None:
        raise RuleBroken(_("Kundegruppen er slettet. Begynd forfra."))
    numbers = chunk.params["numbers"]
    done, refused = fill_by_number(actor=_worker(job), client_group=clients, numbers=numbers, act=job.pk)
    lines = [[chunk.params["first"] + n, cvr] for n, cvr in enumerate(numbers) if cvr in refused]
    return {"done": done, "errors": lines}


def _places(job: Job) -> tuple[Organisation, ClientGroup | None, Group | None]:
    """The groups are None where there are none, or none any more."""
    organisation = Organisation.objects.across_organisations("of this job").get(pk=str(job.organisation))
    clients = ClientGroup.objects.across_organisations("of this job").select_related("organisation")
    groups = Group.objects.across_organisations("of this job").filter(deleted_at__isnull=True)
    own = {"organisation": organisation}
    group = groups.filter(pk=job.params["group"], **own).first() if job.params["group"] else None
    return organisation, clients.filter(pk=job.params["client_group"], **own).first(), group


def _worker(job: Job) -> Actor:
    return Actor(kind=Kind.SYSTEM, label=KIND, reason=job.requested_by)


@action(Permission.MANDATE_DISTRIBUTE)
def cancel(*, actor: Actor, job: Job) -> None:
    """Stop after the chunks being worked on; what they did stays."""
    if job.organisation != actor.organisation.pk or job.kind not in (KIND, RENEWAL):
        raise RuleBroken(_("Opgaven kan ikke afbrydes."))
    jobs.cancel(job)
    audit.record(MandateEvent.BULK_CANCELLED, actor.organisation, actor=actor, organisations=[actor.organisation],
                 job=str(job.pk), title=job.title)  # fmt: skip


@action(Permission.MANDATE_DISTRIBUTE)
def start_again(*, actor: Actor, job: Job) -> Job:
    """A new job over the chunks the stopped one did not finish."""
    if job.organisation != actor.organisation.pk or job.kind != KIND or job.state == Job.State.RUNNING:
        raise RuleBroken(_("Opgaven kan ikke startes igen."))
    left = job.chunks.exclude(state=Chunk.State.DONE).order_by("number")
    numbers = [number for chunk in left for number in chunk.params["numbers"]]
    _organisation, clients, group = _places(job)
    if not numbers:
        raise RuleBroken(_("Opgaven er gjort færdig. Der er ikke mere at gøre."))
    if clients is None or (job.params["group"] and group is None):
        raise RuleBroken(_("Kundegruppen eller brugergruppen er slettet. Begynd forfra."))
    return distribute_in_bulk(actor=actor, group=group, name=clients.name, numbers=numbers)
