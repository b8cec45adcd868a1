"""The clients of a service owner's system: opened, given a new secret, closed. A secret is shown once."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.pages import ConfirmPage
from rights.actions import ownership as actions
from rights.forms import ClientForm
from rights.models import ServiceClient
from rights.views.owners import OfOwner, OnSystem


class OpenClient(OnSystem):
    """The secret is shown once, on the answer to this very request."""

    action = actions.open_own_client
    form_class = ClientForm
    title = gettext_lazy("Ny systemadgang")
    submit = gettext_lazy("Opret systemadgangen")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if form.errors:
            return response
        client, secret = self.result
        self.template_name = "rights/secret.html"
        return self.render_to_response(self.get_context_data(client=client, secret=secret, form=None))


class OnClient(OfOwner, ConfirmPage):
    subject_name = "client"

    def get_queryset(self) -> QuerySet[ServiceClient]:
        rows = ServiceClient.objects.filter(system__in=self.systems(), closed_at__isnull=True)
        return rows.select_related("system", "organisation")

    def get_success_url(self) -> str:
        return self.system_url(self.object.system)


class RenewSecret(OnClient):
    action = actions.renew_own_secret
    question = gettext_lazy("Vil du lave en ny hemmelighed?")
    consequences = (
        gettext_lazy("Den gamle virker ikke længere, når nye tokens skal hentes."),
        gettext_lazy("Den nye vises kun én gang."),
    )
    submit = gettext_lazy("Lav en ny")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if form.errors:
            return response
        self.template_name = "rights/secret.html"
        return self.render_to_response(
            self.get_context_data(secret=self.result, title=_("Ny hemmelighed"), form=None)
        )


class CloseClient(OnClient):
    action = actions.close_own_client
    question = gettext_lazy("Vil du lukke systemadgangen?")
    consequences = (gettext_lazy("Den kan ikke spørge fra det næste kald af."),)
    submit = gettext_lazy("Luk systemadgangen")
    done = gettext_lazy("Systemadgangen er lukket.")
