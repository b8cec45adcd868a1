"""The list of users: search, filters, order, pages by key, choosing over pages, and the list as a file."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from identities.forms import SORTS, IdentityFilter
from identities.models import AdministratorRole, Consent, Identity, RoleAssignment
from identities.queries import lists, search
from portal.core.pages import ListPage
from portal.core.permissions import Permission
from portal.core.templatetags._pieces import badge

TONES = {
    "draft": "neutral",
    "pending": "info",
    "active": "success",
    "suspended": "warning",
    "closed": "neutral",
}


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
        return wanted if wanted in SORTS else "name"

    def get_order(self) -> tuple[str, ...]:
        return lists.ORDERS.get(self.sort, lists.ORDERS["name"])

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
            return super(ListPage, self).get_context_data(
                rows=dressed(rows, self.organisation.cvr), next="", previous="", **told, **kwargs
            )
        context = super().get_context_data(**told, **kwargs)
        context["rows"] = dressed(context["rows"], self.organisation.cvr)
        return context


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


def dressed(rows: list[Identity], cvr: str) -> list[Identity]:
    """Each row with what its line says, made once per page: fifty times a tag is most of what a page costs."""
    address = reverse("identities:list", args=[cvr])
    badges = {state: badge(label, TONES[state]) for state, label in Identity.State.choices}
    roles = dict(AdministratorRole.choices)
    private, dedicated = _("Bruger privat MitID"), _("Bruger særskilt MitID")
    kinds = {"automatic": _("MitID privat til erhverv"), "local_idp": _("Lokal IdP")}
    for row in rows:
        line: Any = row
        line.address, line.badge = f"{address}{row.pk}/", badges[row.state]
        line.roles = ", ".join(str(roles[each.role]) for each in line.standing)
        uses = kinds.get(row.kind) or (private if line.uses_private else dedicated)
        line.login = uses if row.state in Identity.LIVE else ""
    return rows
