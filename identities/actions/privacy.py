"""Personal data: shown with a reason, handed to its owner, forgotten when its time has come."""

from datetime import timedelta
from typing import Any, cast

from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.guarding import lock_identity, ours
from identities.actions.support import opened, reasoned
from identities.events import IdentityEvent
from identities.models import (
    Activation,
    Authenticator,
    AuthenticatorKind,
    Consent,
    Identity,
    RoleRequest,
    SupportProposal,
    UploadRow,
)
from identities.queries.mine import own_data
from identities.rules import people
from identities.rules.retention import CPR_ERASED_AFTER, ERASED_AFTER, SECURITY
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.models import User
from portal.core.permissions import Permission

WHY = "closed identities whose retention has ended"
SHORTEST_REASON = 10


@action(Permission.CPR_REVEAL)
def reveal_cpr(*, actor: Actor, identity: Identity, reason: str) -> str:
    """The CPR number as `010190-1234`, once, with the reason in the trail. It is in no log and no other
    answer."""
    ours(actor, identity)
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleBroken(_("Skriv med mindst 10 tegn, hvorfor du skal se CPR-nummeret."))
    return _revealed(actor, identity, reason.strip())


@action(Permission.SUPPORT_CPR)
def reveal_cpr_to_support(*, actor: Actor, identity: Identity, reason: str) -> str:
    """The same to an agent who has the organisation open; the organisation and the person read that it was done."""
    opened(actor, identity.organisation_id)
    actor = reasoned(actor, reason)
    return _revealed(actor, identity, actor.reason)


def _revealed(actor: Actor, identity: Identity, why: str) -> str:
    current = lock_identity(identity)
    if current.cpr is None:
        raise RuleBroken(_("Der er ikke noget CPR-nummer på brugeren."))
    audit.record(
        IdentityEvent.CPR_REVEALED, current, actor=actor, organisations=[current.organisation], why=why
    )
    digits = people.opened_cpr(current.cpr)
    return f"{digits[:6]}-{digits[6:]}"


@action(Permission.OWN_IDENTITY)
def export_own_data(*, actor: Actor) -> dict[str, Any]:
    """Everything this app holds about the person who asks, across employers, as data."""
    found = own_data(actor.user)
    audit.record(IdentityEvent.OWN_DATA_EXPORTED, actor.user, actor=actor, organisations=[])
    return found


# What stays in the row of somebody who is forgotten.
NOBODY: dict[str, Any] = {
    "given_name": "Slettet", "surname": "", "email": "", "phone": "", "birth_date": None, "cpr": None,
    "cpr_index": None, "rid": None, "department": "", "pseudonym": "", "is_pseudonym": False, "user": None,
    "last_used_month": None, "last_level": "", "asked_on": None,
}  # fmt: skip


@action(Permission.SUPPORT_SUPERVISE)
def pseudonymise_due(*, actor: Actor, limit: int = 1000) -> int:
    """Forget who closed identities were, once their time is over; the rows, their trail and their charges
    stay. CPR numbers go earlier. Returns how many identities were forgotten."""
    now = timezone.now()
    closed = Identity.objects.across_organisations(WHY).filter(state=Identity.State.CLOSED)
    closed.filter(closed_at__lt=now - cast(timedelta, CPR_ERASED_AFTER), cpr_index__isnull=False).update(
        cpr=None, cpr_index=None
    )
    _forget_proof(closed.filter(closed_at__lt=now - cast(timedelta, SECURITY.kept)))
    due = list(
        closed.filter(
            closed_at__lt=now - cast(timedelta, ERASED_AFTER), pseudonymised_at__isnull=True
        ).values_list("pk", flat=True)[:limit]
    )
    if not due:
        audit.record_bulk("SELECT 1 WHERE false", [])
        return 0
    Identity.objects.across_organisations(WHY).filter(pk__in=due).update(**NOBODY, pseudonymised_at=now)
    Activation.objects.across_organisations(WHY).filter(identity__in=due).update(
        claimed_by=None, claimed_name=""
    )
    RoleRequest.objects.across_organisations(WHY).filter(identity__in=due).update(reason="", answer="")
    SupportProposal.objects.across_organisations(WHY).filter(identity__in=due).update(reason="")
    _forget_logins(due)
    UploadRow.objects.across_organisations(WHY).filter(identity__in=due).update(
        cells=[], values={}, cpr=None, cpr_index=None
    )
    audit.bulk_trace(
        "SELECT %s, 'identities.identity', id::text, organisation_id, '{}'::jsonb FROM identities_identity"
        " WHERE id = ANY(%s::uuid[])",
        [IdentityEvent.PSEUDONYMISED.value, due],
        actor=actor,
        rows_expected=len(due),
    )
    return len(due)


def _forget_proof(identities: models.QuerySet[Identity]) -> None:
    """How somebody was proofed, agreed and logged in is kept longer than who they were, and then goes, too."""
    proofs = Activation.objects.across_organisations(WHY).filter(identity__in=identities)
    proofs.exclude(documents=[], proofed_by="").update(documents=[], proofed_by="")
    Consent.objects.across_organisations(WHY).filter(identity__in=identities).delete()
    logins = Authenticator.objects.across_organisations(WHY).filter(identity__in=identities)
    logins.filter(state=Authenticator.State.STOPPED, user__isnull=False).update(user=None)


def _forget_logins(identities: list[Any]) -> None:
    """A login of an organisation's own provider goes with its identity, unless another one uses it by now."""
    rows = Authenticator.objects.across_organisations(WHY).filter(identity__in=identities)
    own = list(rows.filter(kind=AuthenticatorKind.LOCAL_IDP).values_list("user", flat=True))
    used = Authenticator.objects.across_organisations(WHY).filter(
        user__in=own, state=Authenticator.State.ACTIVE
    )
    gone = User.objects.filter(pk__in=own).exclude(pk__in=list(used.values_list("user", flat=True)))
    gone.update(name="Slettet", subject=Cast("pk", models.CharField(max_length=255)), is_active=False)
