"""Whom I may act for, and with what: pages of the one who is logged in, under their own organisation."""

import base64
import binascii
import uuid
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandates.forms import ClientSearch
from mandates.models import Mandate
from mandates.queries import acting
from portal.core.pages import ShowPage
from portal.core.permissions import Permission
from rights.queries.acting_for import FIRST


class ActingFor(ShowPage):
    """Every other organisation I may act for, page by page; with a search for those who have thousands."""

    permission = Permission.OWN_IDENTITY
    template_name = "mandates/acting_for.html"
    title = gettext_lazy("Hvem du kan handle for")
    section = "acting_for"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = ClientSearch(self.request.GET or None)
        text = form.cleaned_data["q"].strip() if form.is_bound and form.is_valid() else ""
        if text:
            rows, more = acting.search(self.actor, text), None
        else:
            rows, more = acting.clients_of(
                self.actor.identity_id, after=_after(self.request.GET.get("efter", ""))
            )
        return super().get_context_data(form=form, text=text, rows=rows, more=_token(more), **kwargs)


class ActingForClient(ShowPage):
    """One of them: what I may do, through which mandate, until when."""

    permission = Permission.OWN_IDENTITY
    template_name = "mandates/acting_for_client.html"
    section = "acting_for"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = acting.one_client(self.actor, self.kwargs["client"])
        if found is None:
            raise Http404
        client, ways = found
        numbers = self._numbers([path.mandate for _right, path in ways if path.mandate])
        rows = [(right, path, numbers.get(path.mandate)) for right, path in ways]
        title = _("Handl for %(name)s") % {"name": client.name}
        may_see = self.actor.may(Permission.MANDATE_SEE)
        told = {"title": title, "client": client, "rows": rows, "may_see": may_see}
        return super().get_context_data(**{**kwargs, **told})

    def _numbers(self, mandates: list[uuid.UUID]) -> dict[Any, str]:
        rows = Mandate.objects.for_actor(self.actor).filter(pk__in=mandates)
        return dict(rows.values_list("pk", "number"))


def _token(after: uuid.UUID | None) -> str:
    return base64.urlsafe_b64encode(after.bytes).decode().rstrip("=") if after else ""


def _after(token: str) -> uuid.UUID:
    """Raises Http404 for a cursor that is not ours."""
    if not token:
        return FIRST
    try:
        return uuid.UUID(bytes=base64.urlsafe_b64decode(token + "=="))
    except (ValueError, binascii.Error) as error:
        raise Http404 from error
