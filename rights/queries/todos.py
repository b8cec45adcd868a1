"""What waits for an administrator, for the overview."""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.permissions import Permission
from portal.core.prepared import Counts
from portal.core.todo import Todo
from rights.models import Grant, RightRequest
from rights.queries.endings import ending


def todo(actor: Any) -> list[Todo]:
    """Requests to answer and rights that end within a month; one query at most."""
    if actor.organisation is None or not (
        actor.may(Permission.RIGHT_DECIDE) or actor.may(Permission.GRANT_GIVE)
    ):
        return []
    waiting = _waiting.of(actor.organisation.pk, actor.identity_id or uuid.UUID(int=0))
    found: list[Todo] = []
    if actor.may(Permission.RIGHT_DECIDE):
        found += _requests(waiting["requests"], actor.organisation.cvr)
    if actor.may(Permission.GRANT_GIVE):
        found += _endings(waiting["endings"], actor.organisation.cvr)
    return found


def _made(organisation: uuid.UUID, identity: uuid.UUID) -> dict[str, QuerySet[Any]]:
    why = "what waits in the organisation whose overview is shown"
    asked = RightRequest.objects.across_organisations(why).filter(
        organisation=organisation, closed_at__isnull=True
    )
    grants = Grant.objects.across_organisations(why).filter(organisation=organisation)
    return {"requests": asked.exclude(identity=identity), "endings": ending(grants, Now(), 30)}


_waiting = Counts(_made)


def _requests(n: int, cvr: str) -> list[Todo]:
    if not n:
        return []
    title = ngettext(
        "%(n)s ansøgning om rettigheder afventer svar", "%(n)s ansøgninger om rettigheder afventer svar", n
    )
    url = reverse("rights:requests", args=[cvr])
    return [Todo(title=title % {"n": n}, url=url, urgent=True)]


def _endings(n: int, cvr: str) -> list[Todo]:
    if not n:
        return []
    title = ngettext(
        "%(n)s rettighed udløber inden for 30 dage", "%(n)s rettigheder udløber inden for 30 dage", n
    )
    url = reverse("rights:review_expiring", args=[cvr])
    return [Todo(title=title % {"n": n}, url=url, text=_("Forny dem, der stadig er brug for."))]
