"""The employee's own pages: old and new side by side, something is wrong, and “later” from the letter."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from migration_flow import actions
from migration_flow.models import EmployeeMove
from migration_flow.queries import employees, late, side_by_side
from portal.core.actions import RuleBroken
from portal.core.actors import Actor
from portal.core.forms import PortalForm
from portal.core.pages import ActionPage, ShowPage
from portal.core.permissions import Permission


class OwnMove(ShowPage):
    """What the person had and what they have; nothing where they did not come with a move."""

    permission = Permission.OWN_IDENTITY
    template_name = "migration_flow/own.html"
    title = _("Min flytning fra NemID")
    section = "me"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        employee = side_by_side.own(self.actor)
        sides = side_by_side.side_by_side(employee) if employee else {}
        return super().get_context_data(employee=employee, **sides, **kwargs)


class OwnAnswer(ActionPage):
    """An action about one's own way; whoever has none is told so."""

    form_class: Any = PortalForm
    section = "me"

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        employee = side_by_side.own(self.actor)
        if employee is None:
            raise RuleBroken(_("Du er ikke flyttet fra NemID Erhverv."))
        return {"employee": employee, **form.cleaned_data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)

    def get_success_url(self) -> str:
        return reverse("migration_flow:own", args=[self.organisation.cvr])


class Confirm(OwnAnswer):
    action = actions.confirm_own
    title = _("Alt er rigtigt")
    submit = _("Ja, alt er rigtigt")
    done = _("Tak. Flytningen er færdig for dig.")


class TroubleForm(PortalForm):
    text = forms.CharField(
        label=_("Hvad er galt, eller hvad mangler?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Skriv ikke CPR-numre eller koder."), error_messages={"required": _("Skriv, hvad der er galt.")},
    )  # fmt: skip


class Trouble(OwnAnswer):
    action = actions.tell_trouble
    form_class = TroubleForm
    title = _("Noget er galt")
    submit = _("Send til administratorerne")
    done = _("Jeres administratorer har fået besked.")


class Later(TemplateView):
    """`/flytning/senere/<link>/`: the link is the key; it says nothing about anybody but the organisation's name."""

    public = True
    template_name = "migration_flow/later.html"
    employee: EmployeeMove

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = employees.by_link(kwargs["token"])
        if found is None:
            raise Http404
        self.employee = found
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.employee = actions.say_later(actor=Actor.system("link"), employee=self.employee)
        except RuleBroken as broken:
            return self.render_to_response(self.get_context_data(refused=str(broken)))
        return self.render_to_response(self.get_context_data(done=True))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        employee = self.employee
        return super().get_context_data(
            title=_("Vent med at flytte"), left=late.later_left(employee), until=employee.postponed_until,
            name=employee.move.name, **kwargs,
        )  # fmt: skip
