"""Keeping a document as it was read and signed."""

import hashlib
import hmac
import uuid
from typing import Any

from django.utils.safestring import SafeString

from portal.core.documents.render import pdf_of, render_html
from portal.core.models import Document


def create_document(
    *,
    kind: str,
    template: str,
    version: str,
    context: dict[str, Any],
    organisation: Any,
    title: str,
    language: str = "da",
) -> Document:
    """Render `template` once and keep the text, the PDF and the SHA-256 (hex) of the PDF.

    `organisation` is an organisation, its id, or None while there is none yet. Runs in the caller's
    transaction. Raises DocumentError as `render_pdf` does.
    """
    text = render_html(template, context, language=language)
    return keep_document(
        text=text,
        kind=kind,
        template=template,
        version=version,
        organisation=organisation,
        title=title,
        language=language,
    )


def keep_document(
    *, text: str, kind: str, template: str, version: str, organisation: Any, title: str, language: str = "da"
) -> Document:
    """The same for a text that `render_html` made before, maybe in another transaction."""
    pdf = pdf_of(SafeString(text), language=language, title=title)
    return Document.objects.create(
        kind=kind,
        title=title,
        organisation=_id_of(organisation),
        template=template,
        template_version=version,
        language=language,
        html=text,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
    )


def is_unchanged(document: Document) -> bool:
    """Whether the kept PDF still has the hash it was kept with."""
    found = hashlib.sha256(bytes(document.pdf)).hexdigest()
    return hmac.compare_digest(found, document.sha256)


def _id_of(organisation: Any) -> uuid.UUID | None:
    found: uuid.UUID | None = getattr(organisation, "pk", organisation)
    return found
