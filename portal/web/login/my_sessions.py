"""/mine-logins/: where one is logged in, and the way to end it from here."""

from typing import Any, cast

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.core.models import User
from portal.core.permissions import Permission
from portal.web.login import sessions


def _must_be_somebody(request: HttpRequest) -> Any:
    """The actor; nobody is sent to the login page, everybody logged in may see their own."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor is not None:
        actor.require(Permission.OWN_SESSIONS)
    return actor


def _to_login(request: HttpRequest) -> HttpResponse:
    from django.contrib.auth.views import redirect_to_login

    return redirect_to_login(request.path)


@require_safe
def list_page(request: HttpRequest) -> HttpResponse:
    actor = _must_be_somebody(request)
    if actor is None:
        return _to_login(request)
    here = request.session.session_key
    rows = [_row(each, here) for each in sessions.live(cast(User, request.user))[:100]]
    rows.sort(key=lambda row: not row["is_this"])
    return render(request, "web/login/sessions.html", {"rows": rows, "has_others": len(rows) > 1})


def _row(session: UserSession, here: str | None) -> dict[str, Any]:
    return {"pk": session.pk, "device": sessions.device(session.user_agent), "started_at": session.created_at,
            "seen_at": session.last_seen_at, "is_this": session.session_key == here}  # fmt: skip


@require_POST
def end_one(request: HttpRequest, pk: int) -> HttpResponse:
    actor = _must_be_somebody(request)
    if actor is None:
        return _to_login(request)
    chosen = sessions.live(cast(User, request.user)).filter(pk=pk)
    if not chosen:
        raise Http404
    sessions.end_sessions(actor=actor, user=cast(User, request.user), sessions=chosen, which="one")
    return _told(request, _("Det login er lukket. Det virker fra nu af."))


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    actor = _must_be_somebody(request)
    if actor is None:
        return _to_login(request)
    others = sessions.live(cast(User, request.user)).exclude(session_key=request.session.session_key)
    sessions.end_sessions(actor=actor, user=cast(User, request.user), sessions=others, which="others")
    return _told(request, _("Alle dine andre logins er lukket. Du er kun logget ind her."))


def _told(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("login:sessions")
