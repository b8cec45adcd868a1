"""The national move as the support desk steers it: counts of companies, never of people."""

import datetime
import math
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from migration_flow.models import Move, Wave
from migration_flow.rules.segments import WORDS
from portal.core.models import Chunk

S = Move.State
DONE = (S.MOVED, S.CONFIRMED)
# Column of the funnel → the states in it, in the order of the way.
FUNNEL: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Planlagt"), (S.PLANNED,)), (_("Inviteret"), (S.INVITED,)),
    (_("Beslutter"), (S.DECIDING, S.UNDONE)), (_("Flyttes"), (S.EXECUTING, S.UNDOING)),
    (_("Flyttet"), DONE), (_("Pause"), (S.PAUSED,)), (_("Anden vej"), (S.OTHER_PATH,)),
)  # fmt: skip
WHY = "the whole country, counted"
LOOK_BACK, SHOWN = 14, 50
_DAYS = """
SELECT d::date, COALESCE(m.n, 0), COALESCE(p.n, 0), (SELECT max(capacity_per_day) FROM migration_flow_wave w
                                                     WHERE d::date BETWEEN w.opens_on AND w.closes_on)
FROM generate_series(%(first)s::date, %(last)s::date, '1 day') d
LEFT JOIN (SELECT (moved_at AT TIME ZONE 'Europe/Copenhagen')::date AS day, count(*) AS n FROM migration_flow_move
           WHERE moved_at >= %(first)s GROUP BY 1) m ON m.day = d::date
LEFT JOIN (SELECT COALESCE(chosen_date, planned_on) AS day, count(*) AS n FROM migration_flow_move
           WHERE COALESCE(chosen_date, planned_on) BETWEEN %(first)s AND %(last)s GROUP BY 1) p ON p.day = d::date
ORDER BY d
"""


def _moves() -> QuerySet[Move]:
    return Move.objects.across_organisations(WHY)


def funnel(by: str = "segment") -> list[dict[str, Any]]:
    """One line per segment (or "wave__number"): {"name", "words", "cells", "total"}; every company is in one cell."""
    counted: dict[Any, dict[str, int]] = {}
    for row in _moves().values(by, "state").annotate(n=Count("pk")).order_by(by):
        counted.setdefault(row[by], {})[row["state"]] = row["n"]
    return [
        {"name": name if name is not None else "-", "words": WORDS.get(name, ""), "total": sum(states.values()),
         "cells": [sum(states.get(state, 0) for state in column) for _label, column in FUNNEL]}
        for name, states in counted.items()
    ]  # fmt: skip


def days(first: datetime.date, last: datetime.date) -> list[tuple[datetime.date, int, int, int | None]]:
    """(day, companies moved, companies the plan has, capacity of the day's wave)."""
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, {"first": first, "last": last})
        return [(row[0], row[1], row[2], row[3]) for row in cursor.fetchall()]


def stuck() -> list[dict[str, Any]]:
    """Reason → how many companies and the longest-standing ones by name and CVR."""
    now = timezone.now()
    ago = {n: now - datetime.timedelta(days=n) for n in (14, 30)}
    hour = now - datetime.timedelta(hours=1)
    reasons: tuple[tuple[Any, Q], ...] = (
        (_("Inviteret for over 30 dage siden, ikke begyndt"), Q(state=S.INVITED, invited_at__lt=ago[30])),
        (_("Begyndt for over 14 dage siden, ikke flyttet"), Q(state=S.DECIDING, started_at__lt=ago[14])),
        (_("Flytning eller fortrydelse i gang uden afslutning"), Q(state__in=(S.EXECUTING, S.UNDOING))),
        (_("Flyttet, men adgangskvitteringen mangler"), Q(state__in=DONE, receipt=None, moved_at__lt=hour)),
        (_("Kvitteringen viser, at noget mangler"), Q(state__in=DONE, receipt_facts__right__missing__gt=0)),
        (_("Sat på pause af sagsbehandling"), Q(state=S.PAUSED)),
        (_("Anden vej: konkurs, opløsning eller ophør"), Q(state=S.OTHER_PATH)),
    )  # fmt: skip
    found = []
    for words, which in reasons:
        rows = _moves().filter(which)
        if n := rows.count():
            oldest = rows.order_by("invited_at", "cvr").values("cvr", "name", "paused_because")[:SHOWN]
            found.append({"why": words, "count": n, "companies": list(oldest)})
    return found


def faults() -> list[tuple[str, int]]:
    """(error, how many) of the parked pieces of moves, undos and invitations."""
    rows = Chunk.objects.filter(job__kind__startswith="migration_flow.", state=Chunk.State.PARKED)
    return [
        (row["error"], row["n"]) for row in rows.values("error").annotate(n=Count("pk")).order_by("-n")[:20]
    ]


def forecast() -> dict[str, Any]:
    """{"left", "per_day", "ends_on", "plan_ends_on"}: when the last company has moved if it goes on as in the last two
    weeks; `ends_on` is None while nothing has moved."""
    today = timezone.localdate()
    left = _moves().exclude(state__in=(*DONE, S.OTHER_PATH)).count()
    since = timezone.now() - datetime.timedelta(days=LOOK_BACK)
    per_day = _moves().filter(moved_at__gte=since).count() / LOOK_BACK
    last = Wave.objects.order_by("-closes_on").first()
    return {
        "left": left, "per_day": round(per_day, 1), "plan_ends_on": last.closes_on if last else None,
        "ends_on": today + datetime.timedelta(days=math.ceil(left / per_day)) if per_day else None,
    }  # fmt: skip
