"""Files that are handed in."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.core.forms import UploadField

PDF = b"%PDF-1.7 ..."
FIELD = UploadField(formats=("csv", "xlsx", "pdf", "jpg"), max_megabytes=1)


def refused(name: str, content: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as error:
        FIELD.clean(SimpleUploadedFile(name, content))
    return error.value


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("brugere.csv", "Søren;Ågesen".encode()),
        ("BRUGERE.CSV", b"a;b"),
        ("brugere.xlsx", b"PK\x03\x04rest"),
        ("aftale.pdf", PDF),
        ("billede.jpeg", b"\xff\xd8\xffrest"),
    ],
)
def test_a_file_that_is_what_its_name_says_is_taken_and_rewound(name, content):
    taken = FIELD.clean(SimpleUploadedFile(name, content))
    assert taken.read() == content


@pytest.mark.parametrize("name", ["program.exe", "brugere", "brugere.csv.exe", "brugere.xls"])
def test_other_kinds_of_file_are_refused(name):
    assert refused(name, b"a;b").code == "format"


@pytest.mark.parametrize(
    ("name", "content"), [("aftale.pdf", b"MZ\x90"), ("brugere.csv", b"a;\x00b"), ("brugere.xlsx", b"a;b")]
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name, content):
    assert refused(name, content).code == "content"


def test_a_file_may_be_as_large_as_the_hint_says_and_no_larger():
    megabyte = 1024 * 1024
    assert FIELD.clean(SimpleUploadedFile("a.csv", b"a" * megabyte)).size == megabyte
    error = refused("a.csv", b"a" * (megabyte + 1))
    assert error.code == "size"
    assert error.messages == ["Filen er på mere end 1 MB. Vælg en mindre fil, eller del den op"]


def test_an_empty_file_is_told_as_such():
    assert refused("a.csv", b"").messages == ["Filen er tom. Vælg en fil med indhold"]


def test_the_hint_tells_kinds_and_size():
    assert str(FIELD.help_text) == "Filtype: CSV, XLSX, PDF, JPG. Højst 1 MB."
    told = UploadField(formats=("csv",), max_megabytes=2, help_text="En række pr. bruger.")
    assert str(told.help_text) == "En række pr. bruger. Filtype: CSV. Højst 2 MB."


def test_a_kind_nobody_can_check_is_a_mistake_of_the_programmer():
    with pytest.raises(ValueError, match="exe"):
        UploadField(formats=("exe",), max_megabytes=1)
