"""Is it a whole picture of a size that a camera or a scanner makes? It is walked through, never decoded.

What follows the end of the picture is dropped: telephones put a second picture or their own notes there, and
others whatever they please.
"""

import re
import struct
import zlib
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.core.uploads.refusal import UploadRefused, damaged

MOST_POINTS = 250_000_000
LONGEST_SIDE = 30_000
MOST_PARTS = 65_536

_PNG_SIGNATURE_BYTES = 8
_WITHOUT_LENGTH = {0x00, 0x01, *range(0xD0, 0xD9)}
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_AFTER_SCAN = re.compile(rb"\xff[\x02-\xcf\xd8-\xfe]")


def checked_png(content: bytes) -> bytes:
    """The bytes from the signature to the end of IEND, every chunk's checksum right."""
    place = _PNG_SIGNATURE_BYTES
    seen: list[bytes] = []
    while not seen or seen[-1] != b"IEND":
        kind, body, place = _chunk(content, place)
        if (kind == b"IHDR") != (not seen) or len(seen) > MOST_PARTS:
            raise damaged()
        if kind == b"IHDR":
            _check_size(*_unpack(">II", body))
        seen.append(kind)
    if b"IDAT" not in seen:
        raise damaged()
    return content[:place]


def _chunk(content: bytes, place: int) -> tuple[bytes, bytes, int]:
    length, kind = _unpack(">I4s", content[place : place + 8])
    body = content[place + 8 : place + 8 + length]
    (checksum,) = _unpack(">I", content[place + 8 + length : place + 12 + length])
    if zlib.crc32(kind + body) != checksum:
        raise damaged()
    return kind, body, place + 12 + length


def checked_jpeg(content: bytes) -> bytes:
    """The bytes from the start of the image to its end marker, with one frame and at least one scan."""
    seen: set[int] = set()
    marker, place = _marker(content, 2)
    for _part in range(MOST_PARTS):
        seen.add(marker)
        if marker == _END_OF_IMAGE:
            break
        marker, place = _marker(content, _segment(content, marker, place))
    if not {_START_OF_SCAN, _END_OF_IMAGE} <= seen or not seen & _FRAMES:
        raise damaged()
    return content[:place]


def _marker(content: bytes, place: int) -> tuple[int, int]:
    if content[place : place + 1] != b"\xff":
        raise damaged()
    while content[place : place + 1] == b"\xff":
        place += 1
    return _unpack("B", content[place : place + 1])[0], place + 1


def _segment(content: bytes, marker: int, place: int) -> int:
    """Past a segment, and past the compressed lines after a start of scan."""
    (length,) = _unpack(">H", content[place : place + 2])
    end = place + length
    if marker in _WITHOUT_LENGTH or length < 2 or end > len(content):
        raise damaged()
    if marker in _FRAMES:
        height, width = _unpack(">HH", content[place + 3 : place + 7])
        _check_size(width, height)
    if marker != _START_OF_SCAN:
        return end
    found = _AFTER_SCAN.search(content, end)
    if found is None:
        raise damaged()
    return found.start()


def _unpack(shape: str, data: bytes) -> tuple[Any, ...]:
    try:
        return struct.unpack(shape, data[: struct.calcsize(shape)])
    except struct.error:
        pass
    raise damaged()


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise damaged()
    if max(width, height) > LONGEST_SIDE or width * height > MOST_POINTS:
        sentence = _("Billedet er usædvanligt stort: %(size)s punkter. Gem det mindre, og vælg det på ny")
        raise UploadRefused(sentence, size=f"{width} × {height}")
