"""The monthly random sample of look-ups (Datatilsynet on logs: a fixed but unpredictable procedure).

Fixed: of every agent who looked anything up last month, SAMPLE look-ups, or all if there were fewer.
Unpredictable: which ones, by the operating system's randomness."""

import datetime
import secrets

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.models import AuditEntry, User
from portal.core.permissions import Permission
from portal.web.oversight.events import OversightEvent
from portal.web.oversight.models import LookUpReview
from portal.web.support.rules import TOO_SHORT, is_reason

SAMPLE = 5
LOOK_UPS = ("web.support.looked_up", "web.support.person_looked_up", "web.support.agreement_case_read", "web.case.read",
            "identities.identity.cpr_revealed")  # fmt: skip
WHY = "the monthly sample of look-ups, for a supervisor's review"


@action(Permission.SUPPORT_SUPERVISE)
def draw(*, actor: Actor, today: datetime.date) -> int:
    """Draw the sample of the month before `today`; a second draw of a month adds nothing. Returns how many."""
    last = today.replace(day=1) - datetime.timedelta(days=1)
    month = last.replace(day=1)
    drawn = 0
    every = LookUpReview.objects.across_organisations(WHY)
    for agent in get_user_model().objects.filter(is_staff=True).order_by("pk"):
        if not every.filter(agent=agent, month=month).exists():
            drawn += _draw_of(agent, month, today.replace(day=1))
    audit.record(
        OversightEvent.SAMPLED,
        _subject(),
        actor=actor,
        organisations=[],
        month=f"{month:%Y-%m}",
        number=drawn,
    )
    return drawn


def _draw_of(agent: User, since: datetime.date, until: datetime.date) -> int:
    rows = AuditEntry.objects.across_organisations(WHY).filter(
        actor_id=f"user:{agent.pk}", at__gte=_midnight(since), at__lt=_midnight(until), event__in=LOOK_UPS
    )
    made = list(rows.values_list("pk", "organisation"))
    chosen = secrets.SystemRandom().sample(made, min(SAMPLE, len(made)))
    LookUpReview.objects.bulk_create(
        [LookUpReview(entry_id=pk, organisation_id=home, agent=agent, month=since) for pk, home in chosen]
    )
    return len(chosen)


@action(Permission.SUPPORT_SUPERVISE)
def review(*, actor: Actor, drawn: LookUpReview, is_fine: bool, note: str) -> LookUpReview:
    """A supervisor's finding, never about their own look-up."""
    rows = LookUpReview.objects.across_organisations(WHY).select_for_update(of=("self",))
    current = rows.select_related("agent", "organisation").get(pk=drawn.pk)
    if current.verdict != LookUpReview.Verdict.OPEN:
        raise RuleBroken(_("Opslaget er allerede kontrolleret. Intet er ændret."))
    if current.agent == actor.user:
        raise RuleBroken(_("Du kan ikke kontrollere dit eget opslag. En anden leder må gøre det."))
    if not is_reason(note):
        raise RuleBroken(str(TOO_SHORT))
    current.verdict = LookUpReview.Verdict.FINE if is_fine else LookUpReview.Verdict.WRONG
    current.note, current.reviewed_by, current.reviewed_at = note.strip(), actor.user, timezone.now()
    current.save(update_fields=["verdict", "note", "reviewed_by", "reviewed_at"])
    audit.record(OversightEvent.REVIEWED, current, actor=actor, organisations=[], verdict=current.verdict)
    return current


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def _subject() -> LookUpReview:
    """The sample as such."""
    import uuid

    return LookUpReview(pk=uuid.UUID(int=0))
