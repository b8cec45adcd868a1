"""The look-up log: written before the page, outside the view. What cannot be logged is not shown."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from portal.web.staff import otp

Response = Callable[[HttpRequest], HttpResponseBase]


class LookUpMiddleware:
    """For pages with `noted_before(request, kwargs)`: it notes who is about to see what, and gives None; or it
    gives the answer instead of the page."""

    def __init__(self, get_response: Response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        noted_before = getattr(getattr(view, "view_class", None), "noted_before", None)
        if noted_before is None or not otp.is_verified(request):
            return None  # whoever is not in the support area is turned away by the area itself
        found: HttpResponseBase | None = noted_before(request, kwargs)
        return found
