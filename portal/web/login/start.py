"""To the login provider."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from mozilla_django_oidc.utils import generate_code_challenge
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from portal.core.permissions import Level
from portal.core.ratelimit import Limit, limited
from portal.web.login import asked, context
from portal.web.login.addresses import safe_next
from portal.web.login.asked import FRESH_SECONDS, Asked, Purpose
from portal.web.login.backend import callback_url
from portal.web.login.claims import acr
from portal.web.login.pages import level_named

# An office of hundreds shares one address; one person needs a handful.
STARTS = Limit("login.start", 300, 300)
STARTS_OF_ONE = Limit("login.start.one", 20, 300)


def _one(request: HttpRequest) -> str:
    """The person or the browser; a browser without a session yet is counted by its address alone."""
    return str(request.user.pk or request.session.session_key or "")


@method_decorator(limited(STARTS), name="dispatch")
class Start(OIDCAuthenticationRequestView):
    """To the provider. By POST: nobody else can start a login in our name, and what is asked is kept before
    it is."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """An old link or bookmark: the page with the button."""
        return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': safe_next(request.GET.get('next'))})}")

    @method_decorator(limited(STARTS_OF_ONE, by=_one))
    def post(self, request: HttpRequest) -> HttpResponseBase:
        wanted = self._wanted(request)
        if wanted is None:
            return redirect(settings.LOGIN_URL)
        params = self._params(wanted) | {"state": asked.put(request, wanted)}
        return redirect(f"{self.OIDC_OP_AUTH_ENDPOINT}?{urlencode(params)}")

    def _wanted(self, request: HttpRequest) -> Asked | None:
        """What is asked is decided here; of what the browser sends only `next`, a purpose and a level are
        looked at."""
        following, purpose = safe_next(request.POST.get("next")), request.POST.get("purpose")
        proven, pending = context.auth_context(request), request.session.get(context.RELINK)
        if purpose == Purpose.RELINK:
            return pending and Asked(purpose=Purpose.RELINK, level=Level.SUBSTANTIAL, max_age=FRESH_SECONDS,
                                     subject=pending["subject"], next=pending["next"])  # fmt: skip
        if purpose == Purpose.STEP_UP and proven and proven.population != context.STAFF:
            return Asked(
                purpose=Purpose.STEP_UP, level=level_named(request.POST.get("level")), max_age=FRESH_SECONDS,
                user=str(request.user.pk), subject=proven.subject, population=proven.population,
                cvr=proven.organisation_cvr, proven_at=int(proven.at.timestamp()), next=following,
            )  # fmt: skip
        return Asked(purpose=Purpose.LOGIN, level=level_named(settings.OIDC_LOGIN_LEVEL), next=following)

    def _params(self, wanted: Asked) -> dict[str, str]:
        params = {
            "response_type": "code",
            "client_id": self.OIDC_RP_CLIENT_ID,
            "redirect_uri": callback_url(),
            "scope": settings.OIDC_RP_SCOPES,
            "nonce": wanted.nonce,
            "code_challenge": generate_code_challenge(wanted.verifier, "S256"),
            "code_challenge_method": "S256",
            "acr_values": acr(wanted.level),
            "ui_locales": get_language() or "da",
        }
        if wanted.must_be_fresh:
            params |= {"prompt": "login", "max_age": str(wanted.max_age)}
        return params
