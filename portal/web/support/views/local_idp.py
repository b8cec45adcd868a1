"""The notification of an organisation's local IdP: a supervisor reads the auditor's statement and answers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from identities import actions as identities
from identities.models import LocalIdp
from portal.core.permissions import Permission
from portal.web.support import forms
from portal.web.support.views.base import OpenedAction, OpenedPage


def _found(actor: Any, pk: Any) -> LocalIdp:
    found = LocalIdp.objects.for_actor(actor).filter(pk=pk).defer("client_secret").first()
    if found is None:
        raise Http404
    return found


class AnswerLocalIdp(OpenedAction):
    looks_up = "local_idp"
    area = "organisation"
    action = identities.answer_local_idp
    form_class = forms.AnswerWithReason
    template_name = "web/support/local_idp.html"
    title = _("Lokal IdP")
    submit = _("Send svaret")
    after = _("Godkender du, kan organisationens egne logins bruges med det samme.")
    done = _("Svaret er gemt.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        told = form.cleaned_data
        found = _found(self.actor, self.kwargs["pk"])
        return {"idp": found, "approved": told["approved"], "reason": self.typed(told["reason"])}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = _found(self.actor, self.kwargs["pk"])
        return super().get_context_data(idp=found, about=found.name, **kwargs)

    def get_success_url(self) -> str:
        return reverse("support:organisation", args=[self.number])


class Statement(OpenedPage, View):
    """The auditor's statement: a stranger's file, only ever downloaded."""

    looks_up = "local_idp"
    permission = Permission.SUPPORT_LOCAL_IDP
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, number: str, pk: Any) -> HttpResponseBase:
        found = _found(self.actor, pk)
        statement = found.renewal or found.statement
        if not statement:
            raise Http404
        response = HttpResponse(bytes(statement), content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="erklaering-{number}"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox"
        return response
