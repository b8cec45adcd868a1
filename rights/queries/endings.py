"""Grants with an end: what is near it, and for whom nothing follows."""

import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from rights.models import Grant


def ending(grants: QuerySet[Grant], now: datetime.datetime | Now, days: int) -> QuerySet[Grant]:
    """Of `grants`, those in force that end within `days` days and that no later one follows. `now` is a point in time
    or the database's own clock."""
    follows = Grant.objects.across_organisations("what follows a grant already in scope").filter(
        receiver=OuterRef("receiver"),
        right=OuterRef("right"),
        limit_type=OuterRef("limit_type"),
        limit_value=OuterRef("limit_value"),
        starts_at__gte=OuterRef("ends_at"),
    )
    follows = follows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")))
    soon = now + datetime.timedelta(days=days)
    return grants.filter(starts_at__lte=now, ends_at__gt=now, ends_at__lte=soon).exclude(Exists(follows))


def due_for_reminder(days: int, now: datetime.datetime) -> QuerySet[Grant]:
    """Those of all organisations that end within `days` days and have been told of at most farther off."""
    every = Grant.objects.across_organisations("the daily reminder").select_related(
        "right", "identity", "group"
    )
    untold = Q(reminded_days__isnull=True) | Q(reminded_days__gt=days)
    return ending(every.filter(untold), now, days).order_by("organisation", "ends_at", "pk")
