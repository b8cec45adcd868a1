"""Danish unless the client (`ui_locales`) or the reader chose English; the choice travels in the address."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

PARAMETER = "ui_locales"


def chosen(request: HttpRequest) -> str:
    """The first language of `ui_locales` we have, else Danish."""
    ours = dict(settings.LANGUAGES)
    wanted = (tag.split("-")[0].lower() for tag in request.GET.get(PARAMETER, "").split())
    return next((tag for tag in wanted if tag in ours), settings.LANGUAGE_CODE)


class LanguageMiddleware:
    """Speaks the chosen language for one request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(chosen(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response


def switch(request: HttpRequest) -> dict[str, list[dict[str, str]]]:
    """Context: for each language its name and the address of this page in it."""
    return {"languages": [language_link(request, code, name) for code, name in settings.LANGUAGES]}


def language_link(request: HttpRequest, code: str, name: str) -> dict[str, str]:
    """One entry of the switch."""
    params = request.GET.copy()
    params[PARAMETER] = code
    return {"code": code, "name": name, "href": f"{request.path}?{params.urlencode()}"}
