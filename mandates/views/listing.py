"""Given and received mandates: search, status, pages by key; and the clients that are in no group."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandates.forms import MandateFilter
from mandates.models import Mandate
from mandates.queries import lists
from mandates.views.base import VisibleRows, dressed
from portal.core.pages import ListPage
from portal.core.permissions import Permission


class Given(VisibleRows, ListPage):
    permission = Permission.MANDATE_SEE
    template_name = "mandates/list.html"
    title = gettext_lazy("Fuldmagter")
    given = True
    order_by: tuple[str, ...] = ("grantee_key",)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.form = MandateFilter(request.GET or None)
        self.filters = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Mandate]:
        text, status = (self.filters.get(name) or "" for name in ("q", "status"))
        return lists.listed(self.actor, given=self.given, text=text.strip(), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = {"give": self.actor.may(Permission.MANDATE_GIVE),
               "distribute": self.actor.may(Permission.MANDATE_DISTRIBUTE)}  # fmt: skip
        context = super().get_context_data(
            form=self.form, given=self.given, tabs=self._tabs(), may=may, **kwargs
        )
        context["rows"] = dressed(context["rows"])
        return context

    def _tabs(self) -> list[dict[str, Any]]:
        cvr = self.organisation.cvr
        return [
            {"label": _("Givet af os"), "url": reverse("mandates:list", args=[cvr]), "current": self.given},
            {
                "label": _("Givet til os"),
                "url": reverse("mandates:received", args=[cvr]),
                "current": not self.given,
            },
        ]


class Received(Given):
    given = False
    order_by = ("grantor_key",)
