"""Small files of every kind that people hand in, and how they are handed in."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.core.uploads import MEGABYTE, UploadRefused, accept

LIMIT = 2 * MEGABYTE


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
