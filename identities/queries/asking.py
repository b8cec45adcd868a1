"""Whom the portal may ask, today, whether they want to use their private MitID at work."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from identities.models import Consent, Identity

EVERY = {
    Identity.Asking.HALF_YEARLY: datetime.timedelta(days=182),
    Identity.Asking.YEARLY: datetime.timedelta(days=365),
}


def to_ask(user: Any) -> list[Identity]:
    """This person's identities where private MitID is allowed and not used, and it is time to ask again."""
    today = timezone.localdate()
    due = Q(pk__in=[])
    for asking, every in EVERY.items():
        due |= Q(asking=asking) & (Q(asked_on__isnull=True) | Q(asked_on__lte=today - every))
    standing = Consent.objects.for_person(user).filter(identity=OuterRef("pk"), withdrawn_at__isnull=True)
    rows = Identity.objects.for_person(user).filter(
        due, kind=Identity.Kind.ORDINARY, state=Identity.State.ACTIVE, organisation__allows_private_mitid=True
    )
    return list(
        rows.filter(~Exists(standing)).select_related("organisation").order_by("organisation__name", "pk")
    )


def by_another_login(user: Any, entered: Any) -> list[Identity]:
    """This person's active identities that the present login does not open (`entered`: ids of those it does)."""
    rows = Identity.objects.for_person(user).filter(state=Identity.State.ACTIVE).exclude(pk__in=entered)
    return list(rows.select_related("organisation").order_by("organisation__name", "pk")[:20])
