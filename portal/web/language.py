"""Danish or English: which one a request is answered in."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

Response = Callable[[HttpRequest], HttpResponseBase]
LANGUAGE = "language"


class LanguageMiddleware:
    """Danish or English: what was chosen (cookie), else what the person chose before (session, from the
    login), else what the browser asks for, else Danish."""

    def __init__(self, get_response: Response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = wanted(request)
        before = translation.get_language() or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if not response.streaming:  # a streamed answer is still being written
            translation.activate(before)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


def wanted(request: HttpRequest) -> str:
    """ "da" or "en"; before there is a session the cookie and the browser alone decide."""
    return _chosen(request) or _asked_for(request) or settings.LANGUAGE_CODE


def _chosen(request: HttpRequest) -> str:
    known = dict(settings.LANGUAGES)
    chosen = (
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME),
        getattr(request, "session", {}).get(LANGUAGE),
    )
    return next((language for language in chosen if language in known), "")


def _asked_for(request: HttpRequest) -> str:
    known = dict(settings.LANGUAGES)
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    return next((code[:2] for code, weight in asked if weight and code[:2] in known), "")
