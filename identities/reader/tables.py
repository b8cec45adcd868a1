"""From bytes to columns and rows of text."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from identities.reader.workbook import MAGIC, FileRefused, rows_of
from portal.core.exports import plain

MAX_ROWS = 40_000
MAX_COLUMNS = 60
MAX_CELL = 1_000
UTF_16 = (b"\xff\xfe", b"\xfe\xff")

__all__ = ["FileRefused", "Table", "read_table"]


@dataclass(frozen=True)
class Table:
    """`rows` are lists of text as long as `columns`; the first is line 2 of the file."""

    columns: list[str]
    rows: list[list[str]]


def read_table(content: bytes) -> Table:
    """CSV or XLSX by what the bytes are. Raises FileRefused with the sentence the user reads."""
    if not content.strip():
        raise FileRefused(_("Filen er tom. Vælg en fil med indhold."))
    lines = rows_of(content) if content.startswith(MAGIC) else _csv_rows(content)
    return _table(lines)


def _table(lines: Iterator[list[str]]) -> Table:
    columns = _headings(next(lines, []))
    rows: list[list[str]] = []
    for line in lines:
        cells = [_cell(cell) for cell in line[: len(columns)]]
        if len(rows) >= MAX_ROWS and any(cells):
            raise FileRefused(_("Filen har flere end 40.000 linjer. Del den i flere filer."))
        rows.append(cells + [""] * (len(columns) - len(cells)))
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise FileRefused(_("Der er ingen linjer under overskrifterne."))
    return Table(columns, rows)


def _headings(line: list[str]) -> list[str]:
    columns = [cell.strip() for cell in line]
    while columns and not columns[-1]:
        columns.pop()
    if not columns:
        raise FileRefused(_("Den første linje skal have overskrifter, fx Fornavn og Efternavn."))
    if len(columns) > MAX_COLUMNS:
        raise FileRefused(_("Filen har flere end 60 kolonner. Fjern dem, der ikke skal bruges."))
    return columns


def _cell(text: str) -> str:
    """Without the apostrophe our own files put before what a spreadsheet would carry out."""
    return plain(text.strip()[:MAX_CELL])


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first, _newline, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return _parsed(rest, first.strip()[4])
    return _parsed(text, _separator(first))


def _decoded(content: bytes) -> str:
    """UTF-8 with or without BOM, else Windows-1252 as Danish Excel writes it."""
    if content.startswith(UTF_16):
        raise FileRefused(_("Filen er gemt som Unicode-tekst. Gem den som CSV UTF-8 eller Excel (xlsx)."))
    if b"\x00" in content:
        raise FileRefused(_("Filen er ikke en tekstfil. Gem den som CSV UTF-8 eller Excel (xlsx)."))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("Filens tegn kan ikke læses. Gem den som CSV UTF-8 eller Excel (xlsx)."))


def _separator(header: str) -> str:
    counts = {sign: header.count(sign) for sign in (";", ",", "\t")}
    best = max(counts, key=lambda sign: counts[sign])
    return best if counts[best] else ";"


def _parsed(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(MAX_CELL * 20)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        told = _("Linje %(line)s kan ikke læses: Tjek anførselstegnene.") % {"line": reader.line_num}
        raise FileRefused(told) from error
