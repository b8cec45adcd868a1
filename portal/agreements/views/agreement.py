"""The organisation's own pages about its agreement."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.agreements import actions, forms, queries
from portal.core.forms import ConfirmForm
from portal.core.pages import ActionPage, ShowPage
from portal.core.permissions import Permission


class AgreementPage(ShowPage):
    permission = Permission.AGREEMENT_SEE
    template_name = "agreements/agreement.html"
    title = _("Aftale")
    section = "agreement"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agreement = queries.agreement_of(self.organisation)
        change = queries.waiting_terms(self.organisation)
        signatures = (
            queries.standing_signatures(agreement.connection) if agreement and agreement.connection else []
        )
        return super().get_context_data(
            agreement=agreement, signatures=signatures, waiting=change, binds=queries.bind_from(change) if change else None,
            may_end=self.actor.may(Permission.AGREEMENT_TERMINATE), **kwargs,
        )  # fmt: skip


class _BackToAgreement(ActionPage):
    section = "agreement"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"back": self.get_success_url(), "agreement": queries.agreement_of(self.organisation)}
        return super().get_context_data(**{**told, **kwargs})

    def get_success_url(self) -> str:
        return reverse("agreements:agreement", args=[self.organisation.cvr])


class TerminatePage(_BackToAgreement):
    """A word is typed, so that nobody ends everything by a slip."""

    action = actions.terminate
    form_class = forms.Terminate
    template_name = "agreements/terminate.html"
    title = _("Opsig aftalen")
    submit = _("Opsig aftalen")
    done = _("Aftalen er opsagt. I kan fortryde i 14 dage.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consequences = (
            _("Om 14 dage kan ingen logge ind for organisationen."),
            _("Alle fuldmagter, I har givet og modtaget, ophører."),
            _("I får en sidste regning for det, der ikke er betalt."),
            _("Indtil da er alt, som det plejer, og I kan fortryde."),
        )
        return super().get_context_data(consequences=consequences, danger=True, **kwargs)


class UndoPage(_BackToAgreement):
    action = actions.undo_termination
    form_class = ConfirmForm
    template_name = "agreements/undo.html"
    title = _("Fortryd opsigelsen")
    submit = _("Fortryd opsigelsen")
    done = _("Opsigelsen er fortrudt. Alt er, som det var.")


class TermsPage(_BackToAgreement):
    """The new terms, and the yes under them."""

    action = actions.accept_terms
    form_class = forms.AcceptTerms
    template_name = "agreements/terms.html"
    title = _("Nye vilkår")
    submit = _("Accepter vilkårene")
    done = _("Vilkårene er accepteret. De ligger her som PDF.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (refusal := self.refusal(request)) is not None:
            return refusal
        self.change = queries.waiting_terms(self.organisation)
        if self.change is None:
            return redirect(self.get_success_url())
        self.text, self.language = queries.terms_text(self.change)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"text_sha256": hashlib.sha256(self.text.encode()).hexdigest()}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"change": self.change, "text_sha256": form.cleaned_data["text_sha256"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.change is not None
        return super().get_context_data(
            text=self.text, terms=self.change.terms, binds=queries.bind_from(self.change), **kwargs
        )
