"""The answer to an offer or a request; the principal's word; the confirmation of a carried-over mandate."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandates import actions
from mandates.forms import AnswerForm
from mandates.queries import details
from mandates.views.base import ConfirmOnMandate, OnMandate
from portal.core.permissions import Permission


class Answer(OnMandate):
    action = actions.accept
    permission = Permission.MANDATE_ANSWER
    form_class = AnswerForm
    template_name = "mandates/answer.html"
    title = gettext_lazy("Svar på fuldmagten")
    submit = gettext_lazy("Send svaret")

    def form_valid(self, form: Any) -> HttpResponse:
        says_no = form.cleaned_data["answer"] == "decline"
        self.__dict__["action"] = actions.decline if says_no else actions.accept
        response = super().form_valid(form)
        if not form.errors:
            messages.success(self.request, self._told(says_no))
        return response

    def _told(self, says_no: bool) -> str:
        if says_no:
            return _("Svaret er sendt. Fuldmagten træder ikke i kraft.")
        if self.result.state != "active":
            return _(
                "Du har skrevet under. En anden hos jer skal også skrive under, før fuldmagten træder i kraft."
            )
        return _("Fuldmagten er i kraft.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        if form.cleaned_data["answer"] == "decline":
            return {"mandate": self.object, "reason": form.cleaned_data["reason"]}
        return {"mandate": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deadline = self.object.answer_before
        over = not self.object.is_waiting or (deadline is not None and deadline <= timezone.now())
        return super().get_context_data(rights=details.rights_of(self.object), over=over, **kwargs)


class Approve(ConfirmOnMandate):
    action = actions.approve
    question = gettext_lazy("Må fuldmagten gives videre?")
    consequences = (
        gettext_lazy("Modtageren kan handle for jer, når den også har sagt ja."),
        gettext_lazy("I kan afslutte videregivelsen når som helst uden at afslutte jeres egen fuldmagt."),
    )
    danger = False
    submit = gettext_lazy("Ja, den må gives videre")
    done = gettext_lazy("I har godkendt, at fuldmagten gives videre.")


class Confirm(ConfirmOnMandate):
    action = actions.confirm
    question = gettext_lazy("Vil I bekræfte den videreførte fuldmagt?")
    consequences = (
        gettext_lazy("Når begge parter har bekræftet, fortsætter fuldmagten med de samme rettigheder."),
        gettext_lazy("Bekræfter kun den ene, ophører den, når fristen udløber."),
    )
    danger = False
    submit = gettext_lazy("Bekræft fuldmagten")
    done = gettext_lazy("I har bekræftet fuldmagten.")
