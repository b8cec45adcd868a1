"""When a company may move, how often it may still say later, and when it no longer may wait."""

import datetime

from django.db.models import Q
from django.utils import timezone

from migration_flow.models import Move, Postponement, Wave

OPEN = (Move.State.PLANNED, Move.State.INVITED)


def window_of(move: Move) -> tuple[datetime.date, datetime.date]:
    """From the first day of the company's wave to the last day of the plan (today, today where there is no plan)."""
    last = Wave.objects.order_by("-closes_on").first()
    today = timezone.localdate()
    if last is None or move.wave is None:
        return today, today
    return move.wave.opens_on, last.closes_on


def room_on(move: Move, day: datetime.date) -> bool:
    """Whether the country can carry one more on that day: the capacity of the wave the day lies in."""
    wave = Wave.objects.filter(opens_on__lte=day, closes_on__gte=day).order_by("number").first()
    if wave is None:
        return False
    others = Move.objects.across_organisations("the plan's own").exclude(pk=move.pk)
    on_day = Q(chosen_date=day) | Q(chosen_date=None, planned_on=day)
    return others.filter(on_day, state__in=OPEN).count() < wave.capacity_per_day


def postponements_left(move: Move) -> int:
    if move.wave is None:
        return 0
    rows = Postponement.objects.across_organisations("the move's own").filter(move=move, identity=None)
    return max(0, move.wave.postponements - rows.count())


def must_move(move: Move) -> bool:
    """The window has closed, or the day it was put off to has come, and there is no later left: everything but the
    emergency lane leads to the move."""
    if move.state not in OPEN or move.wave is None or postponements_left(move):
        return False
    due = move.chosen_date or move.wave.closes_on
    return due < timezone.localdate()
