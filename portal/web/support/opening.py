"""Where an access is asked at use: its period and object permission, at every request; then the look-up is noted."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from identities.models import Identity
from portal.core.actors import Actor
from portal.core.middleware import SAFE
from portal.core.permissions import Permission
from portal.web.support import actions
from portal.web.support.queries.access import live_access, name_of, opened, organisation_with


def open_for(page: str, request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase | None:
    """Make `request.opened` and note the look-up of `page`. `number` in the address is the organisation's, `person`
    (where there is one) the id of the identity."""
    request.actor.require(Permission.SUPPORT_OPEN)  # type: ignore[attr-defined]
    organisation = organisation_with(kwargs["number"])
    if organisation is None:
        return _not_here_yet(request, kwargs)
    access = live_access(request.user, organisation)
    if access is None:
        return _closed(request, organisation.cvr)
    actor = opened(request.actor, access)  # type: ignore[attr-defined]
    request.opened = actor  # type: ignore[attr-defined]
    actions.look_up(actor=actor, page=page, identity=_person(actor, kwargs.get("person")))
    return None


def _not_here_yet(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase:
    """Of a company that only the register or NemID Erhverv knows there is nothing to see before it is opened."""
    if name_of(kwargs["number"]) is None or "person" in kwargs:
        raise Http404
    return _closed(request, kwargs["number"])


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
