"""Why a file is not taken."""

import re
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_ZIP_ENTRY, _ZIP_END = b"PK\x01\x02", b"PK\x05\x06"
_MARKUP = re.compile(rb"<(?:!doctype|html|script|iframe|\?php)", re.IGNORECASE)
_HEAD = 1024  # readers look for "%PDF-" this far into a file


class UploadRefused(Exception):
    """`sentence` tells the user, in the language of the moment it is read, what is wrong and what to do."""

    def __init__(self, sentence: str | Promise, **values: Any):
        super().__init__()
        self._sentence, self._values = sentence, values

    @property
    def sentence(self) -> str:
        return str(self._sentence) % self._values if self._values else str(self._sentence)

    def __str__(self) -> str:
        return self.sentence


def damaged() -> UploadRefused:
    return UploadRefused(
        _("Filen er beskadiget eller kun kommet delvist frem. Gem den igen, og vælg den på ny")
    )


def is_two_kinds(content: bytes, kind: str) -> bool:
    """Whether another program would take the file for something else: an archive, a web page, a PDF."""
    archive = _ZIP_END in content and _ZIP_ENTRY in content
    page = _MARKUP.search(content[:_HEAD] if kind == "pdf" else content)
    document = kind != "pdf" and b"%PDF-" in content[:_HEAD]
    return archive or bool(page) or document
