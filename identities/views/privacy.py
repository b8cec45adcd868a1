"""A CPR number shown with a reason; one's own data as a file."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views import View

from identities import actions
from identities.forms import RevealForm
from identities.views.creating import OnIdentity
from portal.core.pages import Page
from portal.core.permissions import Permission


class Reveal(OnIdentity):
    """The number stands on the answer to this very request and nowhere else."""

    action = actions.reveal_cpr
    form_class = RevealForm
    title = _("Vis CPR-nummer")
    submit = _("Vis CPR-nummeret")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if form.errors:
            return response
        self.template_name = "identities/revealed.html"
        shown = self.render_to_response(self.get_context_data(number=self.result))
        shown["Cache-Control"] = "no-store"
        return shown


class OwnData(Page, View):
    """POST, because it leaves a trace."""

    permission = Permission.OWN_IDENTITY
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        found = actions.export_own_data(actor=self.actor)
        response = JsonResponse(
            found, encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False, "indent": 1}
        )
        response["Content-Disposition"] = 'attachment; filename="mine-oplysninger.json"'
        return response
