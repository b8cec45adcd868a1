"""Requests that are too large or malformed are turned away before anything reads them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

MAX_BODY = 60_000_000
_BODY_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data", "application/json",
               "application/problem+json")  # fmt: skip


class RequestLimitsMiddleware:
    """413 for a body over MAX_BODY bytes, 415 for an unknown content type, 400 for NUL bytes in address or query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._refusal(request) or self.get_response(request)

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return _refuse(request, 400, _("Adressen indeholder et tegn, der ikke kan bruges."))
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > MAX_BODY:
            return _refuse(request, 413, _("Det, du sendte, er for stort. Intet er gemt."))
        if int(length) and request.content_type not in _BODY_TYPES:
            return _refuse(request, 415, _("Det, du sendte, har et format, som portalen ikke kan læse."))
        return None


def _refuse(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    return render(request, "errors/400.html", {"sentence": sentence}, status=status)
