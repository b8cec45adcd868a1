"""What it costs: the counter, the charges, the invoices, and where they go."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from identities import actions, queries
from identities.forms import ChannelForm
from identities.models import Charge, Invoice, Price
from identities.queries.prices import channel_of, counted_up_to, live
from portal.core.pages import ActionPage, ListPage, Page
from portal.core.permissions import Permission


class Billing(ListPage):
    """The charges by time, the newest first."""

    model = Charge
    permission = Permission.INVOICE_SEE
    template_name = "identities/billing.html"
    title = _("Regninger")
    section = "billing"
    order_by = ("-at",)

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("identity", "credit_note", "line__invoice")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        free = queries.free_identities()
        return super().get_context_data(
            free=free,
            used=counted_up_to(live(self.organisation), free),
            price=queries.price(Price.Item.IDENTITY),
            channel=channel_of(self.organisation),
            invoices=list(Invoice.objects.for_actor(self.actor).order_by("-made_at")[:24]),
            may_change=self.actor.may(Permission.SETTINGS_CHANGE),
            **kwargs,
        )


class Channel(ActionPage):
    action = actions.set_invoice_channel
    form_class = ChannelForm
    title = _("Hvor skal regningen sendes hen?")
    section = "billing"
    submit = _("Gem")
    done = _("Det er gemt.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "organisation": self.organisation}

    def get_initial(self) -> dict[str, Any]:
        channel = channel_of(self.organisation)
        if channel is None:
            return {}
        named = ("kind", "email", "ean", "attention", "order_number")
        return {name: getattr(channel, name) for name in named} | {"email_again": channel.email}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        data = dict(form.cleaned_data)
        data.pop("email_again", None)
        return data

    def get_success_url(self) -> str:
        return reverse("identities:billing", args=[self.organisation.cvr])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)


class InvoiceFile(Page, View):
    """The invoice exactly as it was sent."""

    permission = Permission.INVOICE_SEE

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        rows = Invoice.objects.for_actor(self.actor).select_related("document")
        invoice = rows.filter(pk=pk, document__isnull=False).first()
        if invoice is None or invoice.document is None:
            raise Http404
        response = HttpResponse(bytes(invoice.document.pdf), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="regning-{invoice.number}.pdf"'
        return response
