"""One template is the text on the screen and the tagged PDF (PDF/UA-1): what was read is what was signed."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

FRAME = "pdf/base.html"


class DocumentError(Exception):
    """A document could not be made: its template names a file that no document may be made of."""


def render_html(template: str, context: dict[str, Any], *, language: str) -> SafeString:
    """The text of a document as a fragment of HTML, in `language` ("da", "en"). Begins with its one <h1>."""
    with override(language):
        return mark_safe(render_to_string(template, context))  # noqa: S308 - rendered with escaping on


def render_pdf(template: str, context: dict[str, Any], *, language: str, title: str) -> bytes:
    """The same text as a tagged PDF. Equal input gives equal bytes: the document holds no date or random id.

    Raises DocumentError when the template names a file other than the portal's own.
    """
    return pdf_of(render_html(template, context, language=language), language=language, title=title)


def pdf_of(text: SafeString, *, language: str, title: str) -> bytes:
    """A fragment that `render_html` made, in the printed frame. Takes about half a second of processor."""
    from weasyprint import HTML  # 0.7 s to import and needs Pango: only for those who make a PDF
    from weasyprint.urls import FatalURLFetchingError

    from portal.core.documents.files import OwnFiles

    with override(language):
        page = render_to_string(FRAME, {"body": text, "language": language, "title": title})
    try:
        pdf = HTML(string=page, url_fetcher=OwnFiles()).write_pdf(pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as refused:
        raise DocumentError(str(refused)) from refused
    assert pdf is not None
    return bytes(pdf)
