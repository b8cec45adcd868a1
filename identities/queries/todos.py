"""What waits for an administrator, for the overview."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from identities.models import AccessRequest, Activation, RoleRequest
from portal.core.permissions import Permission
from portal.core.todo import Todo


def todo(actor: Any) -> list[Todo]:
    """Claims to confirm, links that have expired, requests to answer; three queries at most."""
    found: list[Todo] = []
    if actor.may(Permission.IDENTITY_MANAGE):
        found += _activations(actor) + _access_requests(actor)
    if actor.may(Permission.ROLE_ASSIGN):
        found += _role_requests(actor)
    return found


def _activations(actor: Any) -> list[Todo]:
    from django.utils import timezone

    rows = Activation.objects.for_actor(actor).filter(used_at__isnull=True, withdrawn_at__isnull=True)
    counts = rows.aggregate(
        claimed=Count("pk", filter=Q(claimed_at__isnull=False, confirmed_at__isnull=True, path="claim")),
        expired=Count("pk", filter=Q(expires_at__lte=timezone.now(), claimed_at__isnull=True)),
    )
    found, cvr = [], actor.organisation.cvr
    if n := counts["claimed"]:
        title = ngettext(
            "%(n)s medarbejder venter på jeres bekræftelse",
            "%(n)s medarbejdere venter på jeres bekræftelse",
            n,
        )
        found.append(Todo(title=title % {"n": n}, url=reverse("identities:claims", args=[cvr]), urgent=True))
    if n := counts["expired"]:
        title = ngettext("%(n)s aktiveringslink er udløbet", "%(n)s aktiveringslink er udløbet", n)
        found.append(
            Todo(
                title=title % {"n": n},
                url=reverse("identities:list", args=[cvr]) + "?status=expired",
                text=_("Send et nyt link, eller træk aktiveringen tilbage."),
            )
        )
    return found


def _access_requests(actor: Any) -> list[Todo]:
    if not actor.organisation.allows_self_request:
        return []
    n = AccessRequest.objects.for_actor(actor).filter(state=AccessRequest.State.OPEN).count()
    if not n:
        return []
    title = ngettext(
        "%(n)s person har ansøgt om at blive bruger", "%(n)s personer har ansøgt om at blive bruger", n
    )
    return [
        Todo(title=title % {"n": n}, url=reverse("identities:access_requests", args=[actor.organisation.cvr]))
    ]


def _role_requests(actor: Any) -> list[Todo]:
    n = RoleRequest.objects.for_actor(actor).filter(state=RoleRequest.State.OPEN).count()
    if not n:
        return []
    title = ngettext(
        "%(n)s ønske om en administratorrolle afventer svar",
        "%(n)s ønsker om administratorroller afventer svar",
        n,
    )
    return [
        Todo(title=title % {"n": n}, url=reverse("identities:role_requests", args=[actor.organisation.cvr]))
    ]
