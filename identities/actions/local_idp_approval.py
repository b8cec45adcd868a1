"""Support answers for the notification; the clock reminds of its end, and ends it."""

import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from identities import mails
from identities.actions.support import opened, reasoned
from identities.events import LocalIdpEvent
from identities.lifecycle import LOCAL_IDP
from identities.models import LocalIdp
from identities.queries.local_idp import of_organisation
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

WHY = "the nightly round of dates"
# Days before the last one; the nearest first, so that one who was told late is told once.
REMINDERS = (7, 30, 60)
NO_RENEWAL: dict[str, Any] = {
    "renewal": None, "renewal_type": "", "renewal_sha256": "", "renewal_level": "", "renewal_expires_on": None,
}  # fmt: skip


@action(Permission.SUPPORT_LOCAL_IDP)
def answer_local_idp(*, actor: Actor, idp: LocalIdp, approved: bool, reason: str) -> LocalIdp:
    """Put it into use, or send it back with the reason, which the organisation reads. Where it is in use or has
    lapsed, the answer is about the statement that shall follow."""
    opened(actor, idp.organisation_id)
    actor = reasoned(actor, reason)
    rows = LocalIdp.objects.across_organisations("of a provider already found through its scope")
    idp = rows.select_for_update(of=("self",)).select_related("organisation").get(pk=idp.pk)
    if idp.renewal_sha256:
        return _answer_renewal(idp, approved, actor)
    if not approved:
        return LOCAL_IDP.move(idp, "reject", actor=actor, answer=actor.reason)
    _refuse_expired(idp.statement_expires_on)
    return LOCAL_IDP.move(idp, "approve", actor=actor, approved_at=timezone.now(), answer="")


def _answer_renewal(idp: LocalIdp, approved: bool, actor: Actor) -> LocalIdp:
    if not approved:
        for name, value in {**NO_RENEWAL, "answer": actor.reason}.items():
            setattr(idp, name, value)
        idp.save(update_fields=[*NO_RENEWAL, "answer"])
        mails.local_idp_rejected(idp)
        audit.record(LocalIdpEvent.REJECTED, idp, actor=actor, organisations=[idp.organisation])
        return idp
    _refuse_expired(idp.renewal_expires_on)
    living = of_organisation(idp.organisation)
    if living is not None and living.pk != idp.pk:
        raise RuleBroken(_("Organisationen har sat en anden lokal IdP op i mellemtiden. Intet er ændret."))
    return LOCAL_IDP.move(
        idp, "renew", actor=actor, approved_at=timezone.now(), answer="", reminded_days=None,
        statement=idp.renewal, statement_type=idp.renewal_type, statement_sha256=idp.renewal_sha256,
        notified_level=idp.renewal_level, statement_expires_on=idp.renewal_expires_on, **NO_RENEWAL,
    )  # fmt: skip


def _refuse_expired(expires_on: datetime.date | None) -> None:
    if expires_on is None or expires_on < timezone.localdate():
        raise RuleBroken(_("Erklæringen er udløbet. Intet er ændret."))


@action(Permission.SUPPORT_SUPERVISE)
def lapse_due(*, actor: Actor) -> int:
    """Tell of notifications whose last day has passed. Their logins have stopped since midnight already."""
    rows = LocalIdp.objects.across_organisations(WHY).select_related("organisation")
    due = list(rows.filter(state=LocalIdp.State.ACTIVE, statement_expires_on__lt=timezone.localdate()))
    for idp in due:
        LOCAL_IDP.move(idp, "lapse", actor=actor)
    if not due:
        audit.record_bulk("SELECT 1 WHERE false", [])
    return len(due)


@action(Permission.SUPPORT_SUPERVISE)
def remind_of_lapse(*, actor: Actor) -> int:
    """Tell of notifications that end in 60, 30 and 7 days, once each, until a new statement is in. Returns how many."""
    told = sum(_remind(days, actor) for days in REMINDERS)
    if not told:
        audit.record_bulk("SELECT 1 WHERE false", [])
    return told


def _remind(days: int, actor: Actor) -> int:
    today = timezone.localdate()
    rows = LocalIdp.objects.across_organisations(WHY).filter(state=LocalIdp.State.ACTIVE, renewal_sha256="")
    soon = rows.filter(
        Q(reminded_days__isnull=True) | Q(reminded_days__gt=days),
        statement_expires_on__gte=today,
        statement_expires_on__lte=today + datetime.timedelta(days=days),
    )
    due = list(soon.select_related("organisation").select_for_update(of=("self",), skip_locked=True))
    for idp in due:
        idp.reminded_days = days
        idp.save(update_fields=["reminded_days"])
        mails.local_idp_lapses_soon(idp)
        audit.record(LocalIdpEvent.REMINDED, idp, actor=actor, organisations=[idp.organisation], days=days)
    return len(due)
