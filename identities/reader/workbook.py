"""XLSX without surprises: no bombs, no entities, no macros, no formulas carried out."""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _

MAGIC = b"PK\x03\x04"
MAX_UNPACKED = 120_000_000
MAX_PART = 90_000_000
MAX_PARTS = 300
MAX_GROWTH = 250
_DOCTYPE = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T|E\x00?N\x00?T)", re.I)
_STEP = 1_000_000


class FileRefused(Exception):
    """This file is not read; the message is the sentence the user reads."""


def rows_of(content: bytes) -> Iterator[list[str]]:
    """The first sheet's rows as text. Sizes are looked at before anything is unpacked."""
    _check(content)
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            yield [_text(value) for value in row]
    except (
        InvalidFileException,
        KeyError,
        IndexError,
        ValueError,
        ParseError,
        zipfile.BadZipFile,
        TypeError,
        OSError,
    ) as error:
        raise FileRefused(
            _("Regnearket kan ikke læses. Gem det igen som Excel (xlsx), og prøv på ny.")
        ) from error


def _check(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bomb(archive.infolist(), len(content))
            if "[Content_Types].xml" not in archive.namelist():
                raise FileRefused(_("Filen er ikke et regneark. Gem den som Excel (xlsx) eller CSV."))
            for part in archive.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_entities(archive, part)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
        raise FileRefused(_("Regnearket er beskadiget. Gem det igen som Excel (xlsx).")) from error


def _refuse_bomb(parts: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    grows = unpacked > MAX_UNPACKED or unpacked > MAX_GROWTH * packed
    if (
        grows
        or len(parts) > MAX_PARTS
        or any(part.file_size > MAX_PART or part.flag_bits & 1 for part in parts)
    ):
        raise FileRefused(
            _("Regnearket fylder alt for meget, når det pakkes ud. Slet ark og formater, der ikke bruges.")
        )


def _refuse_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A spreadsheet has no document type of its own; one that has wants to unfold something."""
    tail = b""
    with archive.open(part) as stream:
        while block := stream.read(_STEP):
            if _DOCTYPE.search(tail + block):
                raise FileRefused(
                    _(
                        "Regnearket indeholder noget, et regneark ikke skal have. Gem det igen som Excel (xlsx)."
                    )
                )
            tail = block[-32:]


def _text(value: Any) -> str:
    """As a person reads the cell: whole numbers without decimals, dates as 2 January 1980 → 02-01-1980."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%d-%m-%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
