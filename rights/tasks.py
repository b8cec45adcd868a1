"""What happens by the clock; each may run twice, or late, without harm."""

from celery import shared_task
from django.utils import timezone

from portal.agreements.models import Organisation
from portal.core.actors import Actor
from rights.actions.default_groups import follow_production_units
from rights.actions.endings import REMIND_DAYS, remind_of_endings, tell_endings
from rights.queries.endings import due_for_reminder

CLOCK = Actor.system("rights.clock")


@shared_task
def remind_of_ending_grants() -> int:
    """Daily. The nearest reminder first, so that nobody gets two about the same right on one day."""
    told = 0
    for days in REMIND_DAYS:
        ids = (
            due_for_reminder(days, timezone.now())
            .order_by()
            .values_list("organisation", flat=True)
            .distinct()
        )
        for organisation in Organisation.objects.across_organisations("reminders").filter(pk__in=list(ids)):
            told += remind_of_endings(actor=CLOCK, organisation=organisation, days=days)
    return told


@shared_task
def tell_ended_grants() -> int:
    """Every quarter of an hour: the history names what has ended."""
    told = 0
    while now := tell_endings(actor=CLOCK):
        told += now
    return told


@shared_task
def follow_units() -> tuple[int, int]:
    """Nightly, after the register's delta: default groups as the production units are."""
    return follow_production_units(actor=CLOCK)
