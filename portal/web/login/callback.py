"""Back from the login provider."""

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView

from portal.core.models import User
from portal.core.ratelimit import Limit, limited
from portal.web.login import actions, asked, context, people, problems, sessions
from portal.web.login.asked import Asked, Purpose
from portal.web.login.backend import MitIDBackend, Proved
from portal.web.login.errors import LoginProblem, ProviderDown, Reason, Refused

RETURNS = Limit("login.return", 300, 300)
DOWN = ("temporarily_unavailable", "server_error")


@method_decorator(limited(RETURNS, methods="GET"), name="dispatch")
class Callback(OIDCAuthenticationCallbackView):
    """Back from the provider. Whatever is wrong with the answer, a session that stood before stays as it
    was."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        wanted = None
        try:
            wanted = self._wanted(request)
            proved = MitIDBackend().prove(self._code(request), wanted)
            return self._accept(request, wanted, proved)
        except LoginProblem as problem:
            return problems.refuse(request, problem, wanted)

    def _wanted(self, request: HttpRequest) -> Asked:
        """What was asked under this state. An answer without it changes nothing, an error answer neither."""
        states = request.GET.getlist("state")
        wanted = asked.take(request, states[0]) if len(states) == 1 else None
        if wanted is None:
            raise Refused(Reason.STATE)
        return wanted

    def _code(self, request: HttpRequest) -> str:
        """The code, from the provider that was asked (RFC 9207)."""
        issuers, codes = request.GET.getlist("iss"), request.GET.getlist("code")
        allowed = (
            ([settings.OIDC_OP_ISSUER],) if settings.OIDC_OP_SENDS_ISS else ([settings.OIDC_OP_ISSUER], [])
        )
        if issuers not in allowed:
            raise Refused(Reason.ISSUER)
        if error := request.GET.get("error"):
            if error in DOWN:
                raise ProviderDown(error)
            raise Refused(Reason.CANCELLED if error == "access_denied" else Reason.PROVIDER_ERROR)
        if len(codes) != 1 or not codes[0]:
            raise Refused(Reason.STATE)
        return codes[0]

    def _accept(self, request: HttpRequest, wanted: Asked, proved: Proved) -> HttpResponse:
        user = people.find(proved.proof.auth)
        if user and not user.is_active:
            raise Refused(Reason.INACTIVE)
        if wanted.purpose is Purpose.STEP_UP:
            return self._step_up(request, wanted, proved)
        if user:
            return self._enter(request, wanted, proved)
        known = people.predecessor(proved.proof)
        if wanted.purpose is Purpose.RELINK:
            return self._relink(request, wanted, proved, known)
        if known:
            request.session[context.RELINK] = {"subject": proved.proof.auth.subject, "next": wanted.next,
                                       "population": proved.proof.auth.population}  # fmt: skip
            return redirect("login:relink")
        return self._enter(request, wanted, proved)

    def _enter(self, request: HttpRequest, wanted: Asked, proved: Proved) -> HttpResponse:
        user = actions.log_in(actor=actions.LOGIN, proof=proved.proof)
        is_same = request.user.pk == user.pk
        auth.login(request, user, backend=context.MITID_BACKEND)
        if is_same:  # Django keeps the key of somebody who logs in again
            context.rotate(request)
        return self._go_on(request, wanted, proved)

    def _step_up(self, request: HttpRequest, wanted: Asked, proved: Proved) -> HttpResponse:
        """The same person, in the session that asked; nobody else inherits it."""
        if str(request.user.pk) != wanted.user:
            raise Refused(Reason.OTHER_PERSON)
        actions.log_in(actor=actions.LOGIN, proof=proved.proof, again=True)
        context.rotate(request)
        return self._go_on(request, wanted, proved)

    def _relink(
        self, request: HttpRequest, wanted: Asked, proved: Proved, known: User | None
    ) -> HttpResponse:
        if known is None:
            raise Refused(Reason.OTHER_PERSON)
        if not known.is_active:
            raise Refused(Reason.INACTIVE)
        actions.relink(actor=actions.LOGIN, user=known, proof=proved.proof)
        sessions.end_all_of(actor=actions.LOGIN, user=known)
        return self._enter(request, wanted, proved)

    def _go_on(self, request: HttpRequest, wanted: Asked, proved: Proved) -> HttpResponse:
        context.store(request.session, proved.proof.auth)
        for done in (context.RELINK, context.PROBLEM):
            request.session.pop(done, None)
        request.session[context.ID_TOKEN] = proved.id_token
        return redirect(wanted.next or settings.LOGIN_REDIRECT_URL)
