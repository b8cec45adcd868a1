"""Files that people hand in: accepted by what they are, never by what they are called.

    upload = accept(request.FILES["file"], max_bytes=10 * MEGABYTE)

Client name and client type are not looked at. What comes back is a PDF, PNG or JPEG with nothing behind its
end, under a name of our own. It is still a stranger's file: serve it as a download (`Content-Disposition:
attachment`, `nosniff`), never inline.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.core.uploads.pdf import checked_pdf
from portal.core.uploads.pictures import checked_jpeg, checked_png
from portal.core.uploads.refusal import UploadRefused, is_two_kinds

__all__ = ["KINDS", "MEGABYTE", "Upload", "UploadRefused", "accept"]

MEGABYTE = 1024 * 1024
KINDS = {
    "pdf": (b"%PDF-", "application/pdf", "pdf", checked_pdf),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png", "png", checked_png),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg", "jpg", checked_jpeg),
}
"""Kind → first bytes, media type, ending, check. A check gives the bytes to keep or raises UploadRefused."""


@dataclass(frozen=True)
class Upload:
    """An accepted file: its bytes, their media type and SHA-256 (hex), and a random name."""

    content: bytes = field(repr=False)
    media_type: str
    name: str
    sha256: str


def accept(file: Any, *, kinds: Sequence[str] = ("pdf", "png", "jpeg"), max_bytes: int) -> Upload:
    """Read and judge an uploaded or open binary `file`; at most `max_bytes` + 1 bytes are ever read.

    Raises UploadRefused with a sentence for the user: too large, empty, of another kind, damaged, a PDF that
    is encrypted or carries scripts, attachments or launch actions, a picture of absurd size, two kinds in one.
    """
    content = _read(file, max_bytes)
    names = ", ".join(kind.upper() for kind in kinds)
    kind = next((kind for kind in kinds if content.startswith(KINDS[kind][0])), None)
    if kind is None:
        raise UploadRefused(_("Filen kan ikke bruges. Vælg en fil af typen %(formats)s"), formats=names)
    _begins, media_type, ending, check = KINDS[kind]
    kept = check(content)
    if is_two_kinds(content, kind):
        sentence = _("Filen er flere slags filer på én gang. Gem den igen som %(formats)s, og vælg den på ny")
        raise UploadRefused(sentence, formats=names)
    name = f"{secrets.token_hex(16)}.{ending}"
    return Upload(kept, media_type, name, hashlib.sha256(kept).hexdigest())


def _read(file: Any, max_bytes: int) -> bytes:
    if (getattr(file, "size", None) or 0) > max_bytes:
        raise _too_large(max_bytes)
    if hasattr(file, "seek"):
        file.seek(0)
    parts, left = [], max_bytes + 1
    while left and (part := file.read(min(left, MEGABYTE))):
        parts.append(part)
        left -= len(part)
    if not left:
        raise _too_large(max_bytes)
    if not parts:
        raise UploadRefused(_("Filen er tom. Vælg en fil med indhold"))
    return b"".join(parts)


def _too_large(max_bytes: int) -> UploadRefused:
    sentence = _("Filen er på mere end %(size)s MB. Vælg en mindre fil, eller del den op")
    return UploadRefused(sentence, size=f"{max_bytes / MEGABYTE:g}".replace(".", ","))
