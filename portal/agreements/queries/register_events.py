"""Organisations the register has something to say about, for the support desk."""

import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from portal.agreements.models import Connection, Organisation, RegisterDelta

# A worker acts on an event within a minute; one that still waits after this is stuck.
STUCK_AFTER = datetime.timedelta(minutes=15)
OPEN = ("draft", "signing", "case_work", "answer_needed")


def marked_by_register() -> QuerySet[Organisation]:
    """Those in bankruptcy, liquidation …: `noticed_at` (last event) and `case`/`case_number` of who is taking over."""
    every = Organisation.objects.across_organisations("the support desk's list of register events")
    cases = Connection.objects.across_organisations("the case of whoever enters").filter(
        cvr=OuterRef("cvr"), state__in=OPEN
    )
    latest = RegisterDelta.objects.filter(cvr=OuterRef("cvr"), handled_at__isnull=False).order_by("-pk")
    rows = every.exclude(register_state="").exclude(state=Organisation.State.CLOSED)
    return rows.annotate(
        noticed_at=Subquery(latest.values("noticed_at")[:1]),
        case=Subquery(cases.order_by("-created_at").values("pk")[:1]),
        case_number=Subquery(cases.order_by("-created_at").values("case_number")[:1]),
    ).order_by(F("noticed_at").desc(nulls_last=True), "pk")


def open_recoveries() -> QuerySet[Organisation]:
    """Organisations where somebody is appointing a new administrator, with the case (`case`, `case_number`,
    `case_state`)."""
    every = Organisation.objects.across_organisations("the support desk's list of recoveries")
    cases = Connection.objects.across_organisations("recoveries under way").filter(
        Q(purpose=Connection.Purpose.RECOVER), cvr=OuterRef("cvr"), state__in=OPEN
    )
    rows = every.filter(Exists(cases)).exclude(state=Organisation.State.CLOSED)
    return rows.annotate(
        case=Subquery(cases.order_by("-created_at").values("pk")[:1]),
        case_number=Subquery(cases.order_by("-created_at").values("case_number")[:1]),
        case_state=Subquery(cases.order_by("-created_at").values("state")[:1]),
    ).order_by("name", "pk")


def stuck_events() -> list[dict[str, Any]]:
    """Events nobody has managed to act on: CVR number, what, and since when."""
    rows = RegisterDelta.objects.filter(handled_at__isnull=True, noticed_at__lt=timezone.now() - STUCK_AFTER)
    return [
        {"cvr": each.cvr, "label": each.get_change_display(), "noticed_at": each.noticed_at}
        for each in rows.order_by("pk")[:50]
    ]
