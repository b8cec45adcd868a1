"""The organisation's history with filter and file, one's own activity, and who has looked one up."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from portal.core.exports import csv_response
from portal.core.models import AuditEntry
from portal.core.pages import ListPage, Page, ShowPage
from portal.core.permissions import Permission
from portal.web.history import actions, queries
from portal.web.history.forms import HistoryFilter


class History(ListPage):
    """Every administrative act, in words, newest first. Employees' logins are not in it."""

    model = AuditEntry
    permission = Permission.HISTORY_SEE
    template_name = "web/history.html"
    title = gettext_lazy("Historik")
    section = "history"
    order_by = ("-at",)

    def get_queryset(self) -> Any:
        self.form = HistoryFilter(self.request.GET or None)
        return queries.filtered(super().get_queryset(), self.form.told)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        queries.with_words(context["rows"])
        return context | {"form": self.form, "query": self.request.GET.urlencode()}


class ExportHistory(Page, View):
    """The same rows as the filter shows, as a file; no cell of it is ever a formula."""

    permission = Permission.HISTORY_SEE
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponseBase:
        told = HistoryFilter(request.GET or None).told
        actions.export_history(actor=self.actor, told=told)
        rows = queries.filtered(AuditEntry.objects.for_actor(self.actor), told)
        header = (_("Tidspunkt"), _("Hvad skete der"), _("Af hvem"), _("Begrundelse"), _("Hændelse"), _("Om"))
        return csv_response(f"historik-{self.organisation.cvr}", header, queries.lines(rows))


class MyActivity(ListPage):
    """What I have done myself, whoever I acted for."""

    permission = Permission.OWN_IDENTITY
    template_name = "web/my_activity.html"
    title = gettext_lazy("Det, jeg har gjort")
    order_by = ("-at",)

    def get_queryset(self) -> Any:
        return queries.own_activity(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        queries.with_words(context["rows"])
        return context


class MyLookUps(ShowPage):
    """When support has seen something about me, where, and why."""

    permission = Permission.OWN_IDENTITY
    template_name = "web/my_look_ups.html"
    title = gettext_lazy("Hvem har set mine oplysninger")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=queries.looked_up(self.request.user), **kwargs)
