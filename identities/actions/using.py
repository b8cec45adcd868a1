"""The month an identity was last used, and the level then: all an employer learns of its employees' logins."""

import datetime

from django.utils import timezone

from identities.models import Identity
from portal.core.permissions import Level


def note_use(identity: Identity, level: Level) -> bool:
    """Note that its person acts in the organisation now; at most one write a month unless the level changes.

    Called by the middleware that keeps activity, outside any page. Returns whether it wrote."""
    month, name = month_of(timezone.localdate()), level.name.lower()
    if identity.last_used_month == month and identity.last_level == name:
        return False
    rows = Identity.objects.across_organisations("one's own identity, found by one's membership")
    rows.filter(pk=identity.pk).update(last_used_month=month, last_level=name)
    identity.last_used_month, identity.last_level = month, name
    return True


def month_of(day: datetime.date) -> datetime.date:
    """The first of the month: the day itself is nobody's business."""
    return day.replace(day=1)
