"""The organisation's own pages about its agreement."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.agreements import actions, forms, queries
from portal.core.pages import ActionPage, ShowPage
from portal.core.permissions import Permission


class AgreementPage(ShowPage):
    permission = Permission.AGREEMENT_SEE
    template_name = "agreements/agreement.html"
    title = _("Aftale")
    section = "agreement"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agreement = queries.agreement_of(self.organisation)
        signatures = (
            queries.standing_signatures(agreement.connection) if agreement and agreement.connection else []
        )
        return super().get_context_data(agreement=agreement, signatures=signatures, **kwargs)


class SetUpPage(ActionPage):
    """The first settings, one question at a time."""

    action = actions.set_up
    form_class = forms.SetUp
    template_name = "agreements/set_up.html"
    title = _("Sæt organisationen op")
    done = _("Organisationen er sat op. I kan ændre det hele senere under Indstillinger.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"allows_private_mitid": form.cleaned_data["private"] == "yes"}

    def get_success_url(self) -> str:
        return reverse("web:overview", args=[self.organisation.cvr])
