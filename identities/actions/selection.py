"""One act on many chosen users: as a job, each with its trace, each that no longer fits named and left
alone."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from identities.actions.edit import edit
from identities.actions.guarding import lock_organisation, organisation_of
from identities.actions.life import close, suspend
from identities.actions.moved import order_activations
from identities.actions.order import demand_channel, refuse_if_dearer
from identities.actions.upload_job import acting_for
from identities.events import BulkEvent
from identities.models import Identity
from portal.agreements.models import Organisation
from portal.core import audit, jobs
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.models import Chunk, Job
from portal.core.permissions import Permission

JOB = "identities.selection"
PER_CHUNK = 200
MOST = 50_000
CHANGEABLE = ("department", "p_number", "se_number", "language")


@action(Permission.IDENTITY_MANAGE)
def start_selection(
    *,
    actor: Actor,
    act: str,
    ids: Iterable[Any],
    price_shown: Any = None,
    changes: dict[str, str] | None = None,
) -> Job:
    """Order, suspend, close or change up to 50,000 chosen identities of the actor's organisation. Returns
    the job."""
    home = lock_organisation(organisation_of(actor))
    chosen = [str(pk) for pk in ids]
    if act not in ACTS or not chosen:
        raise RuleBroken(_("Vælg mindst én bruger og det, der skal ske."))
    if len(chosen) > MOST:
        raise RuleBroken(_("Vælg højst 50.000 brugere ad gangen."))
    if act == "order":
        demand_channel(home, len(chosen))
        refuse_if_dearer(price_shown)
    if set(changes or {}) - set(CHANGEABLE):
        raise ValueError("not changeable in bulk")
    spans = [chosen[n : n + PER_CHUNK] for n in range(0, len(chosen), PER_CHUNK)]
    job = jobs.start(
        JOB,
        title=str(TITLES[act]),
        requested_by=actor.label,
        organisation=home,
        params={
            "act": act,
            "by": actor.label,
            "identity": str(actor.identity_id or ""),
            "changes": changes or {},
        },
        chunks=[({"ids": span}, len(span)) for span in spans],
    )
    audit.record(BulkEvent.STARTED, home, actor=actor, organisations=[home], what=act, count=len(chosen))
    return job


@jobs.job_kind(JOB)
def carry_out(job: Job, chunk: Chunk) -> dict[str, Any]:
    """{"done": how many, "left": [[name, why], …]} of one chunk."""
    home = Organisation.objects.across_organisations("the organisation of the job").get(
        pk=str(job.organisation)
    )
    actor = acting_for(job, home)
    url = reverse("identities:list", args=[home.cvr])
    rows = Identity.objects.for_actor(actor).filter(pk__in=chunk.params["ids"]).select_related("organisation")
    if job.params["act"] == "order":
        return {"done": order_activations(actor=actor, identities=rows), "url": url}
    done, left = 0, []
    for identity in rows.order_by("pk"):
        try:
            ACTS[job.params["act"]](actor, identity, job.params["changes"])
            done += 1
        except RuleBroken as broken:
            left.append([identity.shown_name, str(broken)])
    return {"done": done, "left": left, "url": url}


def _change(actor: Actor, identity: Identity, changes: dict[str, str]) -> None:
    edit(actor=actor, identity=identity, **changes)


ACTS: dict[str, Callable[[Actor, Identity, dict[str, str]], Any]] = {
    "order": lambda actor, identity, changes: None,
    "suspend": lambda actor, identity, changes: suspend(actor=actor, identity=identity),
    "close": lambda actor, identity, changes: close(actor=actor, identity=identity),
    "change": _change,
}
TITLES = {
    "order": gettext_lazy("Aktivering af flere brugere"),
    "suspend": gettext_lazy("Spærring af flere brugere"),
    "close": gettext_lazy("Lukning af flere brugere"),
    "change": gettext_lazy("Ændring af flere brugere"),
}
