"""Lists of clients or mandates of which some, or all, are chosen for one act."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandates.actions import distribute_in_bulk, renew_in_bulk
from mandates.actions.distributing import MOST
from mandates.forms import RenewFilter
from mandates.models import Mandate
from mandates.queries import lists
from mandates.views.base import VisibleRows, dressed
from mandates.views.client_groups import OfOneGroup
from portal.core.actions import RuleBroken
from portal.core.pages import ListPage
from portal.core.permissions import Permission
from rights.actions import empty_client_group, fill_client_group
from rights.models import ClientGroup, ClientGroupMember
from rights.views.base import ChooseMany, is_uuid


class RemoveClients(OfOneGroup, ChooseMany):
    """Clients of the group, chosen to be taken out."""

    template_name = "mandates/choose_clients.html"
    order_by = ("client_key",)

    def get_queryset(self) -> QuerySet[ClientGroupMember]:
        return self.members()

    def do(self, ids: list[uuid.UUID]) -> Any:
        return empty_client_group(actor=self.actor, client_group=self.find(), clients=ids)

    def back(self) -> str:
        return self.group_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        clients = self.clients(context["rows"])
        title = _("Tag kunder ud af %(group)s") % {"group": self.group}
        button = _("Tag de valgte ud")
        return {
            **context,
            "title": title,
            "group": self.group,
            "form": self.form,
            "clients": clients,
            "button": button,
        }

    def clients(self, rows: list[Any]) -> list[tuple[uuid.UUID, Any]]:
        """(id, organisation) of each row."""
        return [(row.client_id, row.client) for row in rows]


class AddClients(RemoveClients):
    """Those who have given us a mandate and are not in the group yet."""

    order_by = ("grantor_key",)

    def get_queryset(self) -> Any:
        inside = ClientGroupMember.objects.for_actor(self.actor).filter(client_group=self.find())
        return lists.clients_not_in(self.actor, inside, self.text())

    def do(self, ids: list[uuid.UUID]) -> Any:
        return fill_client_group(actor=self.actor, client_group=self.find(), clients=ids)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Læg kunder i %(group)s") % {"group": self.find()}
        button = _("Læg de valgte i gruppen")
        return {**super().get_context_data(**kwargs), "title": title, "button": button}

    def clients(self, rows: list[Any]) -> list[tuple[uuid.UUID, Any]]:
        return [(row.affairs_of.pk, row.affairs_of) for row in rows]


class NoGroup(VisibleRows, ChooseMany):
    """Clients in none of our client groups: with 80,000 of them, those that somebody forgot. Some, or all of them by
    a job, are put into a group from here."""

    permission = Permission.MANDATE_DISTRIBUTE
    template_name = "mandates/no_group.html"
    title = gettext_lazy("Kunder uden kundegruppe")
    section = "mandates"
    order_by = ("grantor_key",)

    def get_queryset(self) -> QuerySet[Mandate]:
        return lists.clients_not_in(self.actor, ClientGroupMember.objects.for_actor(self.actor))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.POST.get("client_group", "")
        groups = ClientGroup.objects.for_actor(self.actor).select_related("organisation")
        self.group = groups.filter(pk=wanted).first() if is_uuid(wanted) else None
        if self.group is None:
            messages.warning(request, _("Vælg den kundegruppe, kunderne skal lægges i. Intet er ændret."))
            return redirect(request.get_full_path())
        return self._all() if request.POST.get("do") == "all" else super().post(request, *args, **kwargs)

    def do(self, ids: list[uuid.UUID]) -> Any:
        assert self.group is not None
        return fill_client_group(actor=self.actor, client_group=self.group, clients=ids)

    def _all(self) -> HttpResponseBase:
        assert self.group is not None
        pairs = self.get_queryset().values_list("principal__cvr", "grantor__cvr")[:MOST]
        numbers = list(dict.fromkeys(principal or grantor for principal, grantor in pairs))
        try:
            job = distribute_in_bulk(actor=self.actor, group=None, name=self.group.name, numbers=numbers)
        except RuleBroken as broken:
            messages.error(self.request, str(broken))
            return redirect(self.request.get_full_path())
        return redirect("mandates:bulk", self.organisation.cvr, job.pk)

    def back(self) -> str:
        return str(self.request.get_full_path())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        clients = [(row.affairs_of.pk, row.affairs_of, row.pk) for row in context["rows"]]
        groups = ClientGroup.objects.for_actor(self.actor).order_by("name")[:500]
        return {**context, "clients": clients, "groups": groups}


class RenewMany(VisibleRows, ListPage):
    """Mandates near their end, given or received: the chosen ones, or all of the list, are renewed by a job."""

    permission = Permission.MANDATE_GIVE
    template_name = "mandates/renew_many.html"
    title = gettext_lazy("Forny mange fuldmagter")
    order_by = ("ends_at",)

    def get_queryset(self) -> QuerySet[Mandate]:
        self.form = RenewFilter(self.request.GET or None)
        asked = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        self.given = asked.get("side") == "given"
        return lists.renewable(
            self.actor, timezone.now(), given=self.given, days=int(asked.get("days") or 90)
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = self.get_queryset()
        if request.POST.get("do") == "all":
            ids = list(rows.values_list("pk", flat=True)[:MOST])
        else:
            ids = [uuid.UUID(each) for each in request.POST.getlist("ids")[:1000] if is_uuid(each)]
        months = request.POST.get("months", "")
        try:
            job = renew_in_bulk(
                actor=self.actor, mandates=ids, months=int(months) if months in MONTHS else None
            )
        except RuleBroken as broken:
            messages.warning(request, str(broken))
            return redirect(request.get_full_path())
        return redirect("mandates:bulk", self.organisation.cvr, job.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        back = reverse("mandates:list", args=[self.organisation.cvr])
        rows = dressed(context["rows"])
        return {**context, "form": self.form, "given": self.given, "rows": rows, "back": back}


MONTHS = ("12", "24", "36")
