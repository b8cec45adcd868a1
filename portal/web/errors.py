"""Error pages: what happened, that nothing was lost, what to do next, and the id that ties it to the log."""

import sys
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import requires_csrf_token

from identities.models import Identity
from identities.queries import administrators
from portal.core import audit
from portal.core.permissions import ADMINISTRATOR_ROLES, Permission, Role, roles_that_may
from portal.web import typed

MOST_NAMES = 5


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    return render(
        request, f"errors/{status}.html", {"request_id": audit.request_id(), **context}, status=status
    )


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Says which role is missing and whom to ask: those of the organisation who can give it or do it."""
    missing = exception.args[0] if exception and exception.args else None
    needed = roles_that_may(missing) if isinstance(missing, Permission) else []
    needed = [role for role in needed if role in ADMINISTRATOR_ROLES]
    return _page(request, 403, needed=needed, administrators=_to_ask(request, needed))


def _to_ask(request: HttpRequest, needed: list[Role]) -> list[Identity]:
    """At most MOST_NAMES administrators: those who hold a role that is needed, else any of them."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.organisation is None:
        return []
    holders = {each.pk: each for role in needed for each in administrators(actor.organisation, role)}
    return (list(holders.values()) or administrators(actor.organisation))[:MOST_NAMES]


@requires_csrf_token
def old_form(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form whose token does not fit: made before the person last logged in, or not by us.

    From a page of our own (the browser says so) what was typed is offered again in a new form; nothing is done."""
    is_ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if is_ours and request.POST.get(typed.FIELD) and typed.keep(request):
        is_owner = request.POST[typed.FIELD] == typed.owner_mark(request.user)
        return redirect(request.get_full_path()) if is_owner else redirect_to_login(request.get_full_path())
    return render(request, "errors/old_form.html", {"request_id": audit.request_id()}, status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort: needs neither database nor context processors. 503 while the database is away."""
    from django.template import loader

    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if is_away else 500
    try:
        body = loader.get_template(f"errors/{status}.html").render({"request_id": audit.request_id()})
    except Exception:  # nothing may fail in the page that tells that something failed
        body = "<!DOCTYPE html><html lang=da><title>Fejl</title><h1>Der skete en fejl</h1>"
    return HttpResponse(body, status=status, headers={"Retry-After": "60"} if is_away else {})


class WordsMiddleware:
    """An address that only takes what a form sends was opened by itself: Django's bare 405 becomes a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 405 or (isinstance(response, HttpResponse) and response.content):
            return response
        told = _page(request, 405)
        told["Allow"] = response.headers["Allow"]
        return told
