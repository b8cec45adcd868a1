"""When usage is closed and invoiced: from the 11th to the 10th; monthly above 50 kr., else quarterly."""

import datetime
from decimal import Decimal

CLOSES_ON, SENT_ON = 10, 15
MONTHLY_ABOVE = Decimal(50)
QUARTERS_END_IN = (1, 4, 7, 10)
VAT = Decimal("0.25")


def period_closing(on: datetime.date) -> tuple[datetime.date, datetime.date]:
    """(first, last) day of the period that is closed on or last before this day: the 11th to the 10th."""
    last = on.replace(day=CLOSES_ON) if on.day >= CLOSES_ON else _month_before(on).replace(day=CLOSES_ON)
    return _month_before(last).replace(day=CLOSES_ON + 1), last


def is_invoiced(net: Decimal, closes_on: datetime.date, *, final: bool = False) -> bool:
    """Whether what is open is put on an invoice at this closing; what is owed back to the customer as
    well."""
    if not net:
        return False
    return final or abs(net) > MONTHLY_ABOVE or closes_on.month in QUARTERS_END_IN


def with_vat(net: Decimal) -> tuple[Decimal, Decimal]:
    """(VAT, total) of a net amount, rounded to øre."""
    vat = (net * VAT).quantize(Decimal("0.01"))
    return vat, net + vat


def _month_before(day: datetime.date) -> datetime.date:
    first = day.replace(day=1)
    return first - datetime.timedelta(days=1)
