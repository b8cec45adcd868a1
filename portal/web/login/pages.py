"""The pages before the login provider: one button each, and why it is there."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from identities.queries import memberships
from portal.core.permissions import Level
from portal.web import typed
from portal.web.login import context
from portal.web.login.addresses import own_name_elsewhere, safe_next

STEP_UP_LEVELS = {"substantial": Level.SUBSTANTIAL, "high": Level.HIGH}


def level_named(name: Any) -> Level:
    """The level asked for by name; never below Substantial."""
    return STEP_UP_LEVELS.get(name, Level.SUBSTANTIAL)


def login_page(request: HttpRequest) -> HttpResponseBase:
    """One button, and what happens when it is pressed. Nothing begins before it is."""
    if elsewhere := own_name_elsewhere(request):
        return redirect(elsewhere)
    following = safe_next(request.GET.get("next"))
    if request.user.is_authenticated and context.auth_context(request):
        return redirect(
            "support:index" if request.user.is_staff else following or settings.LOGIN_REDIRECT_URL
        )
    told = {"next": following, "ended": request.session.pop(context.ENDED, ""),
            "has_typed": typed.KEY in request.session}  # fmt: skip
    return render(request, "web/login/login.html", told)


def step_up_page(request: HttpRequest) -> HttpResponseBase:
    """Why it is asked again, and the button. `level` and `next` come from the page that needs more."""
    following, level = safe_next(request.GET.get("next")), level_named(request.GET.get("level"))
    proven = context.auth_context(request)
    if proven is None or proven.population == context.STAFF:
        return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': following})}")
    if proven.population == context.LOCAL:
        return redirect_to_local(request, following)
    told = {"next": following, "level": level.name.lower(), "is_higher": proven.level < level}
    return render(request, "web/login/step_up.html", told)


def redirect_to_local(request: HttpRequest, following: str) -> HttpResponseBase:
    """Somebody of an organisation's own provider confirms there, not with MitID."""
    member = next(iter(memberships(request.user)), None)
    if member is None:
        return redirect(settings.LOGIN_URL)
    address = reverse("local_idp:start", args=[member.organisation.cvr])
    return redirect(f"{address}?{urlencode({'igen': '1', 'next': following})}")


def relink_page(request: HttpRequest) -> HttpResponseBase:
    """The provider has given somebody we know a new subject: what that means, and the button to prove it
    afresh."""
    pending = request.session.get(context.RELINK)
    if pending is None:
        return redirect(settings.LOGIN_URL)
    return render(
        request, "web/login/relink.html", {"next": pending["next"], "population": pending["population"]}
    )
