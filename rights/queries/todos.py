"""What waits on the overview because of rights."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.permissions import Permission
from portal.core.todo import Todo
from rights.models import RightRequestLine


def todo(actor: Any) -> list[Todo]:
    """Requests for rights that wait for an answer by somebody else than the one who asked."""
    if not actor.may(Permission.RIGHT_DECIDE):
        return []
    lines = RightRequestLine.objects.for_actor(actor).filter(state=RightRequestLine.State.OPEN)
    count = lines.exclude(request__identity=actor.identity_id).count()
    if not count:
        return []
    try:
        url = reverse("rights:requests", args=[actor.organisation.cvr])
    except NoReverseMatch:
        return []
    words = ngettext("%(n)s ansøgning om en rettighed venter", "%(n)s ansøgninger om rettigheder venter", count)
    return [Todo(title=words % {"n": count}, url=url, text=_("Medarbejderen får besked om jeres svar."))]
