"""What the desk can do for somebody who cannot get in: the identities' own actions, each with a typed reason."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from identities import actions as identities
from identities.models import Identity
from identities.views.authenticators import priced_kinds
from portal.web.support import forms
from portal.web.support.views.base import OpenedAction


class OnPerson(OpenedAction):
    """An act about the person the address names, found through the access."""

    looks_up = "person"
    area = "people"
    form_class: Any = forms.ReasonForm
    identity: Identity

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (refusal := self.refusal(request)) is not None:
            return refusal
        rows = Identity.objects.for_actor(self.actor).select_related("organisation", "user")
        found = rows.filter(pk=kwargs["person"]).first()
        if found is None:
            raise Http404
        self.identity = found
        return super().dispatch(request, *args, **kwargs)

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {
            "identity": self.identity,
            **form.cleaned_data,
            "reason": self.typed(form.cleaned_data["reason"]),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(identity=self.identity, about=self.identity.shown_name, **kwargs)

    def get_success_url(self) -> str:
        return reverse("support:person", args=[self.number, self.identity.pk])


class Resend(OnPerson):
    action = identities.resend_by_support
    title = _("Send aktiveringslinket igen")
    submit = _("Send linket igen")
    after = _("Et nyt link går til den adresse, der står på brugeren. Det gamle link dør.")
    done = _("Linket er sendt.")


class CorrectEmail(OnPerson):
    action = identities.correct_email
    form_class = forms.EmailForm
    title = _("Ret en fejl i e-mailadressen")
    submit = _("Ret og send linket")
    after = _("Linket går til den rettede adresse. Organisationens administratorer får besked.")
    done = _("Adressen er rettet, og linket er sendt.")


class Restart(OnPerson):
    action = identities.restart_activation
    title = _("Start aktiveringen forfra")
    submit = _("Start forfra")
    after = _("Koder og det, andre har meldt, bliver glemt. Brugeren får et nyt link.")
    done = _("Aktiveringen er startet forfra.")


class Proofing(OnPerson):
    action = identities.proof_by_support
    form_class = forms.SupportProofing
    title = _("Kontrollér legitimation ved fremmøde")
    submit = _("Jeg har set personen og begge dokumenter")
    after = _("Personen får et link til sit særskilte MitID. Du vælger ingen kode eller adgangskode.")
    done = _("Legitimationen er noteret.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kinds": priced_kinds(self.organisation)}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        told = form.cleaned_data
        return {"identity": self.identity, "documents": form.documents(), "kind": told["kind"],
                "birth_date": told["birth_date"], "reason": self.typed(told["reason"])}  # fmt: skip
