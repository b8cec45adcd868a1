"""Many chosen users at once, also over pages; and the list as a file, exactly as it is filtered."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from identities import actions, queries
from identities.actions.selection import ACTS, MOST, TITLES
from identities.forms import IdentityFilter
from identities.models import Identity, Price
from identities.queries import lists
from identities.views.living import decimal_or_none
from portal.core.actions import RuleBroken
from portal.core.exports import csv_response, xlsx_response
from portal.core.pages import Page, ShowPage
from portal.core.permissions import Permission


def chosen_rows(actor: Any, data: Any) -> Any:
    """The identities a form means: the ticked ones, or with `all` everything the list showed with its
    filters."""
    rows = Identity.objects.for_actor(actor)
    if data.get("all") == "1":
        return lists.matching(rows, filters(QueryDict(data.get("query", ""))))
    return rows.filter(pk__in=[pk for pk in data.getlist("ids") if _is_uuid(pk)])


def filters(query: Any) -> dict[str, Any]:
    form = IdentityFilter(query)
    return form.cleaned_data if form.is_valid() else {}


class Selection(ShowPage):
    """First sent by the list: what will happen and what it can cost. Then confirmed: a job."""

    permission = Permission.IDENTITY_MANAGE
    template_name = "identities/selection.html"
    section = "identities"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("identities:list", self.organisation.cvr)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act, rows = request.POST.get("act", ""), chosen_rows(self.actor, request.POST)
        if act not in ACTS:
            return self._back(_("Vælg, hvad der skal ske."))
        ids = list(rows.values_list("pk", flat=True)[: MOST + 1])
        if not ids:
            return self._back(_("Vælg mindst én bruger."))
        if request.POST.get("confirmed") == "1":
            return self._start(act, ids)
        return self.render_to_response(
            self.get_context_data(
                title=TITLES[act],
                act=act,
                count=len(ids),
                ceiling=queries.ceiling_for(self.organisation, len(ids)),
                price_shown=queries.price(Price.Item.IDENTITY),
                ids=request.POST.getlist("ids"),
                all=request.POST.get("all", ""),
                query=request.POST.get("query", ""),
            )
        )

    def _start(self, act: str, ids: list[Any]) -> HttpResponse:
        changes = {name: self.request.POST[name] for name in ("department",) if self.request.POST.get(name)}
        shown = decimal_or_none(self.request.POST.get("price_shown"))
        try:
            job = actions.start_selection(
                actor=self.actor,
                act=act,
                ids=ids,
                price_shown=shown,
                changes=changes if act == "change" else None,
            )
        except RuleBroken as broken:
            return self._back(str(broken))
        return redirect("web:job", self.organisation.cvr, job.pk)

    def _back(self, told: str) -> HttpResponse:
        messages.error(self.request, told)
        return redirect("identities:list", self.organisation.cvr)


class Export(Page, View):
    """POST, because it leaves a trace: who took the list, with which filters. Never a CPR number."""

    permission = Permission.IDENTITY_EXPORT
    http_method_names = ["post"]
    columns = (
        gettext_lazy("Navn"),
        gettext_lazy("E-mail"),
        gettext_lazy("Telefon"),
        gettext_lazy("Status"),
        gettext_lazy("Afdeling"),
        gettext_lazy("P-nummer"),
        "RID",
        "UUID",
        gettext_lazy("Loginmåde"),
        gettext_lazy("Sidst brugt"),
    )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = filters(QueryDict(request.POST.get("query", "")))
        rows = actions.export_identities(actor=self.actor, filters=wanted)
        lines = (line(row) for row in rows)
        answer = xlsx_response if request.POST.get("format") == "xlsx" else csv_response
        return answer(f"brugere-{self.organisation.cvr}", [str(each) for each in self.columns], lines)


def line(row: Any) -> tuple[Any, ...]:
    login = (
        ""
        if row.state not in Identity.LIVE
        else _("Privat MitID")
        if row.uses_private
        else _("Særskilt MitID")
    )
    last = row.last_used_month.strftime("%m-%Y") if row.last_used_month else ""
    return (
        row.shown_name,
        row.email,
        row.phone,
        row.get_state_display(),
        row.department,
        row.p_number,
        row.rid or "",
        str(row.pk),
        login,
        last,
    )


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
