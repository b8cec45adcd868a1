"""Legacy deliveries for those who import them: the balance, what was rejected and why, the pace, a company's record."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from migration_flow import actions
from migration_flow.models import Delivery
from migration_flow.queries import deliveries as queries
from migration_flow.rules import sentence
from portal.core.pages import Page, ShowPage
from portal.core.permissions import Permission
from portal.web.support.forms import PackageForm
from portal.web.support.views.base import DeskAction, DeskPage


def _delivery(pk: Any) -> Delivery:
    found: Delivery | None = queries.deliveries().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


class Deliveries(DeskPage, ShowPage):
    permission = Permission.DELIVERY_IMPORT
    template_name = "web/support/deliveries.html"
    title = _("Leveringer fra NemID Erhverv")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(queries.deliveries()[:50])
        for row in rows:
            row.pace = queries.pace(row)
            row.words = sentence(row.refused_code, row.refused_because) if row.refused_code else ""
        return super().get_context_data(rows=rows, **kwargs)


class StartImport(DeskAction):
    """Choose a package of the inbox. It is checked and imported by the workers; the page of the delivery shows how far."""

    action = actions.receive
    form_class = PackageForm
    template_name = "web/support/start_import.html"
    title = _("Indlæs en levering")
    submit = _("Indlæs leveringen")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "packages": queries.packages()}

    def get_success_url(self) -> str:
        return reverse("support:delivery", args=[self.result.pk])


class DeliveryPage(DeskPage, ShowPage):
    permission = Permission.DELIVERY_IMPORT
    template_name = "web/support/delivery.html"
    title = _("Levering")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        delivery = _delivery(self.kwargs["pk"])
        rejected = queries.rejections(delivery)
        return super().get_context_data(
            delivery=delivery, files=delivery.files.order_by("pk"), rejected=rejected,
            bars=[(each["code"], each["count"], each["words"]) for each in rejected],
            warned=queries.warnings(delivery), pace=queries.pace(delivery), back=reverse("support:deliveries"),
            words=sentence(delivery.refused_code, delivery.refused_because) if delivery.refused_code else "", **kwargs,
        )  # fmt: skip


class RejectedRows(Page, View):
    """The rows themselves, to be corrected and delivered again. They may hold CPR numbers: a POST, and traced."""

    permission = Permission.DELIVERY_IMPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        delivery = _delivery(pk)
        content = actions.hand_out_rejected(actor=self.actor, delivery=delivery)
        answer = HttpResponse(content, content_type="application/zip")
        answer["Content-Disposition"] = f'attachment; filename="{delivery.delivery_id}_afviste.zip"'
        answer["Cache-Control"] = "no-store, private"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


class LegacyRecord(DeskPage, ShowPage):
    """A company as NemID Erhverv knew it: facts, counts and findings by RID. Names and addresses of people are only
    seen inside the organisation, with an access."""

    permission = Permission.DELIVERY_IMPORT
    template_name = "web/support/legacy_record.html"
    title = _("Virksomheden i NemID Erhverv")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.record(self.kwargs["number"])
        if found is None:
            raise Http404
        return super().get_context_data(**found, back=reverse("support:deliveries"), **kwargs)
