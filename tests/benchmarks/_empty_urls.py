"""The portal's addresses and one page more that shows nothing: what middleware, session and permission cost by
themselves."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views import View

from portal.core.pages import Page
from portal.core.permissions import Permission
from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as ours

__all__ = ["handler400", "handler403", "handler404", "handler500"]


class Empty(Page, View):
    permission = Permission.OVERVIEW_SEE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse("")


urlpatterns = [path("<cvr:cvr>/tom/", Empty.as_view()), *ours]
EMPTY = "/{}/tom/"
