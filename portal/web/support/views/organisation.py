"""The pages of one organisation, read-only: what its administrators see, and what holds it up."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from identities.models import Identity
from identities.queries import search
from portal.core.models import AuditEntry, Job
from portal.web.history.queries import with_words
from portal.web.support.forms import PeopleFilter
from portal.web.support.queries import organisation as queries
from portal.web.support.views.base import OpenedList, OpenedShow
from rights.models import Grant


class Overview(OpenedShow):
    looks_up = "overview"
    area = "organisation"
    template_name = "web/support/organisation.html"
    title = _("Overblik")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**queries.overview(self.actor), **kwargs)


class People(OpenedList):
    looks_up = "people"
    area = "people"
    model = Identity
    order_by = ("sort_key",)
    template_name = "web/support/people.html"
    title = _("Brugere")

    def get_queryset(self) -> Any:
        self.form = PeopleFilter(self.request.GET or None)
        rows = super().get_queryset()
        text = self.form.cleaned_data["q"].strip() if self.form.is_bound and self.form.is_valid() else ""
        return search.found(rows, text) if text else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"form": self.form}


class Grants(OpenedList):
    looks_up = "grants"
    area = "grants"
    model = Grant
    order_by = ("-given_at",)
    template_name = "web/support/grants.html"
    title = _("Rettigheder")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("right__system", "identity", "group")


class Mandates(OpenedList):
    looks_up = "mandates"
    area = "mandates"
    order_by = ("-created_at",)
    template_name = "web/support/mandates.html"
    title = _("Fuldmagter")

    def get_queryset(self) -> Any:
        wanted = "grantee" if self.request.GET.get("vis") == "modtaget" else "grantor"
        rows = queries.mandates(self.actor).filter(Q(**{wanted: self.organisation}))
        return rows.select_related("grantor", "grantee")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        received = self.request.GET.get("vis") == "modtaget"
        sides = [{"label": _("Givet"), "url": "?vis=givet", "current": not received},
                 {"label": _("Modtaget"), "url": "?vis=modtaget", "current": received}]  # fmt: skip
        return super().get_context_data(sides=sides, **kwargs)


class Migration(OpenedShow):
    looks_up = "migration"
    area = "migration"
    template_name = "web/support/migration.html"
    title = _("Flytning fra NemID Erhverv")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**queries.migration(self.actor), **kwargs)


class Billing(OpenedShow):
    looks_up = "billing"
    area = "billing"
    template_name = "web/support/billing.html"
    title = _("Betaling")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**queries.billing(self.actor), **kwargs)


class Mails(OpenedList):
    looks_up = "mails"
    area = "mails"
    order_by = ("-created_at",)
    template_name = "web/support/mails.html"
    title = _("Mails")

    def get_queryset(self) -> Any:
        return queries.mails(self.actor)


class Jobs(OpenedList):
    looks_up = "jobs"
    area = "jobs"
    model = Job
    order_by = ("-created_at",)
    template_name = "web/support/jobs.html"
    title = _("Opgaver")


class History(OpenedList):
    looks_up = "history"
    area = "history"
    model = AuditEntry
    order_by = ("-at",)
    template_name = "web/support/history.html"
    title = _("Historik")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        with_words(context["rows"])
        return context
