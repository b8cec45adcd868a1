"""Reads about mandates that span several models."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandates.models import Mandate
from portal.core.permissions import Permission
from portal.core.todo import Todo


def todo(actor: Any) -> list[Todo]:
    """Offers and requests that wait for this organisation's answer."""
    if not actor.may(Permission.MANDATE_ANSWER):
        return []
    own = Mandate.objects.for_actor(actor)
    ours = actor.organisation.pk
    waiting = own.filter(state=Mandate.State.OFFERED, grantee=ours) | own.filter(
        state=Mandate.State.REQUESTED, grantor=ours
    )
    count = waiting.count()
    if not count:
        return []
    try:
        url = reverse("mandates:list", args=[actor.organisation.cvr])
    except NoReverseMatch:
        return []
    words = ngettext("%(n)s fuldmagt venter på jeres svar", "%(n)s fuldmagter venter på jeres svar", count)
    return [Todo(title=words % {"n": count}, url=url, text=_("Uden svar bortfalder de efter 21 dage."))]
