"""Error pages: what happened, that nothing was lost, what to do next, and the id that ties it to the log."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from portal.core import audit
from portal.core.permissions import ADMINISTRATOR_ROLES, Permission, roles_that_may


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    return render(
        request, f"errors/{status}.html", {"request_id": audit.request_id(), **context}, status=status
    )


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Says which role is missing; whom to ask is on "who are my administrators"."""
    missing = exception.args[0] if exception and exception.args else None
    needed = roles_that_may(missing) if isinstance(missing, Permission) else []
    return _page(request, 403, needed=[role for role in needed if role in ADMINISTRATOR_ROLES])


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort: needs neither database nor context processors."""
    from django.template import loader

    try:
        body = loader.get_template("errors/500.html").render({"request_id": audit.request_id()})
    except Exception:  # nothing may fail in the page that tells that something failed
        body = "<!DOCTYPE html><html lang=da><title>Fejl</title><h1>Der skete en fejl</h1>"
    return HttpResponse(body, status=500)
