"""One question: what we propose and why, what each answer loses and costs, and what to do when two answer at once."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from migration_flow import actions, forms
from migration_flow.models import Decision
from migration_flow.queries import preview
from migration_flow.views.decisions import explain
from portal.core.actions import RuleBroken, Stale
from portal.core.pages import ActionOnObject


class AnswerPage(ActionOnObject):
    """One question, its proposal and the reason for it."""

    model = Decision
    action = actions.decide
    subject_name = "decision"
    template_name = "migration_flow/answer.html"
    title = _("Din beslutning")
    section = "migration"
    submit = _("Gem beslutningen")
    done = _("Beslutningen er gemt.")

    def get_form_class(self) -> Any:
        return forms.EmployeeAnswer if self.object.item == Decision.Item.EMPLOYEE else forms.Answer

    def get_initial(self) -> dict[str, Any]:
        [decision] = explain([self.object])
        first = {"version": decision.version, "choice": decision.choice or decision.proposal}
        if decision.item != Decision.Item.EMPLOYEE:
            return first
        legacy = decision.legacy  # type: ignore[attr-defined]
        known = {name: getattr(legacy, name) for name in ("given_name", "surname", "email")}
        return {**first, **known, **decision.change}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        change = form.change() if isinstance(form, forms.EmployeeAnswer) else {}
        choice = form.cleaned_data["choice"]
        if change and choice == Decision.Choice.MOVE:
            choice = Decision.Choice.CHANGE
        return {
            "decision": self.object,
            "version": form.cleaned_data["version"],
            "choice": choice,
            "change": change,
        }

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return self._stored(form)
        except Stale as stale:
            return self._conflict(form, stale)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
            return self.form_invalid(form)

    def _stored(self, form: Any) -> HttpResponse:
        self.result = self.action(actor=self.actor, **self.get_action_kwargs(form))
        messages.success(self.request, str(self.done))
        return redirect(self.get_success_url())

    def _conflict(self, form: Any, stale: Stale) -> HttpResponse:
        """Both answers side by side; sending again writes over the other's, knowingly."""
        self.object = self.get_queryset().get(pk=self.object.pk)
        given = {**form.data.dict(), "version": self.object.version}
        mine = Decision.Choice(form.cleaned_data["choice"]).label
        context = self.get_context_data(form=self.get_form_class()(given), told=str(stale), mine=mine)
        return render(self.request, "migration_flow/conflict.html", context, status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        explain([self.object])
        cost = preview.cost_of(self.object.move)
        lost = preview.lost_with(self.object.move, self.object)
        return super().get_context_data(back=self.get_success_url(), cost=cost, lost=lost, **kwargs)

    def get_success_url(self) -> str:
        return reverse("migration_flow:decisions", args=[self.organisation.cvr, self.object.item])
