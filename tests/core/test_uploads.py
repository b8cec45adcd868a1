import hashlib
import io
import struct
import time
import zipfile
import zlib
from contextlib import suppress

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from portal.core.runtime.translations import compile_translations
from portal.core.uploads import MEGABYTE, UploadRefused, accept

LIMIT = 2 * MEGABYTE


@pytest.fixture(scope="module", autouse=True)
def catalogues():
    compile_translations()


def pdf(change=None, **saving):
    document = pikepdf.new()
    document.add_blank_page()
    if change:
        change(document)
    target = io.BytesIO()
    document.save(target, **saving)
    return target.getvalue()


def picture(kind, size=(40, 30), **saving):
    target = io.BytesIO()
    image = Image.effect_noise(size, 90).convert("RGB")
    image.save(target, kind, **saving)
    return target.getvalue()


def png_of(width, height):
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [header, b"IDAT" + zlib.compress(b""), b"IEND"]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks
    )


def archive():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as zipped:
        zipped.writestr("evil.class", b"x")
    return target.getvalue()


GOOD = {
    "pdf": pdf(),
    "pdf with object streams": pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "linearised pdf": pdf(linearize=True),
    "png": picture("PNG"),
    "jpeg": picture("JPEG"),
    "progressive jpeg": picture("JPEG", progressive=True, size=(200, 150)),
    "jpeg with restarts": picture("JPEG", restart_marker_blocks=2, size=(200, 150)),
    "jpeg with exif": picture("JPEG", exif=b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
}


def take(content, **options):
    return accept(SimpleUploadedFile("anything.exe", content, "text/html"), **{"max_bytes": LIMIT} | options)


def refused(content, **options):
    with pytest.raises(UploadRefused) as found:
        take(content, **options)
    return found.value.sentence


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


def _action(**entries):
    return Dictionary(Type=Name.Action, **entries)


def _at_root(key, value):
    return lambda document: document.Root.__setitem__(key, value(document) if callable(value) else value)


ACTIVE = {
    "script on opening": _at_root("/OpenAction", _action(S=Name.JavaScript, JS=String("app.alert(1)"))),
    "script by name": _at_root(
        "/Names", Dictionary(JavaScript=Dictionary(Names=Array([String("x"), _action(S=Name.JavaScript)])))
    ),
    "launched program": _at_root("/OpenAction", _action(S=Name.Launch, F=String("cmd.exe"))),
    "attached file": lambda document: document.attachments.__setitem__("a.txt", b"attached"),
    "address opened": _at_root("/OpenAction", _action(S=Name.URI, URI=String("https://a.example/"))),
    "address opened by reference": _at_root(
        "/OpenAction", lambda d: d.make_indirect(_action(S=Name.URI, URI=String("https://a.example/")))
    ),
    "form with scripts": _at_root("/AcroForm", Dictionary(XFA=Array([String("x")]))),
    "form sent away": _at_root("/AA", _action(S=Name.SubmitForm)),
}


@pytest.mark.parametrize("name", ACTIVE)
@pytest.mark.parametrize("mode", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
def test_a_pdf_that_acts_by_itself_is_refused_also_inside_object_streams(name, mode):
    content = pdf(ACTIVE[name], object_stream_mode=mode)
    assert refused(content).startswith("PDF-filen indeholder scripts")


def test_names_in_disguise_are_seen():
    content = pdf(_at_root("/OpenAction", _action(S=Name.JavaScript, JS=String("app.alert(1)"))))
    disguised = content.replace(b"/JavaScript", b"/J#61vaScr#69pt").replace(b"/JS", b"/#4aS")
    assert b"/JavaScript" not in disguised
    assert refused(disguised).startswith("PDF-filen indeholder scripts")
    packed = pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate).replace(b"/ObjStm", b"/Obj#53tm")
    assert refused(packed).startswith("Filen er beskadiget")


def test_ordinary_links_and_opening_at_a_page_are_accepted():
    def link(document):
        action = _action(S=Name.URI, URI=String("https://a.example/"))
        note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
        document.pages[0].Annots = document.make_indirect(Array([note]))
        document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])

    assert take(pdf(link))
    assert take(pdf(link, object_stream_mode=pikepdf.ObjectStreamMode.generate))


def test_an_encrypted_pdf_is_refused_with_its_own_sentence():
    content = pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "adgangskode" in refused(content)


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


MANY = 400_000
HOSTILE = {
    "packed streams that never begin": b"%PDF-1.7\n" + b"/ObjStm " * MANY + b"%%EOF",
    "packed streams that begin and fail": b"%PDF-1.7\n" + b"/ObjStm stream\n" * MANY + b"%%EOF",
    "many small packed streams": (
        b"%PDF-1.7\n" + (b"/ObjStm stream\n" + zlib.compress(b"x")) * 60_000 + b"%%EOF"
    ),
    "openings without end": b"%PDF-1.7\n" + b"/OpenAction << " * MANY + b"%%EOF",
    "openings of objects without end": b"%PDF-1.7\n" + b"/OpenAction 1 0 R 1 0 obj " * MANY + b"%%EOF",
    "names spelled out": b"%PDF-1.7\n" + b"#41" * MANY + b"%%EOF",
    "blanks": b"%PDF-1.7\n" + (b"/JS" + b" " * 1000) * 2000 + b"%%EOF",
    "filling": GOOD["jpeg"][:-2] + b"\xff" * 2_000_000 + b"\x00",
    "empty segments": b"\xff\xd8" + b"\xff\xe0\x00\x02" * MANY + b"\xff\xd9",
    "empty chunks": GOOD["png"][:33] + (b"\0\0\0\0abcd" + zlib.crc32(b"abcd").to_bytes(4, "big")) * MANY,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_keeps_the_server_busy(name):
    before = time.process_time()
    with suppress(UploadRefused):
        take(HOSTILE[name], max_bytes=20 * MEGABYTE)
    assert time.process_time() - before < 3


@examples(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(GOOD)), st.data())
def test_no_changed_byte_breaks_anything_but_the_file(name, data):
    content = bytearray(GOOD[name])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for attempt in (
        bytes(content),
        bytes(content[:cut]),
        bytes(content[:8]) + data.draw(st.binary(max_size=60)),
    ):
        with suppress(UploadRefused):
            assert take(attempt).content


def test_sentences_follow_the_language_in_which_they_are_read():
    with pytest.raises(UploadRefused) as found:
        take(png_of(50_000, 4))
    with override("en"):
        assert found.value.sentence.startswith("The picture is unusually large: 50000 × 4")
        assert str(found.value) == found.value.sentence
