"""What the pages about rights share: the tabs at the top, and choosing many from a list."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.agreements.models import RegisterUnit
from portal.core.actions import RuleBroken
from portal.core.pages import ListPage
from portal.core.permissions import Permission

P = Permission
TABS = (
    ("overview", gettext_lazy("Tildelt"), P.GRANT_SEE),
    ("catalogue", gettext_lazy("Katalog"), P.CATALOGUE_SEE),
    ("requests", gettext_lazy("Ansøgninger"), P.RIGHT_DECIDE),
    ("review", gettext_lazy("Gennemgang"), P.GRANT_SEE),
    ("mine", gettext_lazy("Mine rettigheder"), P.RIGHT_REQUEST),
)


class InRights:
    """A page of this area."""

    section = "rights"
    tab = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"tabs": _tabs(context["actor"], self.tab), **context}


def _tabs(actor: Any, here: str) -> list[dict[str, Any]]:
    if actor.organisation is None:
        return []
    cvr = actor.organisation.cvr
    return [
        {"label": label, "url": reverse(f"rights:{name}", args=[cvr]), "current": name == here}
        for name, label, permission in TABS
        if actor.may(permission)
    ]


def own_units(organisation: Any) -> list[tuple[str, str]]:
    """(P-number, "name (P-number)") of the organisation's living production units."""
    rows = RegisterUnit.objects.filter(company_id=organisation.cvr, ceased_on__isnull=True).order_by(
        "p_number"
    )
    return [(row.p_number, f"{row.name} ({row.p_number})".strip()) for row in rows]


class ChooseMany(InRights, ListPage):
    """A list whose chosen rows go to one bulk action. Nothing chosen is answered with a hint, not a crash."""

    action: Callable[..., Any]

    def do(self, ids: list[uuid.UUID]) -> Any:
        """Call the action; returns its Outcome."""
        raise NotImplementedError

    def back(self) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.get_queryset()  # 404 where the list itself is not there for this actor
        ids = _uuids(request.POST.getlist("ids"))
        if not ids:
            messages.warning(request, _("Vælg mindst én i listen. Intet er ændret."))
            return redirect(request.get_full_path())
        try:
            outcome = self.do(ids)
        except RuleBroken as broken:
            messages.error(request, str(broken))
            return redirect(request.get_full_path())
        messages.success(request, _told(outcome))
        return redirect(self.back())


def _told(outcome: Any) -> str:
    done = ngettext("%(n)s er ændret.", "%(n)s er ændret.", outcome.done) % {"n": outcome.done}
    if not outcome.skipped:
        return done
    skipped = ngettext("%(n)s var det allerede.", "%(n)s var det allerede.", outcome.skipped)
    return f"{done} {skipped % {'n': outcome.skipped}}"


def _uuids(texts: list[str]) -> list[uuid.UUID]:
    return [uuid.UUID(text) for text in texts[:1000] if is_uuid(text)]


def is_uuid(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False
