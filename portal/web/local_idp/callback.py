"""Back from the organisation's own provider."""

import datetime
from typing import Any

from django.contrib import auth
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from identities.actions import note_test
from identities.models import LocalIdp
from identities.queries import local_idp
from portal.core.actors import AuthContext
from portal.core.models import User
from portal.core.permissions import Level
from portal.core.ratelimit import Limit, limited
from portal.web.local_idp.actions import log_in_locally
from portal.web.local_idp.provider import LocalIdpAdapter
from portal.web.local_idp.start import TRIAL, administrator
from portal.web.login import asked, context, problems
from portal.web.login.actions import LOGIN
from portal.web.login.asked import Asked, Purpose
from portal.web.login.claims import Proof, level_of
from portal.web.login.errors import LoginProblem, ProviderDown, Reason, Refused

RETURNS = Limit("local_idp.return", 300, 300)
DOWN = ("temporarily_unavailable", "server_error")


@method_decorator(limited(RETURNS, methods="GET"), name="dispatch")
class Callback(View):
    """Whatever is wrong with the answer, a session that stood before stays as it was."""

    public = True

    def get(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        idp, wanted = local_idp.to_log_in_with(pk), None
        if idp is None:
            raise Http404
        try:
            wanted = self._wanted(request, idp)
            claims = LocalIdpAdapter(request, idp).claims(self._code(request, idp), wanted)
            return self._accept(request, idp, wanted, claims)
        except LoginProblem as problem:
            return problems.refuse(request, problem, wanted)

    def _wanted(self, request: HttpRequest, idp: LocalIdp) -> Asked:
        """What was asked, of this very provider: an answer meant for another one changes nothing."""
        states = request.GET.getlist("state")
        wanted = asked.take(request, states[0]) if len(states) == 1 else None
        if wanted is None or wanted.population not in (context.LOCAL, TRIAL):
            raise Refused(Reason.STATE)
        if wanted.cvr != idp.organisation.cvr:
            raise Refused(Reason.ISSUER)
        return wanted

    def _code(self, request: HttpRequest, idp: LocalIdp) -> str:
        issuers, codes = request.GET.getlist("iss"), request.GET.getlist("code")
        if issuers not in ([], [idp.issuer]):
            raise Refused(Reason.ISSUER)
        if error := request.GET.get("error"):
            if error in DOWN:
                raise ProviderDown(error)
            raise Refused(Reason.CANCELLED if error == "access_denied" else Reason.PROVIDER_ERROR)
        if len(codes) != 1 or not codes[0]:
            raise Refused(Reason.STATE)
        return codes[0]

    def _accept(
        self, request: HttpRequest, idp: LocalIdp, wanted: Asked, claims: dict[str, Any]
    ) -> HttpResponse:
        proof = proven(idp, claims)
        if wanted.population == TRIAL:
            return self._tried(request, idp, wanted, proof)
        wanted.check(proof)
        user = User.objects.filter(issuer=idp.issuer_of_people, subject=claims["sub"]).first()
        if user is None or not user.is_active or not local_idp.counts(idp.issuer_of_people):
            raise Refused(
                Reason.INACTIVE
            )  # nobody is signed up: an administrator ties people to the provider
        if wanted.purpose is Purpose.STEP_UP and str(request.user.pk) != wanted.user:
            raise Refused(Reason.OTHER_PERSON)
        log_in_locally(actor=LOGIN, user=user, proof=proof, again=wanted.purpose is Purpose.STEP_UP)
        is_same = request.user.pk == user.pk
        if wanted.purpose is Purpose.LOGIN:
            auth.login(request, user, backend=context.LOCAL_BACKEND)
        if is_same:  # Django keeps the key of somebody who logs in again
            context.rotate(request)
        context.store(request.session, proof.auth)
        return redirect(wanted.next or "front:picker")

    def _tried(self, request: HttpRequest, idp: LocalIdp, wanted: Asked, proof: Proof) -> HttpResponse:
        """The administrator who asked learns that it works; nobody is logged in by it."""
        actor = administrator(request, idp.organisation.cvr)
        if actor is None or str(request.user.pk) != wanted.user:
            raise Refused(Reason.OTHER_PERSON)
        note_test(actor=actor, idp=idp, level=proof.auth.level)
        return redirect("identities:local_idp", idp.organisation.cvr)


def proven(idp: LocalIdp, claims: dict[str, Any]) -> Proof:
    """What this login counts for: never more than what the provider is notified for."""
    told = level_of(claims.get("acr", claims.get("loa")))
    if told is None:
        raise Refused(Reason.LEVEL, "unknown or missing")
    notified = Level[idp.notified_level] if idp.notified_level else Level.HIGH
    at = datetime.datetime.fromtimestamp(claims["auth_time"], datetime.UTC)
    found = AuthContext(
        population=context.LOCAL, issuer=idp.issuer_of_people, subject=claims["sub"], level=min(told, notified),
        at=min(timezone.now(), at), authenticators=("local_idp",), organisation_cvr=idp.organisation.cvr,
    )  # fmt: skip
    return Proof(auth=found, auth_time=claims["auth_time"])
