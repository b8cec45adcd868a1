"""Addresses of login, log-out and the list of one's own logins."""

from django.urls import path
from django.views.decorators.cache import never_cache

from portal.web.login import callback, logout, my_sessions, pages, problems, start

_callback = never_cache(callback.Callback.as_view())
_callback.writes_on_get = True  # the person's row, the trail and the session: the answer comes as a GET

_public = [
    path("log-ind/", pages.login_page, name="page"),
    path("log-ind/bekraeft/", pages.step_up_page, name="step_up"),
    path("log-ind/genkend/", pages.relink_page, name="relink"),
    path("log-ind/problem/", problems.page, name="problem"),
    path("oidc/authenticate/", start.Start.as_view(), name="start"),
    path("oidc/callback/", _callback, name="callback"),
    path("log-af/", logout.log_out, name="log_out"),
    path("log-af/faerdig/", logout.logged_out, name="logged_out"),
    path("mine-logins/", my_sessions.list_page, name="sessions"),
    path("mine-logins/<int:pk>/afslut/", my_sessions.end_one, name="end_session"),
    path("mine-logins/afslut-andre/", my_sessions.end_others, name="end_other_sessions"),
]

public = (_public, "login")
