"""The list of an organisation's identities: filters, order, search."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from identities.models import Activation, Identity, RoleAssignment
from identities.queries.search import found

ORDERS = {
    "name": ("sort_key",),
    "-name": ("-sort_key",),
    "state": ("state", "sort_key"),
    "-state": ("-state", "-sort_key"),
    "created": ("created_at",),
    "-created": ("-created_at",),
}


def filtered(rows: QuerySet[Identity], data: dict[str, Any]) -> QuerySet[Identity]:
    """`rows` narrowed by the list's form: status, role. Closed ones only where they are asked for."""
    status = data.get("status") or ""
    if status == "expired":
        rows = rows.filter(state=Identity.State.PENDING).filter(Exists(_expired()))
    elif status:
        rows = rows.filter(state=status)
    else:
        rows = rows.exclude(state=Identity.State.CLOSED)
    if role := data.get("role"):
        held = RoleAssignment.objects.across_organisations("of identities already in scope")
        rows = rows.filter(Exists(held.filter(identity=OuterRef("pk"), role=role, ended_at__isnull=True)))
    return rows


def matching(rows: QuerySet[Identity], data: dict[str, Any]) -> QuerySet[Identity]:
    """What the list shows with these filters, search included: the set an export or a bulk act means."""
    rows = filtered(rows, data)
    text = (data.get("q") or "").strip()
    return found(rows, text) if text else rows


def _expired() -> QuerySet[Activation]:
    rows = Activation.objects.across_organisations("of identities already in scope")
    return rows.filter(
        identity=OuterRef("pk"),
        used_at__isnull=True,
        withdrawn_at__isnull=True,
        claimed_at__isnull=True,
        expires_at__lte=timezone.now(),
    )
