import hashlib
import os
import subprocess
import sys
import uuid
from io import BytesIO

import pikepdf
import pytest
from django.conf import settings as portal
from django.utils.safestring import mark_safe
from pikepdf import Dictionary, Name
from weasyprint import HTML

from portal.core.documents import (
    DocumentError,
    create_document,
    is_unchanged,
    pdf_of,
    render_html,
    render_pdf,
)
from portal.core.documents.files import OwnFiles
from portal.core.models import Document
from tests.core.pdf_ua import check_ua, elements, kind

TITLE = "Aftale for Søbæk & Åen <ApS>"
CONTEXT = {"name": "Søbæk & Åen <ApS>", "paragraphs": range(2, 14)}


@pytest.fixture(autouse=True)
def sample_templates(settings):
    templates = [dict(engine) for engine in settings.TEMPLATES]
    templates[0]["DIRS"] = [*templates[0]["DIRS"], portal.BASE_DIR / "tests" / "core" / "document_templates"]
    settings.TEMPLATES = templates


@pytest.fixture(scope="module")
def sample_pdf():
    text = mark_safe("<h1>Æblø</h1><h2>Et</h2><p>Se <a href='https://a.example/'>siden</a>.</p><ul><li>A</li></ul>"
                     "<table><tr><th scope='col'>X</th></tr><tr><td>1</td></tr></table>")  # fmt: skip
    return pdf_of(text, language="da", title="Prøve")


def test_the_rendered_document_passes_every_check_of_pdf_ua():
    for language in ("da", "en"):
        pdf = render_pdf("sample.html", CONTEXT, language=language, title=TITLE)
        assert check_ua(pdf, language=language) == []
        with pikepdf.open(BytesIO(pdf)) as document:
            assert str(document.docinfo["/Title"]) == TITLE
            kinds = {kind(element) for element in elements(document)}
            assert len(document.pages) == 3
    assert {"H1", "H2", "H3", "P", "L", "LI", "Table", "TH", "TD", "Caption", "Link"} <= kinds


def test_an_untagged_pdf_fails_the_checks_many_times():
    pdf = HTML(string="<h1>A</h1><p>b <a href='https://a.example/'>c</a>", url_fetcher=OwnFiles()).write_pdf()
    assert len(check_ua(pdf)) >= 8


def _first(document, wanted):
    return next(element for element in elements(document) if kind(element) == wanted)


def _set(document, wanted, key, value):
    _first(document, wanted)[key] = value


BREACHES = {
    "not marked as tagged": lambda d: d.Root.MarkInfo.update({"/Marked": False}),
    "no structure tree": lambda d: d.Root.__delitem__("/StructTreeRoot"),
    "language is": lambda d: d.Root.__delitem__("/Lang"),
    "no title": lambda d: d.Root.__delitem__("/Metadata"),
    "shows the file name": lambda d: d.Root.ViewerPreferences.update({"/DisplayDocTitle": False}),
    "PDF/UA-1": lambda d: d.Root.__delitem__("/Metadata"),
    "begin with the one H1": lambda d: _set(d, "H1", "/S", Name.P),
    "level is skipped": lambda d: _set(d, "H2", "/S", Name.H3),
    "figure has no alternative": lambda d: _set(d, "P", "/S", Name.Figure),
    "no header cells": lambda d: _set(d, "TH", "/S", Name.TD),
    "matched with its headers": lambda d: [e.__delitem__("/A") for e in elements(d) if "/A" in e],
    "list item has no body": lambda d: _set(d, "LBody", "/S", Name.P),
    "means nothing to a reader": lambda d: _set(d, "P", "/S", Name.Paragraf),
    "tab order": lambda d: d.pages[0].obj.__delitem__("/Tabs"),
    "where it leads": lambda d: d.pages[0].Annots[0].__delitem__("/Contents"),
    "link stands outside": lambda d: d.pages[0].Annots[0].__delitem__("/StructParent"),
    "lead back": lambda d: d.Root.StructTreeRoot.__delitem__("/ParentTree"),
    "page does not lead back": lambda d: d.pages[0].obj.__delitem__("/StructParents"),
    "untagged drawing": lambda d: d.pages[0].contents_add(d.make_stream(b"0 0 9 9 re f")),
    "cannot be read as text": lambda d: _font(d).__delitem__("/ToUnicode"),
    "is not embedded": lambda d: _font(d).DescendantFonts[0].update({"/FontDescriptor": Dictionary()}),
}


