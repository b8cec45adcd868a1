"""Questions of a review: who holds what, who holds nothing, what nobody holds, what hangs on one person."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from identities.models import Identity
from rights.models import Assignment, Grant, GroupMember, Power, Right
from rights.queries.catalogue import available
from rights.queries.holdings import in_force, standing


def who_holds(
    actor: Any, rights: Sequence[Right], at: datetime.datetime, limit: tuple[str, str] = ("", "")
) -> QuerySet[Identity]:
    """The organisation's own identities that at the moment `at` held every one of `rights` (none: any right
    at all), directly or through a group; with a limit, those whose right covers it."""
    people = Identity.objects.for_actor(actor).exclude(state=Identity.State.CLOSED)
    for right in rights:
        people = people.filter(_holds(actor, at, limit, right))
    return people if rights else people.filter(_holds(actor, at, limit, None))


def without_rights(actor: Any, now: datetime.datetime) -> QuerySet[Identity]:
    """Active identities with no right, no assignment and no mandate to their name."""
    tasks = Assignment.objects.for_actor(actor).filter(standing(now))
    own = tasks.filter(identity=OuterRef("pk"))
    shared = tasks.filter(group__members__identity=OuterRef("pk"), group__deleted_at__isnull=True)
    named = Power.objects.for_actor(actor).filter(standing(now), only_identity=OuterRef("pk"))
    people = Identity.objects.for_actor(actor).filter(state=Identity.State.ACTIVE)
    return people.exclude(
        _holds(actor, now, ("", ""), None) | Q(Exists(own)) | Q(Exists(shared)) | Q(Exists(named))
    )


def held_by_nobody(actor: Any, now: datetime.datetime) -> QuerySet[Right]:
    """Rights of the catalogue that no identity and no group of the organisation holds; the basic package
    first."""
    held = Grant.objects.for_actor(actor).filter(in_force(now)).values("right")
    return available().exclude(pk__in=held).select_related("system").order_by("-in_basic_package", "name_da")


def held_by_one(actor: Any, now: datetime.datetime) -> list[dict[str, Any]]:
    """Rights that one person alone holds and no group: [{right__name_da, right__name_en, right, people}]."""
    grants = Grant.objects.for_actor(actor).filter(in_force(now)).order_by()
    counted = grants.values("right", "right__name_da", "right__name_en", "right__system__name_da")
    counted = counted.annotate(people=Count("identity", distinct=True), groups=Count("group", distinct=True))
    rows: Any = counted.filter(people=1, groups=0).order_by("right__name_da", "right")
    return list(rows)


def all_grants(actor: Any, now: datetime.datetime) -> Iterator[Sequence[Any]]:
    """Every grant in force as a row: receiver, e-mail, kind, system, right, key, limit, since, until,
    source."""
    rows = (
        Grant.objects.for_actor(actor)
        .filter(in_force(now))
        .select_related("right__system", "identity", "group")
        .order_by("given_at", "pk")
    )
    for row in rows.iterator(chunk_size=2000):
        receiver = row.identity or row.group
        email = row.identity.email if row.identity else ""
        limit = f"{row.get_limit_type_display()} {row.limit_value}".strip()
        yield (
            str(receiver),
            email,
            _kind(row),
            row.right.system.name,
            row.right.name,
            row.right.key,
            limit,
            row.starts_at,
            row.ends_at,
            row.get_source_display(),
            row.given_by,
        )


def people(rows: Iterable[Identity]) -> Iterator[Sequence[Any]]:
    """Identities as rows: name, e-mail, state, P-number, RID."""
    for row in rows:
        yield row.shown_name, row.email, row.get_state_display(), row.p_number, row.rid or ""


def _kind(grant: Grant) -> str:
    return Grant._meta.get_field("identity" if grant.identity_id else "group").name


def _holds(actor: Any, at: datetime.datetime, limit: tuple[str, str], right: Right | None) -> Q:
    grants = Grant.objects.for_actor(actor).filter(in_force(at))
    if right is not None:
        grants = grants.filter(right=right)
    if limit[0]:
        grants = grants.filter(Q(limit_type="") | Q(limit_type=limit[0], limit_value=limit[1]))
    member = GroupMember.objects.for_actor(actor).filter(identity=OuterRef(OuterRef("pk")))
    groups = grants.filter(group__deleted_at__isnull=True)
    return (
        Q(Exists(grants.filter(identity=OuterRef("pk"))))
        | Q(Exists(groups.filter(group__in=member.values("group"))))
        | Q(
            Exists(
                groups.filter(group__kind="default", group__p_number=OuterRef("p_number")).exclude(
                    group__p_number=""
                )
            )
        )
    )


__all__ = ["all_grants", "held_by_nobody", "held_by_one", "people", "who_holds", "without_rights"]
