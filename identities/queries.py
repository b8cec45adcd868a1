"""Reads that span several models: who somebody is, and where."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef, Q

from identities.models import Consent, Identity
from portal.agreements.models import Organisation
from portal.core.permissions import Role


@dataclass(frozen=True)
class Membership:
    """One organisation a person may act in right now, with the identity and the roles they have there."""

    organisation: Organisation
    identity: Identity
    roles: frozenset[Role]


def memberships(user: Any) -> list[Membership]:
    """Where this person may act at this moment; one query, asked at every request.

    An ordinary identity counts while the organisation allows private MitID and the employee's consent stands:
    either side's withdrawal holds from the next request on."""
    standing = Consent.objects.for_person(user).filter(identity=OuterRef("pk"), withdrawn_at__isnull=True)
    both_agree = Q(organisation__allows_private_mitid=True) & Exists(standing)
    rows = (
        Identity.objects.for_person(user)
        .filter(state=Identity.State.ACTIVE)
        .exclude(organisation__state=Organisation.State.CLOSED)
        .filter(Q(kind=Identity.Kind.AUTOMATIC) | both_agree)
        .select_related("organisation")
        .annotate(
            standing_roles=ArrayAgg(
                "role_assignments__role", filter=Q(role_assignments__ended_at__isnull=True), default=[]
            )
        )
        .order_by("organisation__name", "pk")
    )
    return [Membership(row.organisation, row, _roles(row)) for row in rows]


def _roles(identity: Any) -> frozenset[Role]:
    roles = {Role.USER, *(Role(role) for role in identity.standing_roles)}
    if identity.kind == Identity.Kind.AUTOMATIC:
        roles.add(Role.MANAGEMENT_REPRESENTATIVE)
    return frozenset(roles)
