import hashlib
import io
import zlib

import pytest
from django.utils.translation import override
from PIL import Image

from portal.core.runtime.translations import compile_translations
from portal.core.uploads import MEGABYTE, UploadRefused, accept
from tests.core.upload_samples import GOOD, LIMIT, archive, picture, png_of, refused, take


@pytest.fixture(scope="module", autouse=True)
def catalogues():
    compile_translations()


@pytest.mark.parametrize("name", GOOD)
def test_ordinary_files_are_accepted_under_a_name_and_type_of_our_own(name):
    upload = take(GOOD[name])
    assert upload.content.rstrip() == GOOD[name].rstrip()
    assert upload.sha256 == hashlib.sha256(upload.content).hexdigest()
    kind = name.split()[0] if "pdf" not in name else "pdf"
    expected = {"pdf": "application/pdf", "png": "image/png"}.get(kind, "image/jpeg")
    assert upload.media_type == expected
    assert len(upload.name.partition(".")[0]) == 32
    assert take(GOOD[name]).name != upload.name
    assert repr(upload.content[:8]) not in repr(upload)


def test_accepted_pictures_can_still_be_opened():
    for name in ("png", "jpeg", "progressive jpeg", "jpeg with restarts"):
        with Image.open(io.BytesIO(take(GOOD[name]).content)) as image:
            image.load()


class Endless(io.RawIOBase):
    """A file that never ends and counts what is read."""

    def __init__(self, beginning=b"%PDF-1.7\n"):
        self.beginning, self.given = beginning, 0

    def read(self, size=-1):
        assert size > 0
        self.given += size
        return (self.beginning + b"0" * size)[:size]

    def seek(self, place, whence=0):
        return 0


def test_a_file_that_is_too_large_is_never_read_to_its_end():
    endless = Endless()
    with pytest.raises(UploadRefused) as found:
        accept(endless, max_bytes=LIMIT)
    assert endless.given == LIMIT + 1
    assert "2 MB" in found.value.sentence
    told = Endless()
    told.size = 200 * MEGABYTE
    with pytest.raises(UploadRefused):
        accept(told, max_bytes=LIMIT)
    assert told.given == 0


def test_the_limit_itself_is_accepted_and_one_byte_more_is_not():
    content = GOOD["pdf"]
    assert take(content, max_bytes=len(content))
    assert "MB" in refused(content, max_bytes=len(content) - 1)
    assert "0,5 MB" in refused(b"%PDF-" + b"0" * MEGABYTE, max_bytes=MEGABYTE // 2)


def test_an_empty_file_is_refused():
    assert refused(b"") == "Filen er tom. Vælg en fil med indhold"


def test_only_the_kinds_that_were_asked_for_are_taken():
    assert "PDF" in refused(GOOD["png"], kinds=("pdf",))
    assert take(GOOD["png"], kinds=("png",))


@pytest.mark.parametrize(
    "content",
    [b"GIF89a" + b"0" * 40, b"MZ\x90\x00", archive(), b"<html>", b"\n%PDF-1.7\n%%EOF", b"abc", b"\xff\xd8"],
)
def test_other_kinds_are_refused_whatever_they_are_called(content):
    assert refused(content).startswith("Filen kan ikke bruges")


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
        b"%PDF-9.9\n%%EOF",
        GOOD["pdf"] + b"trailing words",
        GOOD["pdf"][:-10],
        GOOD["png"][:-5],
        GOOD["png"][:60] + b"\x00" + GOOD["png"][61:],
        GOOD["png"][:8] + GOOD["png"][33:],
        GOOD["jpeg"][:-2],
        GOOD["jpeg"][:200],
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xe0\x00\x01",
        png_of(0, 5),
    ],
)
def test_a_damaged_or_cut_off_file_is_refused(content):
    assert refused(content).startswith("Filen er beskadiget")


def test_an_object_stream_that_grows_without_end_is_refused():
    bomb = zlib.compress(b"0" * 40_000_000)
    content = b"%PDF-1.7\n1 0 obj\n<</Type/ObjStm>>\nstream\n" + bomb + b"\nendstream\nendobj\n%%EOF"
    assert refused(content).startswith("Filen er beskadiget")


@pytest.mark.parametrize("name", ["pdf", "png", "jpeg"])
def test_a_file_that_is_two_kinds_at_once_is_refused(name):
    content = GOOD[name]
    both = content.replace(b"%%EOF", archive() + b"%%EOF") if name == "pdf" else content + archive()
    assert refused(both).startswith("Filen er flere slags")


def test_pictures_with_a_page_or_a_pdf_inside_are_refused():
    noted = picture("JPEG", comment=b"<script>alert(1)</script>")
    assert refused(noted).startswith("Filen er flere slags")
    assert refused(picture("JPEG", comment=b"%PDF-1.4")).startswith("Filen er flere slags")
    assert refused(GOOD["png"] + b"<HTML><body>").startswith("Filen er flere slags")
    assert refused(b"%PDF-1.7\n<html>\n%%EOF").startswith("Filen er flere slags")


@pytest.mark.parametrize("name", ["png", "jpeg"])
def test_what_stands_behind_a_picture_is_not_kept(name):
    assert take(GOOD[name] + GOOD["jpeg"]).content == GOOD[name]
    assert take(GOOD[name] + b"notes of a telephone").content == GOOD[name]


def test_pictures_of_absurd_size_are_refused_before_anything_decodes_them():
    assert "50000 × 4" in refused(png_of(50_000, 4))
    assert "usædvanligt" in refused(png_of(20_000, 20_000))
    assert take(png_of(12_000, 9_000))
    small = GOOD["jpeg"]
    place = small.index(b"\xff\xc0")
    huge = small[: place + 5] + b"\xff\xff\xff\xff" + small[place + 9 :]
    assert "65535 × 65535" in refused(huge)


def test_sentences_follow_the_language_in_which_they_are_read():
    with pytest.raises(UploadRefused) as found:
        take(png_of(50_000, 4))
    with override("en"):
        assert found.value.sentence.startswith("The picture is unusually large: 50000 × 4")
        assert str(found.value) == found.value.sentence
