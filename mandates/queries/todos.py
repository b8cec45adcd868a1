"""Reads about mandates that span several models."""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandates.models import Mandate
from portal.core.permissions import Permission
from portal.core.prepared import Counts
from portal.core.todo import Todo


def todo(actor: Any) -> list[Todo]:
    """Offers and requests that wait for this organisation's answer."""
    if not actor.may(Permission.MANDATE_ANSWER):
        return []
    count = sum(_waiting.of(actor.organisation.pk).values())
    if not count:
        return []
    url = reverse("mandates:list", args=[actor.organisation.cvr])
    words = ngettext("%(n)s fuldmagt venter på jeres svar", "%(n)s fuldmagter venter på jeres svar", count)
    return [Todo(title=words % {"n": count}, url=url, text=_("Uden svar bortfalder de efter 21 dage."))]


def _made(organisation: uuid.UUID) -> dict[str, QuerySet[Mandate]]:
    every = Mandate.objects.across_organisations("what waits in the organisation whose overview is shown")
    return {
        "offered": every.filter(state=Mandate.State.OFFERED, grantee=organisation),
        "requested": every.filter(state=Mandate.State.REQUESTED, grantor=organisation),
    }


_waiting = Counts(_made)
