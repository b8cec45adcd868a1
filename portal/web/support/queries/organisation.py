"""One organisation as the desk sees it, through the access: every area in a few lines."""

from typing import Any

from django.db.models import Count, Q, Sum

from identities.models import Charge, CreditNote, Identity, Invoice, InvoiceChannel, LocalIdp
from identities.queries import administrators
from mandates.models import Mandate
from migration_flow import queries as moves
from migration_flow.models import EmployeeMove, Finding, Move
from portal.agreements.models import Connection, RegisterCompany
from portal.agreements.queries import agreement_of
from portal.core import jobs
from portal.core.actors import Actor
from portal.core.mailing import PORTAL_ONLY
from portal.core.models import AuditEntry, Chunk, Job, OutgoingMail
from portal.web.cases.models import Case
from portal.web.history.queries import with_words

NEWEST = 5


def overview(actor: Actor) -> dict[str, Any]:
    """Context of the first page; each area has a page of its own with the rest."""
    organisation = actor.organisation
    return {
        "register": RegisterCompany.objects.filter(pk=organisation.cvr).first(),
        "agreement": agreement_of(organisation),
        "cases": cases(organisation.cvr),
        "desk_cases": desk_cases(actor),
        "administrators": administrators(organisation),
        "people": people(actor),
        "idp": LocalIdp.objects.for_actor(actor)
        .exclude(state="removed")
        .exclude(state="lapsed", renewal_sha256="")
        .defer("statement", "renewal")
        .first(),
        "move": moves.move_of(actor),
        "stuck_jobs": stuck_jobs(actor),
        "unsent": unsent(actor),
        "history": with_words(list(AuditEntry.objects.for_actor(actor).order_by("-at", "-pk")[:NEWEST])),
    }


def cases(number: str) -> list[Connection]:
    """Agreement and recovery cases; most are older than the organisation and name it by its number."""
    rows = Connection.objects.across_organisations("support desk: cases of the organisation that is opened")
    return list(rows.filter(cvr=number).order_by("-created_at")[:20])


def desk_cases(actor: Actor) -> list[Case]:
    """What the organisation's people have asked the desk, newest first."""
    rows = Case.objects.across_organisations("support desk: cases of the organisation that is opened")
    return list(rows.filter(organisation=actor.organisation).order_by("-created_at")[:NEWEST])


def people(actor: Actor) -> list[tuple[str, int]]:
    """(state in words, how many), in the order of a life."""
    rows = Identity.objects.for_actor(actor).values_list("state").annotate(n=Count("pk")).order_by()
    counted = dict(rows)
    return [(str(label), counted[state]) for state, label in Identity.State.choices if state in counted]


def stuck_jobs(actor: Actor) -> list[Job]:
    """Jobs that failed or still run, newest first."""
    rows = Job.objects.for_actor(actor).filter(state__in=[Job.State.FAILED, Job.State.RUNNING])
    return list(rows.order_by("-created_at")[:NEWEST])


def unsent(actor: Actor) -> list[OutgoingMail]:
    rows = mails(actor).filter(sent_at__isnull=True).exclude(failed_because=PORTAL_ONLY)
    return list(rows.order_by("-created_at")[:NEWEST])


def mails(actor: Actor) -> Any:
    """What was sent because of the organisation; the text of a mail is not shown."""
    return OutgoingMail.objects.filter(organisation=actor.organisation.pk).defer("body", "secret")


def migration(actor: Actor) -> dict[str, Any]:
    """How far the move is, what is undecided, and what holds it up."""
    move = moves.move_of(actor)
    return {
        "move": move,
        "legacy": moves.known(actor),
        "lines": moves.summary(actor) if move else [],
        "findings": list(
            Finding.objects.for_actor(actor).values("code").annotate(n=Count("pk")).order_by("code")
        ),
        "employees": _employees(actor),
        "progress": jobs.progress(move.job) if move and move.job else None,
        "errors": _errors(move),
    }


def _employees(actor: Actor) -> dict[str, int]:
    rows = EmployeeMove.objects.for_actor(actor)
    return rows.aggregate(
        total=Count("pk"), here=Count("pk", filter=Q(activated_at__isnull=False)),
        trouble=Count("pk", filter=~Q(trouble="")),
    )  # fmt: skip


def _errors(move: Move | None) -> list[Chunk]:
    if move is None or move.job is None:
        return []
    return list(move.job.chunks.exclude(error="").order_by("number")[:20])


def billing(actor: Actor) -> dict[str, Any]:
    """Charges, credit notes and invoices, newest first, and whether new orders wait."""
    charges = Charge.objects.for_actor(actor)
    return {
        "charged": charges.aggregate(n=Count("pk"), sum=Sum("amount")),
        "charges": list(charges.select_related("identity").order_by("-at")[:50]),
        "credit_notes": list(
            CreditNote.objects.for_actor(actor).select_related("charge").order_by("-proposed_at")[:50]
        ),
        "invoices": list(Invoice.objects.for_actor(actor).order_by("-made_at")[:24]),
        "channel": InvoiceChannel.objects.for_actor(actor).first(),
    }


def mandates(actor: Actor) -> Any:
    return Mandate.objects.for_actor(actor).exclude(state=Mandate.State.DRAFT)
