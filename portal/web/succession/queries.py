"""What a predecessor had and nobody has decided about yet: users with their rights, and mandates."""

from collections import defaultdict
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from identities.models import Identity
from mandates.models import LIVE, Mandate, MandateRight
from portal.agreements.models import Succession, SuccessionItem
from portal.core.actors import Actor
from rights.models import Grant

WHY = "offered to the organisation that goes on, item by item"
S = Identity.State
# Why mandates of a predecessor have ended: the very thing that makes it one.
ENDED_WITH_IT = ("agreement_ended", "organisation_ceased")


def offer(actor: Actor, pk: Any) -> Succession | None:
    """The succession offered to the actor's own organisation; to the predecessor's people it is not open."""
    rows = Succession.objects.for_actor(actor).select_related("predecessor", "successor")
    return rows.filter(pk=pk, successor=actor.organisation).first()


def people(succession: Succession) -> QuerySet[Identity]:
    """Undecided users, by name. Whoever acts alone by the register needs no carrying over."""
    rows = Identity.objects.across_organisations(WHY).filter(
        organisation=succession.predecessor, kind=Identity.Kind.ORDINARY, state__in=[S.PENDING, S.ACTIVE, S.SUSPENDED]
    )  # fmt: skip
    return rows.filter(~Exists(_decided(succession))).order_by("name", "pk")


def mandates(succession: Succession) -> QuerySet[Mandate]:
    """Undecided mandates, given and received, that are in force or ended with the predecessor. Those given on to it
    are asked of the one who gave them."""
    old = succession.predecessor
    rows = Mandate.objects.across_organisations(WHY).filter(
        Q(grantor=old) | Q(grantee=old), parent__isnull=True
    )
    there = Q(state__in=LIVE) | Q(state=Mandate.State.ENDED, ended_because__in=ENDED_WITH_IT)
    other = ~Q(grantor=succession.successor_id) & ~Q(grantee=succession.successor_id)
    rows = rows.filter(there & other).filter(~Exists(_decided(succession)))
    return rows.select_related("grantor", "grantee", "grantee_identity").order_by("-created_at", "pk")


def _decided(succession: Succession) -> QuerySet[SuccessionItem]:
    rows = SuccessionItem.objects.across_organisations(WHY)
    return rows.filter(succession=succession, subject=OuterRef("pk"))


def decided(succession: Succession, kind: str, limit: int = 50) -> list[SuccessionItem]:
    """The latest decisions."""
    rows = SuccessionItem.objects.across_organisations(WHY).filter(succession=succession, kind=kind)
    return list(rows.order_by("-decided_at")[:limit])


def rights_held(persons: list[Identity]) -> dict[Any, list[Grant]]:
    """Identity → what it held at the predecessor, directly or through a group, not yet ended."""
    pks = [each.pk for each in persons]
    now = timezone.now()
    rows = Grant.objects.across_organisations(WHY).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))
    held: dict[Any, list[Grant]] = defaultdict(list)
    for grant in rows.filter(identity__in=pks).select_related("right__system"):
        held[grant.identity_id].append(grant)
    through = rows.filter(group__members__identity__in=pks, group__deleted_at__isnull=True)
    for grant in through.select_related("right__system").annotate(member=F("group__members__identity")):
        held[grant.member].append(grant)
    return held


def rights_of(wanted: list[Mandate]) -> dict[Any, list[Any]]:
    """Mandate → its rights that are still in the catalogue."""
    rows = MandateRight.objects.across_organisations(WHY).filter(
        mandate__in=wanted, right__retired_at__isnull=True
    )
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows.select_related("right__system"):
        found[row.mandate_id].append(row.right)
    return found
