"""All my companies and where their move stands: one page for owners, alike ones begun together."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from migration_flow import actions
from migration_flow.queries import alone
from portal.core.actions import RuleBroken
from portal.core.forms import PortalForm
from portal.core.pages import ActionPage, ShowPage
from portal.core.permissions import Permission


class MyMoves(ShowPage):
    permission = Permission.OWN_IDENTITY
    template_name = "migration_flow/mine.html"
    title = gettext_lazy("Mine virksomheders flytning")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(companies=alone.mine(self.actor), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Begin what is ticked."""
        members = alone.actors_in(self.actor, request.POST.getlist("cvr"))
        try:
            told = actions.start_together(actor=self.actor, members=members, accept="accept" in request.POST)
        except RuleBroken as broken:
            messages.error(request, str(broken))
            return redirect(request.path)
        for cvr, why in told.items():
            (messages.error if why else messages.success)(
                request, f"{cvr}: {why or _('Flytningen er begyndt.')}"
            )
        return redirect(request.path)


class MoveAlone(ActionPage):
    """The owner's one page."""

    action = actions.move_alone
    form_class = PortalForm
    template_name = "migration_flow/alone.html"
    title = gettext_lazy("Flyt din virksomhed")
    submit = gettext_lazy("Ja, flyt")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"cvr": self.kwargs["number"], "is_me": "is_me" in self.request.POST}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        way = alone.way_of(self.actor.user, self.kwargs["number"]) if self.actor.user else None
        return super().get_context_data(way=way, back=reverse("migration_flow_public:mine"), **kwargs)

    def get_success_url(self) -> str:
        return reverse("migration_flow:status", args=[self.kwargs["number"]])
