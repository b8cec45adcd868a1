"""To the organisation's own provider: which organisation, then one button."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import FormView

from identities.models import LocalIdp
from identities.queries import local_idp
from portal.core.forms import CvrField, PortalForm
from portal.core.permissions import Level, Permission
from portal.core.ratelimit import Limit, limited
from portal.web.local_idp.provider import LocalIdpAdapter
from portal.web.login import asked, context
from portal.web.login.addresses import safe_next
from portal.web.login.asked import FRESH_SECONDS, Asked, Purpose

STARTS = Limit("local_idp.start", 60, 300)
LOCAL = context.LOCAL


class CvrForm(PortalForm):
    cvr = CvrField(label=_("CVR-nummer"), help_text=_("Den organisation, du arbejder for."))
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class Choose(FormView):
    """Which organisation's login; nothing is told of those that have none."""

    public = True
    form_class = CvrForm
    template_name = "web/local_idp/choose.html"

    def get_initial(self) -> dict[str, Any]:
        return {"next": safe_next(self.request.GET.get("next"))}

    def form_valid(self, form: Any) -> HttpResponse:
        if local_idp.named(form.cleaned_data["cvr"]) is None:
            form.add_error("cvr", _("Organisationen har ikke lokal IdP i brug. Log ind med MitID i stedet."))
            return self.form_invalid(form)
        query = urlencode({"next": safe_next(form.cleaned_data["next"])})
        address = redirect("local_idp:start", form.cleaned_data["cvr"])
        address["Location"] += f"?{query}"
        return address


@method_decorator(limited(STARTS), name="dispatch")
class Start(View):
    """`/lokal-login/<cvr>/`: GET shows the button, POST leads to the provider. `?proev=1`: the test login of an
    administrator while it is set up."""

    public = True

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        idp, trial = self._idp(request, number)
        told = {"idp": idp, "trial": trial, "next": safe_next(request.GET.get("next")),
                "again": _is_local(request) and "igen" in request.GET}  # fmt: skip
        return allowing(render(request, "web/local_idp/start.html", told), idp)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        idp, trial = self._idp(request, number)
        wanted = self._wanted(request, number, trial)
        state = asked.put(request, wanted)
        return allowing(redirect(LocalIdpAdapter(request, idp).authorize(wanted, state)), idp)

    def _wanted(self, request: HttpRequest, number: str, trial: bool) -> Asked:
        level = min(Level.SUBSTANTIAL, _least())
        proven = context.auth_context(request)
        if request.POST.get("again") and _is_local(request) and proven:
            return Asked(
                purpose=Purpose.STEP_UP, level=level, max_age=FRESH_SECONDS, cvr=number, user=str(request.user.pk),
                subject=proven.subject, population=LOCAL, proven_at=int(proven.at.timestamp()),
                next=safe_next(request.POST.get("next")),
            )  # fmt: skip
        population = TRIAL if trial else LOCAL
        return Asked(purpose=Purpose.LOGIN, level=level, cvr=number, population=population,
                     user=str(request.user.pk or ""), next=safe_next(request.POST.get("next")))  # fmt: skip

    def _idp(self, request: HttpRequest, number: str) -> tuple[LocalIdp, bool]:
        """The provider in force; for an administrator who tries it, the one being set up."""
        if "proev" in request.GET or "proev" in request.POST:
            return being_set_up(request, number), True
        idp = local_idp.named(number)
        if idp is None:
            raise Http404
        return idp, False


TRIAL = "local-trial"


def being_set_up(request: HttpRequest, number: str) -> LocalIdp:
    """The provider an administrator of the organisation is setting up. Http404 for everybody else."""
    actor = administrator(request, number)
    idp = local_idp.of_organisation(actor.organisation) if actor else None
    if idp is None or idp.state != LocalIdp.State.DRAFT:
        raise Http404
    return idp


def administrator(request: HttpRequest, number: str) -> Any:
    """The actor in the organisation with this number, if it is one who may set its provider up."""
    from portal.web.auth import actor_for

    actor = actor_for(request, number)
    return actor if actor and actor.may(Permission.LOCAL_IDP_MANAGE) else None


def allowing(response: HttpResponse, idp: LocalIdp) -> HttpResponse:
    """The browser follows redirects of a form under form-action: name this provider's origin, here only."""
    response._csp_update = {"form-action": [idp.metadata["origin"]]}  # type: ignore[attr-defined]
    return response


def _is_local(request: HttpRequest) -> bool:
    proven = context.auth_context(request)
    return proven is not None and proven.population == LOCAL


def _least() -> Level:
    return Level[settings.LOCAL_IDP_LOGIN_LEVEL.upper()]
