"""The decisions as a file: fetched, filled in elsewhere, handed in again under the same checks."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from migration_flow import actions, forms, queries
from migration_flow.queries import answer_file
from portal.core.actions import RuleBroken
from portal.core.exports import csv_response, xlsx_response
from portal.core.pages import ActionPage, Page
from portal.core.permissions import Permission

RESPONSES = {"csv": csv_response, "xlsx": xlsx_response}


class AnswersDown(Page, View):
    permission = Permission.MIGRATION_SEE

    def get(self, request: HttpRequest, form: str, **kwargs: Any) -> HttpResponseBase:
        move = queries.move_of(self.actor)
        if move is None or form not in RESPONSES:
            raise Http404
        lines = answer_file.lines(move)
        return RESPONSES[form](f"beslutninger-{move.cvr}", answer_file.HEADER, lines)


class AnswersUp(ActionPage):
    """Hand the file in; what was taken and what was not is told on the same page."""

    action = actions.answer_by_file
    form_class = forms.AnswerFile
    template_name = "migration_flow/answers_up.html"
    title = _("Beslut med en fil")
    section = "migration"
    submit = _("Læs filen")

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            answered = self.action(actor=self.actor, content=form.cleaned_data["file"].read())
        except RuleBroken as broken:
            form.add_error("file", str(broken))
            return self.form_invalid(form)
        told = {"answered": answered, "problems": answered.problems[:200], "form": self.get_form_class()()}
        return self.render_to_response(self.get_context_data(**told))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("migration_flow:status", args=[self.organisation.cvr])
        return super().get_context_data(back=back, **kwargs)
