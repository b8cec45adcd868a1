"""One mandate, with its history in the reader's own words, and its document."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views import View

from mandates.queries import details
from mandates.rules import words
from mandates.views.base import VisibleRows, dressed
from portal.core.documents import is_unchanged
from portal.core.pages import DetailPage, Page
from portal.core.permissions import Permission


class MandateDetail(VisibleRows, DetailPage):
    permission = Permission.MANDATE_SEE
    template_name = "mandates/detail.html"
    context_object_name = "mandate"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mandate = dressed([self.object])[0]
        party = words.party_of(mandate, self.organisation)
        told = {
            "party": party, "rights": details.rights_of(mandate), "history": details.history(mandate, party),
            "limit": words.limit_in_words(mandate), "because": words.reason(mandate.ended_because),
            "steps": details.steps(self.actor, mandate, party),
            "given_on": dressed(details.sub_mandates(self.actor, mandate)),
            "assignments": details.assignments(self.actor, mandate) if party == "grantee" else [],
            "document_coming": mandate.is_live and mandate.basis == "consents",
            "may_draft": self.actor.may(Permission.MANDATE_GIVE),
            "may_distribute": self.actor.may(Permission.MANDATE_DISTRIBUTE),
        }  # fmt: skip
        return super().get_context_data(title=mandate.number, **told, **kwargs)


class MandateDocument(VisibleRows, Page, View):
    """Download only; refused when the stored bytes no longer match their hash. Both parties have the same file."""

    permission = Permission.MANDATE_SEE

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        mandate = self.get_queryset().filter(pk=pk, document__isnull=False).first()
        if mandate is None:
            raise Http404
        if not is_unchanged(mandate.document):
            raise RuntimeError(f"document {mandate.document_id} does not match its hash")
        response = HttpResponse(bytes(mandate.document.pdf), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{mandate.number}.pdf"'
        return response
