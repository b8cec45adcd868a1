"""The first page: find an organisation; what I have open."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from portal.core.permissions import Permission
from portal.web.support import actions
from portal.web.support.forms import SearchForm
from portal.web.support.queries.access import live
from portal.web.support.views.base import DeskPage


class Desk(DeskPage, FormView):
    """The answer to a search is the answer to its POST; what was searched is noted before it is shown."""

    permission = Permission.SUPPORT_SEARCH
    form_class = SearchForm
    template_name = "web/support/desk.html"
    title = _("Find og hjælp")

    def refusal(self, request: HttpRequest) -> Any:
        """Service owners have the support area, too, but only their own systems in it."""
        actor = request.actor  # type: ignore[attr-defined]
        if not actor.may(Permission.SUPPORT_SEARCH) and actor.may(Permission.CATALOGUE_MANAGE):
            return redirect("rights_public:systems")
        return super().refusal(request)

    def form_valid(self, form: Any) -> HttpResponse:
        found = actions.search(actor=self.actor, term=form.cleaned_data["q"])
        return self.render_to_response(self.get_context_data(form=form, found=found))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = live().filter(agent=self.request.user.pk).order_by("ends_at")
        return super().get_context_data(accesses=list(mine), **kwargs)
