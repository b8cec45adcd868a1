"""The organisation's history: every administrative act, in words, newest first."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.core.models import AuditEntry, AuditPayload
from portal.core.pages import ListPage
from portal.core.permissions import Permission
from portal.core.sentences import sentence


class History(ListPage):
    model = AuditEntry
    permission = Permission.HISTORY_SEE
    template_name = "web/history.html"
    title = _("Historik")
    section = "history"
    order_by = ("-at",)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        payloads = AuditPayload.objects.in_bulk([row.pk for row in context["rows"]])
        for row in context["rows"]:
            row.payload = payloads[row.pk].data if row.pk in payloads else None
            row.sentence = sentence(row.event)
        return context
