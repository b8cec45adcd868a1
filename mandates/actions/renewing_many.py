"""The workers' half of renewing many: each as the person who asked, with the roles that person has now."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from identities.models import Identity
from identities.queries import people
from mandates import mails
from mandates.actions.renewing import KIND, renew
from mandates.events import MandateEvent
from mandates.models import Mandate
from portal.agreements.models import Organisation
from portal.core import audit, jobs, trace
from portal.core.actions import RuleBroken
from portal.core.actors import Actor, AuthContext, Kind
from portal.core.models import Chunk, Job
from portal.core.permissions import Level, Role


def _finish(job: Job) -> None:
    """One mail to the own side about all of them."""
    organisation = Organisation.objects.across_organisations("of this job").get(pk=str(job.organisation))
    refused = len(job.result.get("errors", []))
    with trace.collecting(KIND):
        mails.renewed_many(organisation, job=job, done=job.result.get("done", 0), refused=refused)
        audit.record(MandateEvent.BULK_RENEWAL_DONE, organisation, actor=Actor.system(KIND), act=job.pk,
                     organisations=[organisation], done=job.result.get("done", 0), refused=refused)  # fmt: skip


@jobs.job_kind(KIND, finish=_finish)
def _renew(job: Job, chunk: Chunk) -> dict[str, Any]:
    """{"done": renewed, "errors": [[number, why], …]}"""
    actor, done, errors = _again(job), 0, []
    for mandate in Mandate.objects.for_actor(actor).filter(pk__in=chunk.params["ids"]).order_by("pk"):
        try:
            renew(actor=actor, mandate=mandate, months=job.params["months"], one_of_many=True)
            done += 1
        except (RuleBroken, PermissionDenied) as refused:
            errors.append([mandate.number, str(refused) if isinstance(refused, RuleBroken) else ""])
    return {"done": done, "errors": errors}


def _again(job: Job) -> Actor:
    """Raises RuleBroken when the person has left meanwhile."""
    who = job.params["who"]
    rows = Identity.objects.across_organisations("who asked for this job").select_related(
        "organisation", "user"
    )
    identity = rows.filter(
        pk=who["identity"], organisation=job.organisation, state=Identity.State.ACTIVE
    ).first()
    if identity is None or identity.user is None:
        raise RuleBroken("The person who asked for this is no longer a user.")
    standing = people.standing(identity.organisation).filter(identity=identity).values_list("role", flat=True)
    auth = AuthContext(population="person", issuer=identity.user.issuer or "", subject=identity.user.subject or "",
                       level=Level(who["level"]), at=timezone.now())  # fmt: skip
    return Actor(
        kind=Kind.PERSON, label=identity.shown_name, user=identity.user, organisation=identity.organisation,
        identity_id=identity.pk, roles=frozenset({Role.USER, *map(Role, standing)}),
        memberships=frozenset({identity.organisation.pk}), auth=auth,
    )  # fmt: skip
