"""Employees get their links in batches; who is in the first gets theirs as soon as the company has moved."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from identities.actions.moved import order_activations
from migration_flow.events import MoveEvent
from migration_flow.models import EmployeeMove, Move
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission

FIRST = 1


def waiting(move: Move) -> Any:
    """Employees of the move who have not been invited yet and can be: those with an e-mail address."""
    rows = EmployeeMove.objects.across_organisations("the move's own").filter(move=move, invited_at=None)
    return rows.exclude(identity__email="").filter(identity__state="draft").order_by("id")


def first_batch(move: Move) -> Any:
    return waiting(move).filter(batch=FIRST)


@action(Permission.MIGRATION_EXECUTE)
def invite(*, actor: Actor, move: Move, employees: Iterable[EmployeeMove]) -> int:
    """Order the activation of these employees: each by the path chosen for them. Returns how many."""
    chosen = list(employees)
    invited = order_activations(
        actor=actor, identities=[each.identity_id for each in chosen],
        paths={each.identity_id: each.path for each in chosen},
    )  # fmt: skip
    rows = EmployeeMove.objects.across_organisations("the move's own")
    rows.filter(pk__in=[each.pk for each in chosen]).update(invited_at=timezone.now())
    audit.record(
        MoveEvent.EMPLOYEES_INVITED, move, actor=actor, organisations=move.organisations(), count=invited
    )
    return invited
