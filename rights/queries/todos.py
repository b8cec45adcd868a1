"""What waits for an administrator, for the overview."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.permissions import Permission
from portal.core.todo import Todo
from rights.models import Grant, RightRequest
from rights.queries.endings import ending


def todo(actor: Any) -> list[Todo]:
    """Requests to answer and rights that end within a month; two queries at most."""
    if actor.organisation is None:
        return []
    found: list[Todo] = []
    if actor.may(Permission.RIGHT_DECIDE):
        found += _requests(actor)
    if actor.may(Permission.GRANT_GIVE):
        found += _endings(actor)
    return found


def _requests(actor: Any) -> list[Todo]:
    waiting = RightRequest.objects.for_actor(actor).filter(closed_at__isnull=True)
    n = waiting.exclude(identity=actor.identity_id).count()
    if not n:
        return []
    title = ngettext(
        "%(n)s ansøgning om rettigheder afventer svar", "%(n)s ansøgninger om rettigheder afventer svar", n
    )
    url = reverse("rights:requests", args=[actor.organisation.cvr])
    return [Todo(title=title % {"n": n}, url=url, urgent=True)]


def _endings(actor: Any) -> list[Todo]:
    n = ending(Grant.objects.for_actor(actor), timezone.now(), 30).count()
    if not n:
        return []
    title = ngettext(
        "%(n)s rettighed udløber inden for 30 dage", "%(n)s rettigheder udløber inden for 30 dage", n
    )
    url = reverse("rights:review_expiring", args=[actor.organisation.cvr])
    return [Todo(title=title % {"n": n}, url=url, text=_("Forny dem, der stadig er brug for."))]
