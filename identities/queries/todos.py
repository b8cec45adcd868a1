"""What waits for an administrator, for the overview."""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from identities.models import AccessRequest, Activation, RoleRequest
from portal.core.permissions import Permission
from portal.core.prepared import Counts
from portal.core.todo import Todo


def todo(actor: Any) -> list[Todo]:
    """Claims to confirm, links that have expired, requests to answer; one query at most."""
    if not (actor.may(Permission.IDENTITY_MANAGE) or actor.may(Permission.ROLE_ASSIGN)):
        return []
    waiting, cvr, found = _waiting.of(actor.organisation.pk), actor.organisation.cvr, []
    if actor.may(Permission.IDENTITY_MANAGE):
        found += _activations(waiting, cvr)
        if actor.organisation.allows_self_request:
            found += _access_requests(waiting, cvr)
    if actor.may(Permission.ROLE_ASSIGN):
        found += _role_requests(waiting, cvr)
    return found


def _made(organisation: uuid.UUID) -> dict[str, QuerySet[Any]]:
    why = "what waits in the organisation whose overview is shown"
    links = Activation.objects.across_organisations(why).filter(
        identity__organisation=organisation, used_at__isnull=True, withdrawn_at__isnull=True
    )
    asked = AccessRequest.objects.across_organisations(why).filter(organisation=organisation)
    roles = RoleRequest.objects.across_organisations(why).filter(organisation=organisation)
    return {
        "claimed": links.filter(claimed_at__isnull=False, confirmed_at__isnull=True, path="claim"),
        "expired": links.filter(expires_at__lte=Now(), claimed_at__isnull=True),
        "access": asked.filter(state=AccessRequest.State.OPEN),
        "roles": roles.filter(state=RoleRequest.State.OPEN),
    }


_waiting = Counts(_made)


def _activations(waiting: dict[str, int], cvr: str) -> list[Todo]:
    found = []
    if n := waiting["claimed"]:
        title = ngettext(
            "%(n)s medarbejder venter på jeres bekræftelse",
            "%(n)s medarbejdere venter på jeres bekræftelse",
            n,
        )
        found.append(Todo(title=title % {"n": n}, url=reverse("identities:claims", args=[cvr]), urgent=True))
    if n := waiting["expired"]:
        title = ngettext("%(n)s aktiveringslink er udløbet", "%(n)s aktiveringslink er udløbet", n)
        found.append(
            Todo(
                title=title % {"n": n},
                url=reverse("identities:list", args=[cvr]) + "?status=expired",
                text=_("Send et nyt link, eller træk aktiveringen tilbage."),
            )
        )
    return found


def _access_requests(waiting: dict[str, int], cvr: str) -> list[Todo]:
    n = waiting["access"]
    if not n:
        return []
    title = ngettext(
        "%(n)s person har ansøgt om at blive bruger", "%(n)s personer har ansøgt om at blive bruger", n
    )
    return [Todo(title=title % {"n": n}, url=reverse("identities:access_requests", args=[cvr]))]


def _role_requests(waiting: dict[str, int], cvr: str) -> list[Todo]:
    n = waiting["roles"]
    if not n:
        return []
    title = ngettext(
        "%(n)s ønske om en administratorrolle afventer svar",
        "%(n)s ønsker om administratorroller afventer svar",
        n,
    )
    return [Todo(title=title % {"n": n}, url=reverse("identities:role_requests", args=[cvr]))]
