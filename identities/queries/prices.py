"""What things cost, on a day."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from identities.models import Identity, InvoiceChannel, Price
from identities.rules import charging


def price(item: str, on: datetime.date | None = None) -> Decimal:
    """Kroner excluding VAT on a day (today). The newest price that is in force; the oldest before all of
    them."""
    rows = Price.objects.filter(item=item)
    day = on or timezone.localdate()
    found = rows.filter(valid_from__lte=day).order_by("-valid_from").first() or rows.earliest("valid_from")
    return found.amount


def free_identities(on: datetime.date | None = None) -> int:
    """How many identities are free at the same time."""
    return int(price(Price.Item.FREE_IDENTITIES, on))


def live(organisation: Any) -> Any:
    """The counted identities that are live now; automatic ones never count."""
    rows = Identity.objects.across_organisations("of an organisation already found through its scope")
    counted = rows.filter(organisation=organisation, state__in=Identity.LIVE)
    return counted.exclude(kind=Identity.Kind.AUTOMATIC)


def counted_up_to(rows: Any, limit: int) -> int:
    """How many rows there are, not looking further than `limit`."""
    return len(rows.values_list("pk", flat=True)[:limit])


def ceiling_for(organisation: Any, ordered: int) -> charging.Ceiling:
    """The most it can cost to order this many identities now; two or three short reads."""
    free = free_identities()
    waiting = Identity.objects.across_organisations(
        "of an organisation already found through its scope"
    ).filter(organisation=organisation, state=Identity.State.PENDING)
    return charging.ceiling(
        ordered=ordered,
        live=counted_up_to(live(organisation), free),
        waiting=counted_up_to(waiting, free),
        free=free,
        unit=price(Price.Item.IDENTITY),
    )


def channel_of(organisation: Any) -> InvoiceChannel | None:
    rows = InvoiceChannel.objects.across_organisations("of an organisation already found through its scope")
    return rows.filter(organisation=organisation).first()
