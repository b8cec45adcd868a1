"""Is it a whole PDF that only shows pages?

The bytes are searched for the names of what acts by itself: scripts, launched programs, attached files,
media, forms with scripts, an address opened with the document. Object streams are unpacked first, as far as
they are deflated (what programs write), and names may be spelled with #xx. It is a search, not a reading of
the document: what hides in a stream of another kind is not found, and a text that merely mentions such a
name is refused. That is why uploads are never shown inline.
"""

import re
import zlib
from itertools import islice

from django.utils.translation import gettext_lazy as _

from portal.core.uploads.refusal import UploadRefused, damaged

MOST_UNPACKED = 20_000_000
MOST_ESCAPES = 100_000
MOST_OPENINGS = 20
PIECE = 65_536
BLANKS = b"\x00\t\n\x0c\r "

_PACKED = b"/ObjStm"
_HEADER = re.compile(rb"%PDF-(?:1\.[0-7]|2\.0)[\r\n\t %]")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|GoToE|ImportData|SubmitForm)(?![A-Za-z])"
    rb"|/JS\s*(?:[(<]|\d+\s+\d+\s+R)"
    rb"|/XFA\s*(?:\[|\d+\s+\d+\s+R)"
)
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
_OPENS = re.compile(rb"/OpenAction\s*(?:(\d+)\s+(\d+)\s+R|<<)")
_ADDRESS = re.compile(rb"/URI(?![A-Za-z])")
_STREAM = re.compile(rb"stream\r?\n")


def checked_pdf(content: bytes) -> bytes:
    """The bytes up to and with the last %%EOF. Raises UploadRefused if the PDF is not whole or not passive."""
    whole = content.rstrip(BLANKS)
    if not _HEADER.match(whole) or not whole.endswith(b"%%EOF"):
        raise damaged()
    plain = _plain(whole)
    if _ENCRYPTED.search(plain):
        raise UploadRefused(
            _("PDF-filen er beskyttet med adgangskode. Gem en kopi uden beskyttelse, og vælg den")
        )
    if plain.count(_PACKED) != whole.count(_PACKED):
        raise damaged()
    text = plain + b"\n" + _plain(_unpacked(whole))
    if _ACTIVE.search(text) or _opens_an_address(text):
        raise UploadRefused(
            _(
                "PDF-filen indeholder scripts, vedhæftede filer eller handlinger, og dem tager vi ikke imod. "
                "Udskriv den til en ny PDF, og vælg den nye fil"
            )
        )
    return whole + b"\n"


def _plain(text: bytes) -> bytes:
    """Names without their #xx spelling: /J#61vaScript is /JavaScript."""
    spelled, escapes = _ESCAPED.subn(lambda found: bytes((int(found[1], 16),)), text, count=MOST_ESCAPES)
    if escapes == MOST_ESCAPES:
        raise damaged()
    return spelled


def _unpacked(content: bytes) -> bytes:
    """What stands in the object streams. Raises UploadRefused if one cannot be unpacked, or is a bomb."""
    parts, left, place = [], MOST_UNPACKED, content.find(_PACKED)
    while place >= 0:
        begins = _STREAM.search(content, place)
        part = _inflated(memoryview(content)[begins.end() :], left) if begins else b""
        left -= len(part)
        if begins is None or not part or left <= 0:
            raise damaged()
        parts.append(part)
        place = content.find(_PACKED, begins.end())
    return b"\n".join(parts)


def _inflated(packed: memoryview, most: int) -> bytes:
    """Piece by piece, so that what follows a short stream is not copied for each one."""
    unpacker, parts = zlib.decompressobj(), []
    for begins in range(0, len(packed), PIECE):
        try:
            parts.append(unpacker.decompress(packed[begins : begins + PIECE], most))
        except zlib.error:
            return b""
        most -= len(parts[-1])
        if unpacker.eof or most <= 0:
            break
    return b"".join(parts)


def _opens_an_address(text: bytes) -> bool:
    found = list(islice(_OPENS.finditer(text), MOST_OPENINGS))
    if len(found) == MOST_OPENINGS:
        raise damaged()
    return any(_ADDRESS.search(_target(text, opens)) for opens in found)


def _target(text: bytes, opens: re.Match[bytes]) -> bytes:
    """What an /OpenAction leads to: the dictionary written there, or the object of that number. In an object
    stream none has its number before it, so there the whole text counts."""
    if opens[1] is None:
        return text[opens.end() : text.find(b">>", opens.end())]
    named = re.search(rb"(?<!\d)" + opens[1] + rb"\s+" + opens[2] + rb"\s+obj", text)
    return text[named.end() : text.find(b"endobj", named.end())] if named else text
