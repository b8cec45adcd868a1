"""Documents: one template for screen and tagged PDF, kept with the hash of exactly those bytes."""

from portal.core.documents.render import DocumentError, pdf_of, render_html, render_pdf
from portal.core.documents.store import create_document, is_unchanged, keep_document

__all__ = [
    "DocumentError",
    "create_document",
    "is_unchanged",
    "keep_document",
    "pdf_of",
    "render_html",
    "render_pdf",
]