def _font(document):
    return next(iter(document.pages[0].Resources.Font.values()))


@pytest.mark.parametrize("breach", BREACHES)
def test_each_check_sees_its_breach(sample_pdf, breach):
    assert check_ua(sample_pdf, language="da") == []
    with pikepdf.open(BytesIO(sample_pdf)) as document:
        BREACHES[breach](document)
        broken = BytesIO()
        document.save(broken, static_id=True)
    assert any(breach in found for found in check_ua(broken.getvalue(), language="da"))


def test_equal_input_gives_equal_bytes_in_another_process_too(sample_pdf):
    again = subprocess.run(
        [sys.executable, "-c", _AGAIN],
        env={**os.environ, "PYTHONHASHSEED": "4711", "DJANGO_SETTINGS_MODULE": "portal.settings"},
        cwd=portal.BASE_DIR,
        capture_output=True,
        check=True,
    )
    text = mark_safe("<h1>Ens</h1><p>Æ")
    assert (
        hashlib.sha256(pdf_of(text, language="da", title="Ens")).hexdigest() == again.stdout.decode().strip()
    )
    assert pdf_of(text, language="da", title="Andet") != pdf_of(text, language="da", title="Ens")


_AGAIN = """
import django, hashlib
django.setup()
from django.utils.safestring import mark_safe
from portal.core.documents import pdf_of
print(hashlib.sha256(pdf_of(mark_safe("<h1>Ens</h1><p>Æ"), language="da", title="Ens")).hexdigest())
"""


def test_the_text_on_the_screen_is_the_text_in_the_pdf():
    text = render_html("sample.html", CONTEXT, language="da")
    assert "<h1>Aftale for Søbæk &amp; Åen &lt;ApS&gt;</h1>" in text
    assert pdf_of(text, language="da", title=TITLE) == render_pdf(
        "sample.html", CONTEXT, language="da", title=TITLE
    )


def test_text_that_was_not_rendered_as_a_template_is_only_text():
    pdf = pdf_of("<h1>Ikke et afsnit</h1>", language="da", title="Tekst")
    with pikepdf.open(BytesIO(pdf)) as document:
        assert "H1" not in {kind(element) for element in elements(document)}


@pytest.mark.parametrize(
    "source",
    [
        "https://elsewhere.example/picture.png",
        "http://127.0.0.1:9/picture.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "ours:../css/portal.css",
        "ours:nothing.svg",
        "ours:license.txt",
        "picture.png",
    ],
)
def test_no_file_but_our_own_is_ever_fetched(source):
    text = mark_safe(f'<h1>A</h1><p><img src="{source}" alt="x">')
    if ":" in source:
        with pytest.raises(DocumentError):
            pdf_of(text, language="da", title="A")
    else:  # an address relative to nothing is never looked up
        pdf = pdf_of(text, language="da", title="A")
        assert b"/Image" not in pdf


@pytest.mark.django_db
def test_a_kept_document_has_the_hash_of_exactly_its_bytes():
    organisation = uuid.uuid4()
    kept = create_document(
        kind="agreement", template="sample.html", version="2026-1", language="da", title=TITLE,
        context=CONTEXT, organisation=organisation,
    )  # fmt: skip
    again = Document.objects.across_organisations("looking at what was kept").get(pk=kept.pk)
    assert again.sha256 == hashlib.sha256(bytes(again.pdf)).hexdigest()
    assert again.organisation == organisation
    assert (again.template, again.template_version, again.language) == ("sample.html", "2026-1", "da")
    assert check_ua(bytes(again.pdf), language="da") == []
    assert is_unchanged(again)
    again.pdf = bytes(again.pdf) + b"\n"
    assert not is_unchanged(again)
