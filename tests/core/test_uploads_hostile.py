import time
import zlib
from contextlib import suppress

import pikepdf
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from portal.core.uploads import MEGABYTE, UploadRefused
from tests.core.upload_samples import GOOD, pdf, refused, take


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
