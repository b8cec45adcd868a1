"""What time does by itself: what nobody answers lapses, what has an end expires, and both sides are reminded."""

import datetime
import uuid
from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils import timezone

from mandates import mails
from mandates.actions.stopping import stop_all
from mandates.events import MandateEvent
from mandates.models import LIVE, WAITING, Mandate
from portal.core import audit, trace
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission

BATCH = 500
ANSWER_REMINDERS = (2, 7)
END_REMINDERS = (7, 30, 60)


@action(Permission.MANDATE_WITHDRAW)
def lapse_unanswered(*, actor: Actor) -> int:
    """Offers and requests without an answer in 21 days. Returns how many, at most BATCH."""
    due = _every().filter(state__in=WAITING, answer_before__lte=timezone.now())
    return _stop(due, "lapse", "not_answered", actor)


@action(Permission.MANDATE_WITHDRAW)
def expire_ended(*, actor: Actor) -> int:
    """Mandates whose end is reached; the decisions have said no since that moment."""
    return _stop(_every().filter(state__in=LIVE, ends_at__lte=timezone.now()), "expire", "end_date", actor)


@action(Permission.MANDATE_WITHDRAW)
def expire_unconfirmed(*, actor: Actor) -> int:
    """Carried-over mandates that both sides have not confirmed when the clean-up window closes."""
    due = _every().filter(state__in=LIVE, basis=Mandate.Basis.CARRIED_OVER, answer_before__lte=timezone.now())
    return _stop(due, "expire", "not_confirmed", actor)


def _stop(due: QuerySet[Mandate], move: str, because: str, actor: Actor) -> int:
    ids: list[uuid.UUID] = list(due.order_by("pk").values_list("pk", flat=True)[:BATCH])
    trace.current().entries += 1
    return len(stop_all(actor=actor, mandates=ids, move=move, because=because))


@action(Permission.MANDATE_WITHDRAW)
def remind(*, actor: Actor) -> int:
    """Who has not answered, whose mandate ends, and who has not confirmed: 60, 30 and 7 days before the end, 7 and 2
    before an answer is too late; once each. Returns how many mandates were reminded of, at most 3 × BATCH."""
    trace.current().entries += 1
    carried = Q(basis=Mandate.Basis.CARRIED_OVER)
    waiting, live = _every().filter(state__in=WAITING), _every().filter(state__in=LIVE)
    return (
        _remind(waiting, "answer_before", ANSWER_REMINDERS, _ask_for_answer, actor)
        + _remind(live.filter(carried), "answer_before", END_REMINDERS, _ask_for_confirmation, actor)
        + _remind(live.exclude(carried), "ends_at", END_REMINDERS, _tell_of_end, actor)
    )


def _remind(
    rows: QuerySet[Mandate],
    field: str,
    steps: tuple[int, ...],
    tell: Callable[[Mandate, int], None],
    actor: Actor,
) -> int:
    """The nearest step first, so that nobody gets two reminders about one mandate on a day."""
    told, now = 0, timezone.now()
    for days in steps:
        soon = {f"{field}__gt": now, f"{field}__lte": now + datetime.timedelta(days=days)}
        untold = Q(reminded_days__isnull=True) | Q(reminded_days__gt=days)
        due = rows.filter(untold, **soon).select_related(
            "grantor", "grantee", "principal", "grantee_identity"
        )
        for mandate in due.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:BATCH]:
            tell(mandate, days)
            mandate.reminded_days = days
            mandate.save(update_fields=["reminded_days"])
            audit.record(MandateEvent.REMINDED, mandate, actor=actor, organisations=mandate.organisations(),
                         number=mandate.number, days=days)  # fmt: skip
            told += 1
    return told


def _ask_for_answer(mandate: Mandate, days: int) -> None:
    mails.answer_soon(mandate, mandate.grantee if mandate.created_by_grantor else mandate.grantor, days)


def _ask_for_confirmation(mandate: Mandate, days: int) -> None:
    for organisation, consented in ((mandate.grantor, mandate.grantor_consented_at),
                                    (mandate.grantee, mandate.grantee_consented_at)):  # fmt: skip
        if consented is None:
            mails.confirm_soon(mandate, organisation, days)


def _tell_of_end(mandate: Mandate, days: int) -> None:
    for organisation in mandate.organisations():
        mails.ends_soon(mandate, organisation, days)


def _every() -> QuerySet[Mandate]:
    return Mandate.objects.across_organisations("what time does by itself")
