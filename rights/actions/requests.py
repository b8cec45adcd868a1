"""Asking for rights, and answering: line by line, never one's own."""

import datetime
from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from identities.models import Identity
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights import mails
from rights.actions.grants import grant_right
from rights.actions.guards import require_givable, require_own
from rights.events import RequestEvent
from rights.lifecycle import REQUEST_LINE
from rights.models import Grant, Right, RightRequest, RightRequestLine

SHORTEST_REASON = 10
MOST_RIGHTS = 20


@action(Permission.RIGHT_REQUEST)
def request_rights(
    *, actor: Actor, rights: Sequence[Right], reason: str, limit_type: str = "", limit_value: str = ""
) -> RightRequest:
    """Ask for one or more rights for oneself, with a reason of at least ten characters.

    Raises RuleBroken for a right that cannot be given, one already asked for, or more than twenty at once."""
    identity = _own_identity(actor)
    _require_sensible(rights, reason)
    for right in rights:
        narrow = limit_type in right.allowed_limits
        require_givable(identity.organisation, right, *((limit_type, limit_value) if narrow else ("", "")))
    _require_new(identity, rights)
    request = RightRequest.objects.create(
        organisation=identity.organisation, identity=identity, reason=reason.strip()
    )
    RightRequestLine.objects.bulk_create(
        [
            RightRequestLine(
                request=request,
                right=right,
                limit_type=limit_type if limit_type in right.allowed_limits else "",
                limit_value=limit_value if limit_type in right.allowed_limits else "",
            )
            for right in rights
        ]
    )
    audit.record(
        RequestEvent.SENT,
        request,
        actor=actor,
        organisations=[identity.organisation],
        rights=[right.name_da for right in rights],
        why=request.reason,
    )
    mails.request_sent(request, list(rights))
    return request


@action(Permission.RIGHT_DECIDE)
def answer_request(
    *,
    actor: Actor,
    request: RightRequest,
    approved: Sequence[RightRequestLine],
    rejected: Mapping[RightRequestLine, str],
    ends_at: datetime.datetime | None = None,
) -> list[Grant]:
    """Approve some lines and reject others with a reason each; lines named in neither stay open.

    Raises RuleBroken for one's own request, for no answer at all, and where a grant cannot be given."""
    require_own(actor, request.organisation)
    if actor.identity_id == request.identity_id:
        raise RuleBroken(_("Du kan ikke svare på din egen ansøgning. Bed en kollega om det."))
    if not approved and not rejected:
        raise RuleBroken(_("Vælg, om du vil godkende eller afvise mindst én rettighed."))
    grants = [_approve(actor, request, line, ends_at) for line in approved]
    for line, why in rejected.items():
        _answer(actor, request, line, "reject", answer=why)
    _close_when_answered(request)
    mails.request_answered(request)
    return grants


@action(Permission.RIGHT_REQUEST)
def withdraw_request(*, actor: Actor, request: RightRequest) -> RightRequest:
    """Take back what is still open of one's own request."""
    if actor.identity_id != request.identity_id:
        raise PermissionDenied(str(request.pk))
    lines = list(_lines(request).filter(state=RightRequestLine.State.OPEN))
    if not lines:
        raise RuleBroken(_("Ansøgningen er allerede besvaret."))
    for line in lines:
        _answer(actor, request, line, "withdraw")
    _close_when_answered(request)
    return request


def _approve(
    actor: Actor, request: RightRequest, line: RightRequestLine, ends_at: datetime.datetime | None
) -> Grant:
    grant = grant_right(
        actor=actor,
        organisation=request.organisation,
        right=line.right,
        identity=request.identity,
        limit_type=line.limit_type,
        limit_value=line.limit_value,
        ends_at=ends_at,
        source=Grant.Source.REQUESTED,
    )
    _answer(actor, request, line, "approve", grant=grant)
    return grant


def _answer(
    actor: Actor, request: RightRequest, line: RightRequestLine, move: str, **changes: object
) -> None:
    if line.request_id != request.pk:
        raise PermissionDenied(str(line.pk))
    facts = {"right": line.right.name_da, "receiver": str(request.identity)}
    changes |= {"answered_at": Now(), "answered_by_id": actor.identity_id}
    REQUEST_LINE.move(line, move, actor=actor, payload=facts, **changes)


def _close_when_answered(request: RightRequest) -> None:
    if not _lines(request).filter(state=RightRequestLine.State.OPEN).exists():
        request.closed_at = Now()
        request.save(update_fields=["closed_at"])
        request.refresh_from_db(fields=["closed_at"])


def _lines(request: RightRequest):  # type: ignore[no-untyped-def]
    return RightRequestLine.objects.across_organisations("of this request").filter(request=request)


def _own_identity(actor: Actor) -> Identity:
    if actor.identity_id is None:
        raise PermissionDenied("no identity")
    own = Identity.objects.across_organisations("the actor's own").select_related("organisation")
    return own.get(pk=actor.identity_id)


def _require_sensible(rights: Sequence[Right], reason: str) -> None:
    if not rights:
        raise RuleBroken(_("Vælg mindst én rettighed."))
    if len(rights) > MOST_RIGHTS:
        raise RuleBroken(_("Søg om højst %(most)s rettigheder ad gangen.") % {"most": MOST_RIGHTS})
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleBroken(
            _("Skriv en begrundelse på mindst 10 tegn, så den, der svarer, kan forstå dit behov.")
        )


def _require_new(identity: Identity, rights: Sequence[Right]) -> None:
    open_lines = RightRequestLine.objects.across_organisations("the actor's own").filter(
        request__identity=identity, state=RightRequestLine.State.OPEN, right__in=list(rights)
    )
    waiting = open_lines.select_related("right").first()
    if waiting is not None:
        raise RuleBroken(
            _("Du har allerede søgt om “%(right)s” og venter på svar.") % {"right": waiting.right.name}
        )
