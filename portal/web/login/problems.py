"""A login that came to nothing: noted, then told on a page of its own, whose address repeats no code or
state."""

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portal.core.actors import Actor
from portal.web.login import actions, context
from portal.web.login.asked import Asked, Purpose
from portal.web.login.errors import LoginProblem, Reason

log = structlog.get_logger(__name__)
R = Reason
EXPIRED = "expired"
# Reason → what the page tells. Everything else is "untrusted": the answer could not be believed.
CASES = {
    R.CANCELLED: "cancelled",
    R.STATE: EXPIRED,
    R.CODE: EXPIRED,
    R.PROVIDER_DOWN: "down",
    R.PROVIDER_ERROR: "down",
    R.LEVEL: "level",
    R.STALE: "stale",
    R.OTHER_PERSON: "other_person",
    R.IDENTITY_TYPE: "identity_type",
    R.INACTIVE: "closed",
}
STATUS = {"cancelled": 200, "down": 503, EXPIRED: 400, "untrusted": 400}
# Nobody knows who these came from, and anybody can send them: they are logged, not traced.
UNTRACED = (R.STATE, R.PROVIDER_DOWN)


def refuse(request: HttpRequest, problem: LoginProblem, wanted: Asked | None) -> HttpResponse:
    """Log and trace, then lead to the page. A session that stood before stays as it was."""
    log.warning("login.refused", reason=problem.reason.value, detail=problem.detail)
    proven = context.auth_context(request)
    if wanted is not None and problem.reason not in UNTRACED:
        user = request.user if proven else None
        actions.note_refusal(actor=_actor(request), reason=problem.reason, user=user)
    if request.session.session_key:
        request.session[context.PROBLEM] = _kept(problem, wanted)
    return redirect("login:problem")


def page(request: HttpRequest) -> HttpResponse:
    """What happened, that nothing is lost, and the way to try again."""
    kept = request.session.get(context.PROBLEM) or _kept(LoginProblem(Reason.STATE), None)
    told = {
        **kept,
        "is_logged_in": context.auth_context(request) is not None,
        "back": kept["next"] or settings.LOGIN_REDIRECT_URL,
    }
    return render(request, "web/login/problem.html", told, status=STATUS.get(kept["case"], 403))


def _kept(problem: LoginProblem, wanted: Asked | None) -> dict[str, str]:
    return {
        "case": CASES.get(problem.reason, "untrusted"),
        "purpose": wanted.purpose.value if wanted else Purpose.LOGIN.value,
        "level": wanted.level.name.lower() if wanted else "",
        "next": wanted.next if wanted else "",
    }


def _actor(request: HttpRequest) -> Actor:
    proven = context.auth_context(request)
    return Actor.person(request.user, proven) if proven else actions.LOGIN
