"""One sitting for several companies: make their agreements, read them, sign them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from migration_flow import actions
from migration_flow.queries import signing
from portal.core.actions import RuleBroken
from portal.core.forms import MailField, PortalForm
from portal.core.pages import ActionPage


class Agreements(PortalForm):
    """Which companies, and where their administrator is reached."""

    cvr = forms.MultipleChoiceField(
        label=gettext_lazy("Virksomheder"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Vælg mindst én virksomhed.")},
    )  # fmt: skip
    email = MailField(
        label=gettext_lazy("Din e-mailadresse"),
        help_text=gettext_lazy("Du bliver den første administrator. Vi sender et link for hver virksomhed."),
        error_messages={"required": gettext_lazy("Indtast din e-mailadresse.")},
    )

    def __init__(self, *args: Any, companies: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cvr"].choices = [(each.cvr, f"{each.name}, CVR {each.cvr}") for each in companies]  # type: ignore[attr-defined]


class Together(ActionPage):
    """What the actions told is shown as messages, company by company; then the way goes on."""

    template_name = "migration_flow/together.html"

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            told = self.action(actor=self.actor, **self.get_action_kwargs(form))
        except RuleBroken as broken:
            messages.error(self.request, str(broken))
            return redirect(self.request.path)
        for name, why in told.items():
            (messages.error if why else messages.success)(self.request, f"{name}: {why or str(self.done)}")
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("migration_flow_public:mine"), **kwargs)

    def get_success_url(self) -> str:
        return reverse("migration_flow_public:sign_together")


class PrepareTogether(Together):
    """The same answer for all: I am the administrator."""

    action = actions.prepare_together
    form_class = Agreements
    title = gettext_lazy("Lav aftaler for flere virksomheder")
    submit = gettext_lazy("Lav aftalerne, så jeg kan læse dem")
    done = gettext_lazy("Aftalen er lavet.")

    def get_form_kwargs(self) -> dict[str, Any]:
        companies = signing.without_agreement(self.actor.user)
        self.extra_context = {"none": not companies, "waiting": len(signing.waiting_for(self.actor.user))}
        return {**super().get_form_kwargs(), "companies": companies}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"cvrs": form.cleaned_data["cvr"], "email": form.cleaned_data["email"],
                "language": translation.get_language()}  # fmt: skip


class SignTogether(Together):
    """Every agreement with its text and fingerprint; a tick says that this one was read."""

    action = actions.sign_together
    form_class = PortalForm
    template_name = "migration_flow/sign_together.html"
    title = gettext_lazy("Læs og skriv under på flere aftaler")
    submit = gettext_lazy("Skriv under på de valgte med MitID")
    done = gettext_lazy("Din underskrift er givet.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        pairs = (each.partition(":") for each in self.request.POST.getlist("read"))
        return {"documents": {case: sha256 for case, _colon, sha256 in pairs}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = signing.explained(signing.waiting_for(self.actor.user))
        return super().get_context_data(rows=rows, **kwargs)

    def get_success_url(self) -> str:
        name = "sign_together" if signing.waiting_for(self.actor.user) else "mine"
        return reverse(f"migration_flow_public:{name}")
