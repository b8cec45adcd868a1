"""The questions: a list per kind with our proposal, one page per question, and one button for all proposals."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from migration_flow import actions, forms, queries
from migration_flow.models import Decision, Move
from migration_flow.queries.filters import filtered
from migration_flow.rules import HEADINGS, REASONS
from portal.core.actions import RuleBroken
from portal.core.pages import ActionPage, ListPage, Page
from portal.core.permissions import Permission


def explain(decisions: list[Decision]) -> list[Decision]:
    """Give each decision its legacy row and the reason of its proposal in words."""
    for each in queries.attach_legacy(decisions):
        each.reason_words = REASONS.get((each.item, each.proposal_reason), "")  # type: ignore[attr-defined]
    return decisions


class OneKind(Page):
    """A page about one kind of question, named in its address."""

    def refusal(self, request: HttpRequest) -> HttpResponseBase | None:
        if (refusal := super().refusal(request)) is not None:
            return refusal
        if self.kwargs["item"] not in Decision.Item.values:  # type: ignore[attr-defined]
            raise Http404
        return None

    @property
    def item(self) -> Decision.Item:
        return Decision.Item(self.kwargs["item"])  # type: ignore[attr-defined]

    def line(self) -> dict[str, Any]:
        return next(line for line in queries.summary(self.actor) if line["item"] == self.item)

    def list_url(self) -> str:
        return reverse("migration_flow:decisions", args=[self.organisation.cvr, self.item.value])


class DecisionList(OneKind, ListPage):
    """All questions of one kind: filtered, ticked, or one by one."""

    model = Decision
    permission = Permission.MIGRATION_SEE
    template_name = "migration_flow/decisions.html"
    section = "migration"
    order_by = ("id",)

    def get_queryset(self) -> Any:
        self.form = forms.DecisionFilter(self.request.GET or None, item=self.item)
        filters = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        return filtered(super().get_queryset().filter(item=self.item), self.item, filters)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        explain(context["rows"])
        move = queries.move_of(self.actor)
        deciding = move is not None and move.state == Move.State.DECIDING
        may_decide = deciding and self.actor.may(Permission.MIGRATION_DECIDE)
        return {**context, "item": self.item, "title": HEADINGS[self.item], "line": self.line(), "form": self.form,
                "may_decide": may_decide, "back": self.list_url()}  # fmt: skip


class DecideMany(OneKind, ActionPage):
    """What is ticked in the list gets one answer. The value of a tick is `id:version`."""

    action = actions.decide_many
    form_class = forms.Ticked
    http_method_names = ["post"]
    template_name = "migration_flow/accept.html"

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        choice, pairs = form.cleaned_data["choice"], form.pairs(self.request.POST.getlist("ids"))
        return {"answers": [actions.Answer(0, key, version, choice) for key, version in pairs]}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            answered = self.action(actor=self.actor, **self.get_action_kwargs(form))
        except RuleBroken as broken:
            messages.error(self.request, str(broken))
            return redirect(self.list_url())
        messages.success(self.request, _("%(n)s svar er gemt.") % {"n": answered.done})
        for _line, rid, why in answered.problems[:5]:
            messages.error(self.request, f"{rid}: {why}" if rid else why)
        return redirect(self.list_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, str(_("Vælg “Flyt med” eller “Lad blive”.")))
        return redirect(self.list_url())


class AcceptPage(OneKind, ActionPage):
    """All proposals of one kind, confirmed on a page of its own."""

    action = actions.accept_proposals
    form_class = forms.AcceptProposals
    template_name = "migration_flow/accept.html"
    title = _("Brug forslagene")
    section = "migration"
    submit = _("Ja, brug forslagene")
    done = _("Forslagene er brugt. Du kan stadig ændre dem ét for ét.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"item": self.kwargs["item"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=HEADINGS[self.item], line=self.line(), back=self.list_url(), **kwargs
        )

    def get_success_url(self) -> str:
        return reverse("migration_flow:status", args=[self.organisation.cvr])
