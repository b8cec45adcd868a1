"""After the move: the access receipt with its file, and the way back."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from migration_flow import actions, queries
from migration_flow.models import Decision, Move
from migration_flow.queries import receipt_lines
from portal.core.exports import csv_response
from portal.core.forms import PortalForm
from portal.core.pages import ActionPage, ListPage, Page
from portal.core.permissions import Permission


class AfterMove(Page):
    """A page that is there once the company has moved; before that it leads to where the move stands."""

    move: Move

    def refusal(self, request: HttpRequest) -> HttpResponseBase | None:
        if (refusal := super().refusal(request)) is not None:
            return refusal
        move = queries.move_of(self.actor)
        if move is None or move.state not in (Move.State.MOVED, Move.State.CONFIRMED):
            return redirect("migration_flow:status", self.organisation.cvr)
        self.move = move
        return None


class HasReceipt(AfterMove):
    def refusal(self, request: HttpRequest) -> HttpResponseBase | None:
        if (refusal := super().refusal(request)) is not None:
            return refusal
        return None if self.move.receipt_id else redirect("migration_flow:status", self.organisation.cvr)


class Receipt(HasReceipt, ListPage):
    """Every right and mandate of NemID Erhverv: works, stayed behind and why, or missing."""

    model = Decision
    permission = Permission.MIGRATION_SEE
    template_name = "migration_flow/receipt.html"
    title = gettext_lazy("Adgangskvittering")
    section = "migration"
    order_by = ("item", "rid", "id")

    def get_queryset(self) -> Any:
        rows = super().get_queryset().filter(item__in=receipt_lines.RECEIVED)
        wanted = self.request.GET.get("resultat", "")
        return rows.filter(outcome=wanted) if wanted in Decision.Outcome.values else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        chosen = self.request.GET.get("resultat", "")
        tabs = [("", _("Alle")), *Decision.Outcome.choices]
        return {
            **context, "move": self.move, "counts": self.move.receipt_facts, "chosen": chosen, "tabs": tabs,
            "lines": receipt_lines.in_words(context["rows"]),
            "missing": sum(each["missing"] for each in self.move.receipt_facts.values()),
        }  # fmt: skip


class ReceiptFile(HasReceipt, View):
    permission = Permission.MIGRATION_SEE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        header = [_("Slags"), "RID", _("Hvad"), _("Resultat"), _("Hvorfor"), _("Besluttet af")]
        return csv_response(f"adgangskvittering-{self.move.cvr}", header, receipt_lines.every_line(self.move))


class Undo(AfterMove, ActionPage):
    """The whole move is undone, confirmed on a page of its own."""

    action = actions.order_undo
    form_class = PortalForm
    template_name = "page_confirm.html"
    title = gettext_lazy("Fortryd flytningen")
    section = "migration"
    submit = gettext_lazy("Ja, fortryd hele flytningen")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consequences = (
            _(
                "Brugere, roller, rettigheder, fuldmagter og indstillinger bliver præcis, som de var før flytningen."
            ),
            _("Det, I har givet de flyttede brugere siden, forsvinder også."),
            _("Links, der er sendt til medarbejderne, holder op med at virke. De får det at vide."),
            _(
                "Jeres beslutninger, aftalen, historikken og den anden parts svar på fuldmagter bliver stående."
            ),
            _("Det kan kun gøres, indtil den første medarbejder har aktiveret sin bruger."),
        )
        return super().get_context_data(
            question=_("Vil I fortryde flytningen?"), consequences=consequences, danger=True,
            back=self.get_success_url(), **kwargs,
        )  # fmt: skip

    def get_success_url(self) -> str:
        return reverse("migration_flow:status", args=[self.organisation.cvr])
