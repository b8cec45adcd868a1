"""Addresses of the login with an organisation's own provider."""

from django.urls import path
from django.views.decorators.cache import never_cache

from portal.web.local_idp import callback, start

_callback = never_cache(callback.Callback.as_view())
_callback.writes_on_get = True  # type: ignore[attr-defined]  # the session and the trail: the answer comes as a GET

_public = [
    path("lokal-login/", start.Choose.as_view(), name="choose"),
    path("lokal-login/<str:number>/", start.Start.as_view(), name="start"),
    path("lokal-login/<uuid:pk>/retur/", _callback, name="callback"),
]

public = (_public, "local_idp")
