"""What the desk can do about an organisation's job or charge, with a typed reason."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from identities import actions as identities
from identities.models import CreditNote
from portal.core.models import Job
from portal.web.support import actions, forms
from portal.web.support.views.base import OpenedAction


class RunAgain(OpenedAction):
    looks_up = "jobs"
    area = "jobs"
    action = actions.run_again
    form_class = forms.ReasonForm
    title = _("Sæt opgaven i gang igen")
    submit = _("Sæt i gang")
    after = _("De dele, der stoppede, bliver prøvet igen. Det, der er gjort, bliver ikke gjort to gange.")
    done = _("Opgaven er sat i gang.")

    @property
    def job(self) -> Job:
        found = Job.objects.for_actor(self.actor).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"job": self.job, "reason": self.typed(form.cleaned_data["reason"])}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(about=self.job.title, **kwargs)

    def get_success_url(self) -> str:
        return reverse("support:jobs", args=[self.number])


class AnswerCredit(OpenedAction):
    looks_up = "billing"
    area = "billing"
    action = identities.answer_credit_note
    form_class = forms.AnswerWithReason
    title = _("Svar på et forslag om kreditnota")
    submit = _("Send svaret")
    after = _("En godkendt kreditnota kommer på den næste regning.")
    done = _("Svaret er gemt.")

    @property
    def note(self) -> CreditNote:
        rows = CreditNote.objects.for_actor(self.actor).select_related("charge", "organisation")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        told = form.cleaned_data
        return {"note": self.note, "approved": told["approved"], "reason": self.typed(told["reason"])}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(about=self.note.reason, **kwargs)

    def get_success_url(self) -> str:
        return reverse("support:billing", args=[self.number])
