"""Who somebody is, and where."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from identities.models import Authenticator, Consent, Identity
from identities.queries.local_idp import usable_authenticator
from portal.agreements.models import Organisation
from portal.core.permissions import Role
from portal.core.prepared import Prepared


@dataclass(frozen=True)
class Membership:
    """One organisation a person may act in right now, with the identity and the roles they have there."""

    organisation: Organisation
    identity: Identity
    roles: frozenset[Role]

    @property
    def has_agreement(self) -> bool:
        return bool(self.organisation.state != Organisation.State.NAMED)


def memberships(user: Any) -> list[Membership]:
    """Where this login may act at this moment; one query, asked at every request.

    Private MitID counts while the organisation allows it and the employee's consent stands: either side's
    withdrawal holds from the next request on. A dedicated MitID counts while it is not stopped, a local IdP
    while its notification holds."""
    rows = _of_person.rows(user.pk, epoch=timezone.localdate())
    return [Membership(row.organisation, row, _roles(row)) for row in rows]


def _made(user: uuid.UUID) -> QuerySet[Identity]:
    rows = Identity.objects.across_organisations("where may this person act")
    live = rows.filter(Q(user=user) & _by_private_mitid(user) | Exists(_dedicated(user)))
    return (
        live.filter(state=Identity.State.ACTIVE)
        .exclude(organisation__state=Organisation.State.CLOSED)
        .select_related("organisation")
        .annotate(
            standing_roles=ArrayAgg(
                "role_assignments__role",
                filter=Q(role_assignments__isnull=False, role_assignments__ended_at__isnull=True),
                default=[],
            )
        )
        .order_by("organisation__name", "pk")
    )


def _by_private_mitid(user: uuid.UUID) -> Q:
    """Both sides agree. Until an organisation is set up its own half is not yet decided: the administrator
    its agreement appoints comes in to decide it."""
    standing = Consent.objects.across_organisations("one's own").filter(
        user=user, identity=OuterRef("pk"), withdrawn_at__isnull=True
    )
    allowed = Q(organisation__allows_private_mitid=True) | Q(
        organisation__set_up_at__isnull=True, source=Identity.Source.AGREEMENT
    )
    return Q(kind=Identity.Kind.AUTOMATIC) | allowed & Q(Exists(standing))


def _dedicated(user: uuid.UUID) -> Any:
    rows = Authenticator.objects.across_organisations("one's own").filter(usable_authenticator(), user=user)
    return rows.filter(identity=OuterRef("pk"), state=Authenticator.State.ACTIVE)


# Asked at every request of the portal. A notification holds to the end of a day: a new day is a new query.
_of_person = Prepared(_made)


def _roles(identity: Any) -> frozenset[Role]:
    roles = {Role.USER, *(Role(role) for role in identity.standing_roles)}
    if identity.kind == Identity.Kind.AUTOMATIC:
        roles.add(Role.MANAGEMENT_REPRESENTATIVE)
    return frozenset(roles)
