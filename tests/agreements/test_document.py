"""One template for screen and PDF: what stands on the page is what is signed, accessible and unchanged."""

from io import BytesIO

import pikepdf
import pytest

from portal.core.documents import is_unchanged
from tests.agreements.country import (
    APS,
    ONE_DIRECTOR,
    activated,
    connected,
    document,
    in_register,
    number,
)
from tests.core.pdf_ua import check_ua, elements, kind


def words(pdf):
    """The headings and fonts of a PDF, its title and language."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        kinds = [kind(each) for each in elements(opened)]
        fonts = [font for page in opened.pages for font in page.Resources.get("/Font", {}).values()]
        embedded = [
            bool({"/FontFile2", "/FontFile3"} & set(below.get("/FontDescriptor", {}).keys()))
            for font in fonts for below in font.get("/DescendantFonts", [font])
        ]  # fmt: skip
        return kinds, str(opened.docinfo["/Title"]), str(opened.Root.Lang), embedded


@pytest.mark.parametrize(("language", "title"), [("da", "Tilslutningsaftale for Bruun ApS"),
                                                 ("en", "Connection agreement for Bruun ApS")])  # fmt: skip
def test_the_agreement_is_an_accessible_pdf_of_what_was_read(people, register, applicant, language, title):
    register(document(number(1), "Bruun ApS", APS, [in_register(people.bent, "DIREKTØR")], rule=ONE_DIRECTOR))
    bent = applicant(people.bent)
    bent.client.cookies["language"] = language
    bent.start(number(1)).prepare()
    kept = bent.case.document
    pdf = bytes(kept.pdf)
    assert check_ua(pdf, language=language) == []
    kinds, told, said, embedded = words(pdf)
    assert (told, said) == (title, language)
    assert kinds.count("H1") == 1
    assert kinds.count("H2") == 14, "nine sections and five annexes"
    assert kinds.index("H1") < kinds.index("H2")
    assert embedded, "there are fonts"
    assert all(embedded), "every font is in the file"
    page = bent.client.get(bent.at("underskrift/")).content.decode()
    assert kept.html in page, "the screen shows the very text"
    assert kept.sha256 in page
    downloaded = bent.client.get(bent.at("aftale.pdf"))
    assert downloaded.content == pdf
    assert is_unchanged(kept)


def test_an_organisation_without_a_cvr_number_is_named_by_its_country(people, applicant):
    dan = applicant(people.dan)
    told = {"kind": "foreign_company", "name": "Northmere Ltd.", "country": "Irland", "number": "IE 778899"}
    dan.found(dan.client.post("/tilslutning/uden-cvr/", told)).prepare("dan@northmere.example")
    text = dan.case.document.html
    assert "Northmere Ltd., Irland" in text
    assert "IE 778899" in text
    assert "CVR-nummer ," not in text


def test_a_new_administrator_is_signed_for_with_a_text_of_its_own(people, register, applicant):
    register(document(number(1), "Bruun ApS", APS, [in_register(people.bent, "DIREKTØR")], rule=ONE_DIRECTOR))
    activated(connected(applicant, people.bent, 1), people.bent)
    bent = applicant(people.bent)
    bent.found(bent.client.post("/tilslutning/ny-administrator/", {"cvr": number(1)})).prepare(
        "bent@bruun.example"
    )
    kept = bent.case.document
    assert kept.title == "Ny administrator for Bruun ApS"
    assert "første administrator" not in kept.html
    assert check_ua(bytes(kept.pdf), language="da") == []
    bent.reads("Vælg den nye administrator", step="administrator/")
