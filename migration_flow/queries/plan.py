"""The plan as data: waves, and what follows from them for one company."""

import datetime

from django.utils import timezone

from migration_flow.models import Wave

# Whoever moves late still has time to confirm: the reminders come 60, 30 and 7 days before the end.
LEAST_TO_CONFIRM = datetime.timedelta(days=90)


def clean_up_ends() -> datetime.datetime | None:
    """The end of the clean-up window: midnight after the plan's last day; None while there is no plan."""
    last = Wave.objects.order_by("-closes_on").first()
    if last is None:
        return None
    day = last.closes_on + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def confirm_before() -> datetime.datetime | None:
    """Until when carried-over mandates may be confirmed by both sides, for a company that moves now."""
    end = clean_up_ends()
    return None if end is None else max(end, timezone.now() + LEAST_TO_CONFIRM)
