"""Start and end dates carried out, and waiting links reminded of, by the nightly task."""

import datetime

from django.db.models import F
from django.utils import timezone

from identities import mails
from identities.actions.guarding import lock_organisation
from identities.actions.leaving import administers, note_if_last_left
from identities.actions.life import release
from identities.actions.order import order_now
from identities.events import ActivationEvent
from identities.lifecycle import IDENTITY
from identities.models import Activation, Identity
from identities.signals import identity_closed
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission

WHY = "the nightly round of dates"
REMIND_BEFORE = datetime.timedelta(days=7)


@action(Permission.SUPPORT_SUPERVISE)
def start_due(*, actor: Actor, limit: int = 500) -> int:
    """Send the activation of drafts ordered for today or earlier. Returns how many."""
    rows = Identity.objects.across_organisations(WHY).filter(
        state=Identity.State.DRAFT, starts_on__lte=timezone.localdate(), ordered_price__isnull=False
    )
    due = list(rows.select_related("organisation").select_for_update(of=("self",), skip_locked=True)[:limit])
    for identity in due:
        order_now(identity, actor=actor)
    return _counted(len(due))


@action(Permission.SUPPORT_SUPERVISE)
def end_due(*, actor: Actor, limit: int = 500) -> int:
    """Close identities whose last day has passed. Returns how many."""
    rows = Identity.objects.across_organisations(WHY).filter(ends_on__lt=timezone.localdate())
    open_ones = rows.exclude(state=Identity.State.CLOSED).order_by("organisation", "pk")
    due = list(open_ones.values_list("pk", "organisation")[:limit])
    for pk, organisation in due:
        _end(pk, organisation, actor)
    return _counted(len(due))


@action(Permission.SUPPORT_SUPERVISE)
def remind_waiting(*, actor: Actor, limit: int = 500) -> int:
    """Remind, once, those whose link lives for less than a week. Returns how many."""
    now = timezone.now()
    rows = Activation.objects.across_organisations(WHY).filter(
        used_at__isnull=True,
        withdrawn_at__isnull=True,
        claimed_at__isnull=True,
        reminded_at__isnull=True,
        expires_at__gt=now,
        expires_at__lt=now + REMIND_BEFORE,
        created_at__lt=F("expires_at") - REMIND_BEFORE,
    )
    due = list(rows.exclude(identity__email="").select_related("identity__organisation")[:limit])
    for activation in due:
        mails.reminder(activation.identity, activation.expires_at)
        audit.record(
            ActivationEvent.REMINDED,
            activation.identity,
            actor=actor,
            organisations=[activation.identity.organisation],
        )
    Activation.objects.across_organisations(WHY).filter(pk__in=[each.pk for each in due]).update(
        reminded_at=now
    )
    return _counted(len(due))


def _end(pk: object, organisation: object, actor: Actor) -> None:
    home = lock_organisation(organisation)
    rows = (
        Identity.objects.across_organisations(WHY)
        .select_for_update(of=("self",))
        .select_related("organisation")
    )
    identity = rows.exclude(state=Identity.State.CLOSED).filter(pk=str(pk)).first()
    if identity is None:
        audit.record_bulk("SELECT 1 WHERE false", [])
        return
    administered = administers(identity)
    IDENTITY.move(identity, "close", actor=actor, closed_at=timezone.now(), payload={"why": "end date"})
    release(identity, actor=actor)
    identity_closed.send(Identity, identity=identity, actor=actor)
    if administered:
        note_if_last_left(home, actor)


def _counted(n: int) -> int:
    """A round that finds nothing is no silent action."""
    if not n:
        audit.record_bulk("SELECT 1 WHERE false", [])
    return n
