"""What every page's frame needs: menu, organisation, person, support line. A few cheap reads, none on error pages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import portal.core.opening_hours as opening_hours
from portal.core.actors import Kind
from portal.core.permissions import Permission
from portal.web.notifications.queries import unread

P = Permission
# label, address name, section, permission: the side menu of an organisation, from top to bottom.
MENU = (
    (gettext_lazy("Overblik"), "web:overview", "overview", P.OVERVIEW_SEE),
    (gettext_lazy("Flytning fra NemID"), "migration_flow:start", "migration", P.MIGRATION_SEE),
    (gettext_lazy("Brugere"), "identities:list", "identities", P.IDENTITY_SEE),
    (gettext_lazy("Rettigheder"), "rights:overview", "rights", P.GRANT_SEE),
    (gettext_lazy("Brugergrupper"), "rights:groups", "groups", P.GRANT_SEE),
    (gettext_lazy("Fuldmagter"), "mandates:list", "mandates", P.MANDATE_SEE),
    (gettext_lazy("Aftale"), "agreements:agreement", "agreement", P.AGREEMENT_SEE),
    (gettext_lazy("Regninger"), "identities:billing", "billing", P.INVOICE_SEE),
    (gettext_lazy("Indstillinger"), "web:settings", "settings", P.SETTINGS_SEE),
    (gettext_lazy("Historik"), "web:history", "history", P.HISTORY_SEE),
    (gettext_lazy("Min profil"), "identities:me", "me", P.OWN_IDENTITY),
)


@dataclass
class Shell:
    menu: list[dict[str, Any]] = field(default_factory=list)
    organisation: Any = None
    organisations: list[Any] = field(default_factory=list)
    person_name: str = ""
    support_line: str = ""
    authority: str = ""
    language: str = "da"
    other_language: str = "en"
    notifications_count: int = 0
    notifications_url: str = ""
    is_development: bool = False


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor; lazy, so that an answer without a frame costs nothing."""
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: HttpRequest) -> Shell:
    actor = getattr(request, "actor", None)
    language = translation.get_language() or "da"
    frame = Shell(language=language, other_language="da" if language == "en" else "en",
                  support_line=support_line(language), authority=settings.AUTHORITY_NAME,
                  is_development=not settings.IS_PRODUCTION)  # fmt: skip
    if actor is not None:
        frame.person_name = actor.user.name if actor.user else actor.label
        frame.organisation = actor.organisation
        frame.organisations = [each.organisation for each in getattr(request, "memberships", [])][:7]
        frame.menu = _menu(request, actor)
        if actor.kind is Kind.PERSON:
            places = [
                (each.organisation.pk, each.identity.email, each.identity.pk)
                for each in getattr(request, "memberships", [])
            ]
            frame.notifications_url = reverse("front:notifications")
            frame.notifications_count = unread(actor.user, [place for place in places if place[1]][:20])
    return frame


def support_line(language: str) -> str:
    return f"{_('Support')}: {settings.SUPPORT_PHONE}. {opening_hours.line(timezone.now(), language)}"


def _menu(request: HttpRequest, actor: Any) -> list[dict[str, Any]]:
    items = [] if actor.organisation is None else list(_lines(actor))
    named = getattr(getattr(getattr(request.resolver_match, "func", None), "view_class", None), "section", "")
    here = [each for each in items if each["section"] == named]  # a page may say where it belongs
    here = here or [each for each in items if _is_in(request.path, each)]
    if here:  # an area may lie inside another's address: the nearest is where one is
        max(here, key=lambda each: len(each["url"]))["current"] = True
    return items


def _is_in(path: str, item: dict[str, Any]) -> bool:
    return bool(path == item["url"] or (item["section"] != "overview" and path.startswith(item["url"])))


def _lines(actor: Any) -> Iterator[dict[str, Any]]:
    for label, name, section, permission in MENU:
        if not actor.may(permission):
            continue
        try:
            url = reverse(name, args=[actor.organisation.cvr])
        except NoReverseMatch:  # an area whose addresses are not there has no menu line
            continue
        yield {"label": label, "url": url, "current": False, "section": section, "children": []}
