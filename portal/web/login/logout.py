"""Logging out: here first, then at the provider; here also when the provider does not answer."""

import hmac
import secrets
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from portal.core.ratelimit import Limit, limited
from portal.web.login import context

STATE = "logout_state"
LOGOUTS = Limit("logout", 300, 300)


@limited(LOGOUTS)
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session, then send the browser to the provider to end the one there."""
    proven = context.auth_context(request)
    id_token = request.session.get(context.ID_TOKEN, "")
    auth.logout(request)
    if proven is None or proven.population in (context.STAFF, context.LOCAL):
        return redirect(settings.LOGOUT_REDIRECT_URL)
    request.session[STATE] = secrets.token_urlsafe(32)
    return redirect(provider_logout_url(request, id_token))


def provider_logout_url(request: HttpRequest, id_token: str = "") -> str:
    """RP-initiated logout 1.0: which login to end, where to return, and the state that proves the return is
    ours."""
    params = {
        "client_id": settings.OIDC_RP_CLIENT_ID,
        "post_logout_redirect_uri": settings.BASE_URL.rstrip("/") + reverse("login:logged_out"),
        "state": request.session.get(STATE, ""),
    }
    if id_token:
        params["id_token_hint"] = id_token
    return f"{settings.OIDC_OP_LOGOUT_ENDPOINT}?{urlencode(params)}"


def logged_out(request: HttpRequest) -> HttpResponse:
    """The receipt. Only the return with our own state may say that the provider's login has ended too."""
    expected, came = request.session.pop(STATE, ""), request.GET.get("state", "")
    at_both_ends = bool(expected) and hmac.compare_digest(expected.encode(), came.encode())
    is_still_in = context.auth_context(request) is not None
    told = {"at_both_ends": at_both_ends, "is_still_in": is_still_in}
    return render(request, "web/login/logged_out.html", told)
