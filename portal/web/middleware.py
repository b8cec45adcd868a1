"""Headers of every answer, and how long a session lives."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponseBase

from identities.actions import note_use
from portal.web.login import context, sessions

Response = Callable[[HttpRequest], HttpResponseBase]
SEEN_EVERY_SECONDS = 300
ENTERED, MOST_ENTERED = "entered", 100
_UNUSED = ("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid",
           "magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb",
           "xr-spatial-tracking")  # fmt: skip
PERMISSIONS_POLICY = ", ".join(
    [
        *(f"{name}=()" for name in _UNUSED),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)
# Not "cookies": those of the login provider may live under the same registrable domain, and its log-out
# comes next.
CLEAR_SITE_DATA = '"cache", "storage"'


class HeadersMiddleware:
    """What SecurityMiddleware and the CSP leave out. Pages are never stored; what sets its own caching
    keeps it, unless the request came with a session."""

    def __init__(self, get_response: Response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        if _is_personal(request) or "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        if getattr(request, "session_was_ended", False):
            response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
        return response


def _is_personal(request: HttpRequest) -> bool:
    return hasattr(request, "session") and settings.SESSION_COOKIE_NAME in request.COOKIES


class SessionLimitsMiddleware:
    """A session ends after SESSION_IDLE_SECONDS without a request and after SESSION_ABSOLUTE_SECONDS in any
    case.

    Activity is written at most every five minutes, so an idle session ends between the limit less five
    minutes and the limit, never later. What the person was doing goes on as nobody: the page asks them to
    log in again."""

    def __init__(self, get_response: Response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            if over := _over(request):
                auth.logout(request)
                request.session[context.ENDED] = over
            elif time.time() - request.session[sessions.SEEN] >= SEEN_EVERY_SECONDS:
                request.session[sessions.SEEN] = int(time.time())
                request.session.save()  # now, because a login's way there and back reads the session anew
                sessions.seen(request)
        return self.get_response(request)


def _over(request: HttpRequest) -> str:
    """Why the session is over, or "". One without a stamp was not begun by a login and does not count."""
    now = time.time()
    started, seen = (request.session.get(key) for key in (sessions.STARTED, sessions.SEEN))
    if not isinstance(started, int) or not isinstance(seen, int):
        return "absolute"
    if now - started >= settings.SESSION_ABSOLUTE_SECONDS:
        return "absolute"
    return "idle" if now - seen >= settings.SESSION_IDLE_SECONDS else ""


class EnteringMiddleware:
    """The first time a session enters one more organisation it gets another key.

    Only the first time: somebody who works for two in two tabs must not lose one of them to the other."""

    def __init__(self, get_response: Response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        actor = getattr(request, "actor", None)
        if actor is None or actor.organisation is None:
            return
        entered = request.session.get(ENTERED, [])
        if actor.organisation.cvr not in entered:
            request.session[ENTERED] = [*entered, actor.organisation.cvr][-MOST_ENTERED:]
            if entered:
                context.rotate(request)


class LastUsedMiddleware:
    """Notes that somebody's identity is used, for the month its employer may see. After OrganisationMiddleware."""

    def __init__(self, get_response: Response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        actor = getattr(request, "actor", None)
        if actor is None or actor.identity_id is None or actor.auth is None:
            return
        mine = next(each for each in request.memberships if each.identity.pk == actor.identity_id)  # type: ignore[attr-defined]
        note_use(mine.identity, actor.auth.level)
