"""Employees whose “later” is spent: until they have moved, the old way in gives them nothing here."""

import datetime
import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils import timezone

from migration_flow.models import EmployeeMove, Move

HERE = (Move.State.MOVED, Move.State.CONFIRMED)
ALLOWED = 3  # how often an employee may say later where there is no plan
WEEK = datetime.timedelta(days=7)


def later_left(employee: EmployeeMove) -> int:
    """How often the employee may still say later: what the plan allows."""
    wave = employee.move.wave
    return max(0, (wave.employee_postponements if wave else ALLOWED) - employee.postponements)


def is_late(employee: Any) -> bool:
    """The last “later” is over (a week after the link where the plan allows none), and the link is not used."""
    if employee.activated_at is not None or employee.invited_at is None or later_left(employee):
        return False
    until = employee.postponed_until or timezone.localdate(employee.invited_at) + WEEK
    return bool(until < timezone.localdate())


def must_move_first(identities: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these, named by RID and not activated, are late; one query."""
    rows = EmployeeMove.objects.across_organisations("the decision about people who log in the old way")
    waiting = rows.filter(
        Q(postponements__gt=0) | Q(move__wave__employee_postponements=0),
        identity__in=identities, activated_at=None, invited_at__isnull=False, move__state__in=HERE,
    )  # fmt: skip
    return {each.identity_id for each in waiting.select_related("move__wave") if is_late(each)}
