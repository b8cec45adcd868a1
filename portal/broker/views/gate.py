"""The authorize address: whether a login must happen first, and the provider's answer once it has."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import parse_qs, urlsplit

from allauth.idp.oidc import views as provider
from allauth.idp.oidc.forms import RPInitiatedLogoutForm
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from .. import asked as requests
from .. import hints, logins
from ..asked import Asked, Denied, Refused

ANSWERED = "answered"
ERRORS = {
    "cancel": ("access_denied", "mitid_user_aborted"),
    "error": ("server_error", "simulated_error"),
}


def asking(view: Callable[[HttpRequest, Asked], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A view for a relying party's request: strangers get a page here, errors go back to the client."""

    @wraps(view)
    def wrapper(request: HttpRequest) -> HttpResponse:
        try:
            return view(request, requests.read(request.GET))
        except Refused:
            return render(request, "broker/refused.html", status=400)
        except Denied as denial:
            return HttpResponseRedirect(denial.location)

    return wrapper


@never_cache
@csrf_exempt
def authorize(request: HttpRequest) -> HttpResponse:
    """OpenID Connect asks for both methods; by POST the request is turned into an address."""
    if request.method == "POST":
        return HttpResponseRedirect(f"{request.path}?{request.POST.urlencode()}")
    return decide(request)


@asking
def decide(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Answer at once when a login answers the request, else send the browser to the login page."""
    silent = "none" in asked.prompts
    if settings.BROKER.headless and not silent and (hint := hints.read(asked.hint)):
        return follow(request, asked, hint)
    if just_answered(request, asked) or stands(request, asked):
        return issue(request, asked)
    if silent:
        raise Denied(asked, "login_required", "The person must log in.")
    return HttpResponseRedirect(f"{reverse('account_login')}?{request.GET.urlencode()}")


def just_answered(request: HttpRequest, asked: Asked) -> bool:
    """Whether the login page was left for this very request; true once, whatever level came out of it."""
    return request.session.pop(ANSWERED, None) == asked.fingerprint and request.user.is_authenticated


def stands(request: HttpRequest, asked: Asked) -> bool:
    """Single sign-on: the browser's login is good enough for this request."""
    return request.user.is_authenticated and asked.accepts(request.user, timezone.now())


def follow(request: HttpRequest, asked: Asked, hint: hints.Hint) -> HttpResponse:
    """Do without a page what the hint says."""
    if hint.action in ERRORS:
        raise Denied(asked, *ERRORS[hint.action])
    try:
        persona = hints.persona_of(hint)
        role = hints.role_of(hint, persona)
        key = hints.authenticator_of(hint, persona)
    except hints.HintProblem as problem:
        return render(request, "broker/refused.html", {"problem": problem}, status=400)
    login = request.user
    same = login.is_authenticated and (login.persona, login.role, login.authenticator) == (persona, role, key)
    if not (same and stands(request, asked)):
        logins.begin(request, persona, key, role)
    return issue(request, asked)


def issue(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Let the provider answer, and note which login its code stands for."""
    request.GET = asked.for_provider()
    request.META["QUERY_STRING"] = request.GET.urlencode()
    response = provider.authorization(request)
    query = parse_qs(urlsplit(response.get("Location", "")).query)
    if "code" in query:
        logins.remember_code(query["code"][0], request.user)
    elif response.status_code == HttpResponse.status_code:
        # The provider shows its error page as if all were well.
        response.status_code = 400
    return response


class Logout(provider.LogoutView):
    """RP-initiated logout; the same as the provider's, with an error status on its error page."""

    def form_invalid(self, form: RPInitiatedLogoutForm) -> HttpResponse:
        """Show why nothing was done."""
        response = super().form_invalid(form)
        response.status_code = 400
        return response
