"""The set-up wizard, one question a page, and the page where the answers are changed later."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.agreements import actions, forms
from portal.agreements.rules.authenticators import in_words
from portal.core.forms import ConfirmForm
from portal.core.pages import ActionPage

STEPS = (
    (_("Privat MitID"), "set_up"),
    (_("Særskilt MitID"), "set_up_means"),
    (_("Kontrollér"), "set_up_done"),
)


class _Step(ActionPage):
    """Every answer is kept when it is given: the wizard can be left and taken up again, until it is finished."""

    number = 0
    section = "settings"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (refusal := self.refusal(request)) is not None:
            return refusal
        if self.organisation.set_up_at is not None:
            return redirect("web:settings", self.organisation.cvr)
        return super().dispatch(request, *args, **kwargs)

    def address(self, number: int) -> str:
        return reverse(f"agreements:{STEPS[number][1]}", args=[self.organisation.cvr])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        drawn = [
            {"label": label, "url": self.address(place),
             "state": "current" if place == self.number else "done" if place < self.number else "todo"}
            for place, (label, _name) in enumerate(STEPS)
        ]  # fmt: skip
        back = self.address(self.number - 1) if self.number else ""
        return super().get_context_data(**{"steps": drawn, "back": back, **kwargs})

    def get_success_url(self) -> str:
        return self.address(self.number + 1)


class SetUpPage(_Step):
    action = actions.change_settings
    form_class = forms.PrivateMitID
    template_name = "agreements/set_up.html"
    title = _("Privat MitID på arbejdet")

    def get_initial(self) -> dict[str, Any]:
        return {"private": "yes"} if self.organisation.allows_private_mitid else {}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"allows_private_mitid": form.cleaned_data["private"] == "yes"}


class SetUpMeans(_Step):
    number = 1
    action = actions.change_settings
    form_class = forms.Means
    template_name = "agreements/set_up_means.html"
    title = _("Særskilt MitID")

    def get_initial(self) -> dict[str, Any]:
        return {"allowed_authenticators": self.organisation.allowed_authenticators}


class SetUpDone(_Step):
    """All answers once more, and how the administrator comes in from now on."""

    number = 2
    action = actions.set_up
    form_class = ConfirmForm
    template_name = "agreements/set_up_done.html"
    title = _("Kontrollér, og gør opsætningen færdig")
    submit = _("Gør opsætningen færdig")
    done = _("Organisationen er sat op. I kan ændre det hele senere under Indstillinger.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        private = self.organisation.allows_private_mitid
        means = ", ".join(str(each) for each in in_words(self.organisation.allowed_authenticators))
        rows = [
            (_("Privat MitID på arbejdet"),
             _("Ja, hvis medarbejderen selv vil") if private else _("Nej"), self.address(0)),
            (_("Særskilt MitID"), means, self.address(1)),
            (_("Sådan logger du selv ind"),
             _("Som du gør nu") if private else _("Med et særskilt MitID"), ""),
        ]  # fmt: skip
        return super().get_context_data(rows=rows, private=private, **kwargs)

    def get_success_url(self) -> str:
        return reverse("web:overview", args=[self.organisation.cvr])


class SettingsPage(ActionPage):
    action = actions.change_settings
    form_class = forms.Settings
    template_name = "agreements/settings.html"
    title = _("Ret indstillinger")
    section = "settings"
    submit = _("Gem")
    done = _("Indstillingerne er ændret.")

    def get_initial(self) -> dict[str, Any]:
        home = self.organisation
        return {
            "allowed_authenticators": home.allowed_authenticators, "cpr_purpose": home.cpr_purpose,
            "asks_for_cpr": "yes" if home.asks_for_cpr else "no", "allows_pseudonyms": home.allows_pseudonyms,
            "allows_self_request": home.allows_self_request, "four_eyes": home.four_eyes,
        }  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"back": self.get_success_url(), **kwargs})

    def get_success_url(self) -> str:
        return reverse("web:settings", args=[self.organisation.cvr])
