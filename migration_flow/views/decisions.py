"""The questions: a list per kind with our proposal, one page per question, and one button for all proposals."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from migration_flow import actions, forms, queries
from migration_flow.models import Decision
from migration_flow.rules import REASONS
from portal.core.pages import ActionOnObject, ActionPage, ListPage
from portal.core.permissions import Permission


def explain(decisions: list[Decision]) -> list[Decision]:
    """Give each decision its legacy row and the reason of its proposal in words."""
    for each in queries.attach_legacy(decisions):
        each.reason_words = REASONS.get((each.item, each.proposal_reason), "")  # type: ignore[attr-defined]
    return decisions


class DecisionList(ListPage):
    model = Decision
    permission = Permission.MIGRATION_SEE
    template_name = "migration_flow/decisions.html"
    section = "migration"
    order_by = ("id",)

    def get_queryset(self) -> Any:
        if self.kwargs["item"] not in queries.MODELS:
            raise Http404
        rows = super().get_queryset().filter(item=self.kwargs["item"])
        return rows.filter(choice="") if "mangler" in self.request.GET else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        item = Decision.Item(self.kwargs["item"])
        line = next(line for line in queries.summary(self.actor) if line["item"] == item)
        explain(context["rows"])
        may_decide = self.actor.may(Permission.MIGRATION_DECIDE)
        return {**context, "item": item, "title": item.label, "line": line, "may_decide": may_decide}


class AcceptPage(ActionPage):
    """All proposals of one kind, confirmed on a page of its own."""

    action = actions.accept_proposals
    form_class = forms.AcceptProposals
    template_name = "migration_flow/accept.html"
    title = _("Brug forslagene")
    section = "migration"
    submit = _("Ja, brug forslagene")
    done = _("Forslagene er brugt. Du kan stadig ændre dem ét for ét.")

    def refusal(self, request: HttpRequest) -> HttpResponseBase | None:
        if (refusal := super().refusal(request)) is not None:
            return refusal
        if self.kwargs["item"] not in queries.MODELS:
            raise Http404
        return None

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"item": self.kwargs["item"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = Decision.Item(self.kwargs["item"])
        line = next(line for line in queries.summary(self.actor) if line["item"] == item)
        return super().get_context_data(item=item, line=line, back=self.get_success_url(), **kwargs)

    def get_success_url(self) -> str:
        return reverse("migration_flow:status", args=[self.organisation.cvr])


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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        explain([self.object])
        return super().get_context_data(back=self.get_success_url(), **kwargs)

    def get_success_url(self) -> str:
        return reverse("migration_flow:decisions", args=[self.organisation.cvr, self.object.item])
