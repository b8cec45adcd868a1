"""What somebody holds and through which chain; opened for the actor who looks."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from identities.models import Identity
from rights.models import Assignment, Grant, Group, Power

MOST_ASSIGNMENTS = 100


def in_force(now: datetime.datetime) -> Q:
    """From–to holds `now`."""
    return Q(starts_at__lte=now) & standing(now)


def standing(now: datetime.datetime) -> Q:
    """In force, or will be."""
    return Q(ends_at__isnull=True) | Q(ends_at__gt=now)


def state_of(thing: Any, now: datetime.datetime) -> str:
    """ "future", "in_force", "expiring" (within 60 days) or "ended"."""
    if thing.ends_at is not None and thing.ends_at <= now:
        return "ended"
    if thing.starts_at > now:
        return "future"
    soon = thing.ends_at is not None and thing.ends_at - now <= datetime.timedelta(days=60)
    return "expiring" if soon else "in_force"


@dataclass
class Holding:
    """One right of one person, and the way it comes: `via` a group, or directly; `here` where it can be
    ended."""

    grant: Grant
    state: str
    via: Group | None = None


@dataclass
class Received:
    """What one may do for others: by an assignment, or by a mandate that names the person."""

    clients: str
    right: Any
    via: Group | None
    assignment: Assignment | None = None
    power: Power | None = None


def groups_of(actor: Any, identity: Identity) -> QuerySet[Group]:
    """The actor's organisation's groups that `identity` is in, as a member or by its production unit."""
    by_unit = Q(kind=Group.Kind.DEFAULT, p_number=identity.p_number) if identity.p_number else Q(pk=None)
    member = Q(kind=Group.Kind.CUSTOMISED, members__identity=identity)
    groups = Group.objects.for_actor(actor).filter(member | by_unit, deleted_at__isnull=True)
    return groups.order_by("name").distinct()


def holdings(actor: Any, identity: Identity, now: datetime.datetime) -> list[Holding]:
    """What the identity holds or will hold in the actor's organisation, by name of system and right."""
    groups = {group.pk: group for group in groups_of(actor, identity)}
    rows = (
        Grant.objects.for_actor(actor)
        .filter(Q(identity=identity) | Q(group__in=groups), standing(now))
        .select_related("right__system", "group")
        .order_by("right__system__name_da", "right__name_da", "starts_at", "pk")
    )
    return [
        Holding(row, state_of(row, now), groups.get(row.group_id) if row.group_id else None) for row in rows
    ]


def received(actor: Any, identity: Identity, now: datetime.datetime) -> list[Received]:
    """Whom the identity may act for through received mandates; the first hundred ways, groups counted as
    one."""
    groups = list(groups_of(actor, identity))
    tasks = (
        Assignment.objects.for_actor(actor)
        .filter(Q(identity=identity) | Q(group__in=groups), standing(now))
        .select_related("client", "client_group", "right", "group")
        .order_by("given_at", "pk")[:MOST_ASSIGNMENTS]
    )
    found = [Received(_clients(task), task.right, task.group, assignment=task) for task in tasks]
    named = Power.objects.for_actor(actor).filter(standing(now), only_identity=identity)
    named = named.select_related("grantor", "right").order_by("grantor__name", "pk")[:MOST_ASSIGNMENTS]
    return found + [Received(str(power.grantor), power.right, None, power=power) for power in named]


def _clients(task: Assignment) -> str:
    clients = task.client or task.client_group
    return str(clients) if clients else ""
