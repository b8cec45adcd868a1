"""The first barrier: the CVR number in the address decides the organisation. Strangers get 404.

Also: GET never writes (`guard`), errors of the rules become the pages that explain them.
"""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.module_loading import import_string

from portal.core import guard
from portal.core.actions import RuleBroken, Stale
from portal.core.actors import StepUpNeeded

Response = Callable[[HttpRequest], HttpResponseBase]
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class OrganisationMiddleware:
    """Set `request.actor` and, where the address names one, `request.organisation`."""

    def __init__(self, get_response: Response):
        self.get_response = get_response
        self.actor_for = import_string(settings.ACTOR_FOR)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        cvr = kwargs.pop("cvr", None)
        request.actor = self.actor_for(request, cvr)  # type: ignore[attr-defined]
        if cvr is None:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.actor is None:  # type: ignore[attr-defined]
            raise Http404
        return None


class ReadOnlyGetMiddleware:
    """Innermost: a GET's view, its template and its streamed answer run under the guard.

    The few views that must write on GET (the return from a login) say `writes_on_get`; a test lists them."""

    def __init__(self, get_response: Response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with ExitStack() as request.guard:  # type: ignore[attr-defined]
            response = self.get_response(request)
        if response.streaming and request.method in SAFE:
            response.streaming_content = guard.guarded_stream(response.streaming_content)  # type: ignore[attr-defined]
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.method in SAFE and not getattr(view, "writes_on_get", False):
            request.guard.enter_context(guard.reading())  # type: ignore[attr-defined]


class RulesMiddleware:
    """A broken rule or a missing level that no page has caught becomes a page, not a crash."""

    def __init__(self, get_response: Response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, StepUpNeeded):
            query = urlencode({"next": request.get_full_path() if request.method in SAFE else request.path,
                               "level": exception.level.name.lower()})  # fmt: skip
            return redirect(f"{settings.STEP_UP_URL}?{query}")
        if isinstance(exception, RuleBroken):
            page, status = ("409", 409) if isinstance(exception, Stale) else ("rule", 400)
            return render(request, f"errors/{page}.html", {"sentence": str(exception)}, status=status)
        return None
