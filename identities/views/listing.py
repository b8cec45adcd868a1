"""The list of users: search, filters, order, pages by key, choosing over pages, and the list as a file."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy

from identities.forms import IdentityFilter
from identities.models import Consent, Identity, RoleAssignment
from identities.queries import lists, search
from identities.views.lines import lines
from portal.core.pages import ListPage
from portal.core.permissions import Permission


class IdentityList(ListPage):
    """`?q=` shows the fifty best; without it, pages by key in the chosen order."""

    model = Identity
    permission = Permission.IDENTITY_SEE
    template_name = "identities/list.html"
    title = gettext_lazy("Brugere")
    section = "identities"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.form = IdentityFilter(request.GET or None)
        self.filters = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        return super().dispatch(request, *args, **kwargs)

    @property
    def sort(self) -> str:
        wanted = self.request.GET.get("sort", "name")
        return wanted if wanted in lists.ORDERS else "name"

    def get_order(self) -> tuple[str, ...]:
        return lists.ORDERS[self.sort]

    def get_queryset(self) -> QuerySet[Identity]:
        return shown(lists.filtered(super().get_queryset(), self.filters))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = (self.filters.get("q") or "").strip()
        told = {
            "form": self.form,
            "sort": self.sort,
            "q": text,
            "may_manage": self.actor.may(Permission.IDENTITY_MANAGE),
            "may_export": self.actor.may(Permission.IDENTITY_EXPORT),
            "query": self.request.GET.urlencode(),
        }
        if text:
            rows = search.best(self.get_queryset(), text)
            context = super(ListPage, self).get_context_data(
                rows=rows, next="", previous="", **told, **kwargs
            )
        else:
            context = super().get_context_data(**told, **kwargs)
        return context | {"lines": lines(context["rows"], self.organisation.cvr, told["may_manage"])}


def shown(rows: QuerySet[Identity]) -> QuerySet[Identity]:
    """With what a line of the list says about login and roles: one query more, whatever the number of
    lines."""
    standing = RoleAssignment.objects.across_organisations("of identities already in scope").filter(
        ended_at=None
    )
    consents = Consent.objects.across_organisations("of identities already in scope").filter(
        withdrawn_at=None
    )
    return rows.annotate(uses_private=Exists(consents.filter(identity=OuterRef("pk")))).prefetch_related(
        Prefetch("role_assignments", queryset=standing, to_attr="standing")
    )
