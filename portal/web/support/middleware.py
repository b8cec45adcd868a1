"""The look-up log: written before the page, outside the view. What cannot be logged is not shown.

Also where an access is asked at use: its period and object permission, at every request."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from identities.models import Identity
from portal.core.actors import Actor
from portal.core.middleware import SAFE
from portal.core.permissions import Permission
from portal.web.staff import otp
from portal.web.support import actions
from portal.web.support.queries.access import live_access, opened, organisation_with

Response = Callable[[HttpRequest], HttpResponseBase]


class LookUpMiddleware:
    """For pages with `looks_up`, the name the log gives the page; `number` in their address is the organisation's,
    `person` (where there is one) the id of the identity."""

    def __init__(self, get_response: Response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        page = getattr(getattr(view, "view_class", None), "looks_up", "")
        if not page or not otp.is_verified(request):
            return None  # whoever is not in the support area is turned away by the area itself
        request.actor.require(Permission.SUPPORT_OPEN)  # type: ignore[attr-defined]
        organisation = organisation_with(kwargs["number"])
        if organisation is None:
            raise Http404
        access = live_access(request.user, organisation)
        if access is None:
            return _closed(request, organisation.cvr)
        actor = opened(request.actor, access)  # type: ignore[attr-defined]
        request.opened = actor  # type: ignore[attr-defined]
        actions.look_up(actor=actor, page=page, identity=_person(actor, kwargs.get("person")))
        return None


def _person(actor: Actor, wanted: Any) -> Identity | None:
    """The person an address names, found through the access; 404 for one of another organisation."""
    if wanted is None:
        return None
    identity = Identity.objects.for_actor(actor).filter(pk=wanted).first()
    if identity is None:
        raise Http404
    return identity


def _closed(request: HttpRequest, number: str) -> HttpResponseBase:
    """No access (any more): first open one. What was sent in is not done."""
    way = f"{reverse('support:open', args=[number])}?{urlencode({'next': request.path})}"
    if request.method in SAFE:
        return redirect(way)
    return render(request, "web/support/closed.html", {"open_url": way}, status=403)
