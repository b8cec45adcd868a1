"""Dedicated MitID: order, new phone, stop; the employee's first login; attended proofing."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from identities import actions, queries
from identities.actions.dedicated import allowed_kinds, price_of
from identities.forms import AuthenticatorForm, ProofingForm
from identities.models import Authenticator, AuthenticatorKind
from identities.views.creating import OnIdentity
from identities.views.living import decimal_or_none
from portal.core.actions import RuleBroken
from portal.core.pages import ConfirmPage
from portal.core.permissions import Permission
from portal.core.templatetags._formats import money


def priced_kinds(organisation: Any) -> list[tuple[str, str]]:
    """(kind, label with its price) of what may be ordered; large print and sound stand beside the app as
    equals."""
    free = _("gratis")
    found = []
    for kind in allowed_kinds(organisation):
        price = price_of(kind)
        found.append((kind, f"{AuthenticatorKind(kind).label} – {money(price, 'ex') if price else free}"))
    return found


class OrderAuthenticator(OnIdentity):
    action = actions.order_authenticator
    form_class = AuthenticatorForm
    template_name = "identities/order_authenticator.html"
    title = _("Bestil særskilt MitID")
    submit = _("Bestil")
    done = _("Det særskilte MitID er bestilt. Brugeren får et link til at tage det i brug.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kinds": priced_kinds(self.organisation)}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        kind = form.cleaned_data["kind"]
        shown = self.request.POST.get(f"price_{kind}")
        return {"identity": self.object, "kind": kind, "price_shown": decimal_or_none(shown)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = [(kind, price_of(kind)) for kind in allowed_kinds(self.organisation)]
        return super().get_context_data(prices=shown, **kwargs)


class _OnAuthenticator(ConfirmPage):
    model = Authenticator
    subject_name = "authenticator"
    section = "identities"
    template_name = "identities/confirm.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("identity__organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"identity": self.object.identity, "about": self.object.get_kind_display()}
        return super().get_context_data(**told, **kwargs)

    def get_success_url(self) -> str:
        return reverse("identities:detail", args=[self.organisation.cvr, self.object.identity_id])


class NewPhone(_OnAuthenticator):
    action = actions.new_phone
    question = _("Har brugeren fået ny telefon?")
    consequences: Any = (
        _("Brugeren får et nyt link til at tage MitID i brug på den nye telefon."),
        _("Det gamle virker, til det nye er i brug. Alle rettigheder bliver."),
    )
    danger = False
    submit = _("Send link til ny telefon")
    done = _("Linket er sendt.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.object.state == Authenticator.State.ORDERED:
            self.question = self.submit = _("Send linket igen")
            self.consequences = (
                _("Brugeren får et nyt link til at tage MitID i brug. Det gamle link virker ikke længere."),
            )
        return super().get_context_data(**kwargs)


class StopAuthenticator(_OnAuthenticator):
    action = actions.stop_authenticator
    question = _("Vil du stoppe det særskilte MitID?")
    consequences = (_("Det virker ikke fra nu af. Rettighederne er gemt."),)
    submit = _("Stop det")
    done = _("Det særskilte MitID er stoppet.")


class Proofing(OnIdentity):
    action = actions.proof
    form_class = ProofingForm
    template_name = "identities/proofing.html"
    title = _("Kontrollér legitimation ved fremmøde")
    submit = _("Bekræft, at du har set personen og begge dokumenter")
    done = _("Legitimationen er noteret. Brugeren får et link til sit særskilte MitID.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kinds": priced_kinds(self.organisation)}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        data = form.cleaned_data
        return {
            "identity": self.object,
            "documents": form.documents(),
            "kind": data["kind"],
            "birth_date": data["birth_date"],
        }


class Enrolment(TemplateView):
    """`/saerskilt-mitid/<link>/`: the first login with the dedicated MitID. Tells nothing before it."""

    public = True
    title = _("Tag dit særskilte MitID i brug")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.authenticator = queries.authenticator_by_token(self.kwargs["token"])
        if self.authenticator is None:
            return self.show("dead", status=404)
        self.actor = request.actor  # type: ignore[attr-defined]
        if self.actor is None or self.actor.auth is None or not self.actor.auth.organisation_cvr:
            query = urlencode({"next": request.path})
            return self.show("enrol_start", login_url=f"{settings.LOGIN_URL}?{query}")
        self.actor.require(Permission.OWN_IDENTITY)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show("enrol")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            actions.enrol(actor=self.actor, authenticator=self.authenticator)
        except RuleBroken as broken:
            return self.show("enrol", refused=str(broken))
        return redirect("front:picker")

    def show(self, step: str, status: int = 200, **context: Any) -> HttpResponse:
        self.template_name = f"identities/activation/{step}.html"
        return self.render_to_response(self.get_context_data(title=self.title, **context), status=status)
