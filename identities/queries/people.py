"""The administrators of an organisation."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from identities.models import AdministratorRole, Identity, RoleAssignment
from portal.core.mail import Recipient


def standing(organisation: Any) -> QuerySet[RoleAssignment]:
    """Role assignments that stand, with their identities."""
    rows = RoleAssignment.objects.across_organisations("of an organisation already found through its scope")
    return rows.filter(organisation=organisation, ended_at__isnull=True).select_related("identity")


def administrators(organisation: Any, role: str = "") -> list[Identity]:
    """Active identities that hold the role (any administrator role), each once, by name."""
    rows = standing(organisation).filter(identity__state=Identity.State.ACTIVE)
    rows = rows.filter(role=role) if role else rows
    found = {row.identity_id: row.identity for row in rows.order_by("identity__sort_key", "identity_id")}
    return list(found.values())


def recipients_in_role(organisation: Any, *roles: str) -> list[Recipient]:
    """Mail addresses of those who hold one of the roles; administrators are always shown with their full
    name."""
    people = {each.pk: each for role in roles for each in administrators(organisation, role) if each.email}
    return [_recipient(each) for each in people.values()]


def former_administrators(organisation: Any) -> list[Recipient]:
    """Mail addresses of those who were organisation administrators and ceased to be in the last year."""
    rows = RoleAssignment.objects.across_organisations("of an organisation already found through its scope")
    ended = rows.filter(
        organisation=organisation, role=AdministratorRole.ORGANISATION_ADMINISTRATOR,
        ended_at__gt=timezone.now() - datetime.timedelta(days=365),
    ).select_related("identity")  # fmt: skip
    people = {row.identity_id: row.identity for row in ended if row.identity.email}
    return [_recipient(each) for each in people.values()]


def _recipient(identity: Identity) -> Recipient:
    return Recipient(
        address=identity.email, name=identity.name, language=identity.language, reader=identity.pk
    )
