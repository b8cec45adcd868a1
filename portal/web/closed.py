"""While the portal is being updated every address says so, and when it opens again: without database or cache."""

import datetime
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime

from portal.web.language import wanted

OPEN_ANYWAY = ("/healthz",)
PAUSE_SECONDS = 600


class MaintenanceMiddleware:
    """503 for everything while MAINTENANCE is set: "on", or the moment it is expected to be over (ISO 8601)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.MAINTENANCE or request.path in OPEN_ANYWAY:
            return self.get_response(request)
        until = reopening(settings.MAINTENANCE)
        response = self._told(request, until)
        seconds = (until - timezone.now()).total_seconds() if until else PAUSE_SECONDS
        response["Retry-After"] = str(max(60, int(seconds)))
        return response

    def _told(self, request: HttpRequest, until: datetime.datetime | None) -> HttpResponse:
        if not request.accepts("text/html") or "json" in (request.content_type or ""):
            problem = {
                "type": "urn:erhvervsadgang:problem:maintenance",
                "title": "Service Unavailable",
                "status": 503,
            }
            return JsonResponse(problem, status=503, content_type="application/problem+json")
        language = wanted(request)
        with translation.override(language):
            response = render(request, "errors/maintenance.html", {"until": until}, status=503)
        response["Content-Language"] = language
        return response


def reopening(text: str) -> datetime.datetime | None:
    """The moment in the setting, in our own time zone where it names none; None for "on" and for a moment past."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    if moment and timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    return moment if moment and moment > timezone.now() else None
