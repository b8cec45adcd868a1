"""A stored document, exactly the bytes that were read and signed."""

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views import View

from portal.core.models import Document
from portal.core.pages import Page
from portal.core.permissions import Permission


class DocumentFile(Page, View):
    """Download only, never inline; refused when the stored bytes no longer match their hash."""

    permission = Permission.AGREEMENT_SEE

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        document = Document.objects.for_actor(self.actor).filter(pk=pk).first()
        if document is None:
            raise Http404
        content = bytes(document.pdf)
        if hashlib.sha256(content).hexdigest() != document.sha256:
            raise RuntimeError(f"document {document.pk} does not match its hash")
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{document.kind}-{document.pk}.pdf"'
        return response
