"""What every page of the desk has: its menu; and of a page inside an organisation: the access it is seen by."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.actions import RuleBroken
from portal.core.pages import ActionPage, ListPage, Page, ShowPage
from portal.core.permissions import Permission
from portal.web.support.opening import open_for

P = Permission
# label, address name, permission
MENU = (
    (_("Find og hjælp"), "index", P.SUPPORT_SEARCH),
    (_("Sager"), "cases", P.SUPPORT_CASE),
    (_("Sager om aftaler"), "agreement_cases", P.CASE_DECIDE),
    (_("CVR-hændelser"), "register_events", P.CASE_DECIDE),
    (_("Åbne adgange"), "accesses", P.SUPPORT_OPEN),
    (_("Leveringer fra NemID Erhverv"), "deliveries", P.DELIVERY_IMPORT),
    (_("Stikprøver"), "samples", P.SUPPORT_SUPERVISE),
    (_("Slettet"), "retention", P.SUPPORT_SUPERVISE),
    (_("Flytningen i landet"), "steering", P.SUPPORT_SEARCH),
)
# label, address name
AREAS = (
    (_("Overblik"), "organisation"),
    (_("Brugere"), "people"),
    (_("Rettigheder"), "grants"),
    (_("Fuldmagter"), "mandates"),
    (_("Flytning"), "migration"),
    (_("Betaling"), "billing"),
    (_("Mails"), "mails"),
    (_("Opgaver"), "jobs"),
    (_("Historik"), "history"),
)


def noted(request: HttpRequest, note: Callable[[], Any]) -> HttpResponseBase | None:
    """Note that a case is read; None, or instead of it the page that tells why this agent may not."""
    try:
        note()
    except RuleBroken as broken:
        return render(request, "web/support/not_yours.html", {"why": str(broken)}, status=403)
    return None


class DeskPage(Page):
    """A page of the desk; the support area itself asks for the login and the one-time code."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(desk_menu=list(self._menu()), **kwargs)

    def _menu(self) -> Any:
        here = self.request.path  # type: ignore[attr-defined]
        for label, name, permission in MENU:
            if self.request.actor.may(permission):  # type: ignore[attr-defined]
                url = reverse(f"support:{name}")
                current = here == url or (name != "index" and here.startswith(url))
                yield {"label": label, "url": url, "current": current}


class OpenedPage(DeskPage):
    """A page inside the organisation the agent has opened. `looks_up` names it in the log.

    Everything it reads goes through `actor`, who sees this organisation alone."""

    permission = P.SUPPORT_OPEN
    looks_up = ""
    area = ""

    @classmethod
    def noted_before(cls, request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase | None:
        return open_for(cls.looks_up, request, kwargs)

    @property
    def actor(self) -> Any:
        return self.request.opened  # type: ignore[attr-defined]

    @property
    def number(self) -> str:
        return str(self.organisation.cvr)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        areas = [{"label": label, "url": reverse(f"support:{name}", args=[self.number]), "current": name == self.area}
                 for label, name in AREAS]  # fmt: skip
        return super().get_context_data(areas=areas, access=self.actor.extra["access"], **kwargs)


class OpenedShow(OpenedPage, ShowPage):
    pass


class OpenedList(OpenedPage, ListPage):
    pass


class DeskAction(DeskPage, ActionPage):
    pass


class OpenedAction(OpenedPage, ActionPage):
    """One act inside the organisation, with a typed reason."""

    template_name = "web/support/act.html"
    after: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), after=self.after, **kwargs)

    def typed(self, reason: str) -> str:
        """The reason that goes with an act: what was typed, and the case it belongs to."""
        case = self.actor.extra["access"].case_number
        return str(_("%(reason)s (sag %(case)s)") % {"reason": reason, "case": case})
