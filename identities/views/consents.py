"""The employer's half of the two-sided consent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from identities import actions
from portal.core.forms import ConfirmForm
from portal.core.pages import ActionPage


class AllowPrivate(ActionPage):
    """Both ways stand beside each other with the same weight."""

    action = actions.allow_private_mitid
    form_class: Any = ConfirmForm
    template_name = "identities/allow_private.html"
    title = _("Privat MitID på arbejdet")
    section = "settings"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("answer") == "no":
            self.__dict__["action"] = actions.disallow_private_mitid
        return super().post(request, *args, **kwargs)

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"organisation": self.organisation}

    def get_success_url(self) -> str:
        return reverse("web:settings", args=[self.organisation.cvr])
