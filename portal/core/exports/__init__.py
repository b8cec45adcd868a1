"""The one way out for tables: CSV and XLSX, row by row, of which no cell is ever a formula.

CSV is UTF-8 with a byte order mark, semicolons, every field quoted, CRLF: what a Danish Excel opens by a
double click. A text that a spreadsheet would take for a formula (it begins with = + - @ or their full-width
forms, also behind blanks and quotation marks) gets an apostrophe in front, and line breaks and tabs become
blanks, so that no part of a text can begin a line. `plain` takes the apostrophe away when a file comes back.

XLSX needs no such thing: every text is written as text, whatever it says, and identifiers keep their digits.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from portal.core.exports.cells import csv_cell, plain
from portal.core.exports.sheets import TooManyRows, write_xlsx

__all__ = ["TooManyRows", "csv_lines", "csv_response", "plain", "write_csv", "write_xlsx", "xlsx_response"]

Row = Sequence[Any]

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_response(name: str, header: Row, rows: Iterable[Row]) -> StreamingHttpResponse:
    """A download `name`.csv, made while it is sent. `name` has no ending. Cells: see `csv_lines`."""
    response = StreamingHttpResponse(_pieces(csv_lines(header, rows)), content_type=CSV_TYPE)
    _as_download(response, f"{name}.csv")
    return response


def xlsx_response(name: str, header: Row, rows: Iterable[Row]) -> FileResponse:
    """A download `name`.xlsx. Written row by row to a temporary file first: its directory stands last."""
    with ExitStack() as until_sent:
        target = until_sent.enter_context(tempfile.TemporaryFile())
        write_xlsx(target, header, rows)
        target.seek(0)
        response = FileResponse(target, content_type=XLSX_TYPE)
        _as_download(response, f"{name}.xlsx")
        until_sent.pop_all()  # the response closes the file
    return response


def csv_lines(header: Row, rows: Iterable[Row]) -> Iterator[str]:
    """The lines of the file with their CRLF, the byte order mark before the first.

    Cells: text, int, Decimal and float (decimal comma), bool (ja/nej), date, datetime (local), None (empty).
    """
    yield "\ufeff" + _csv_line(header)
    for row in rows:
        yield _csv_line(row)


def write_csv(target: IO[bytes], header: Row, rows: Iterable[Row]) -> None:
    """The same file into `target`, for jobs."""
    for line in csv_lines(header, rows):
        target.write(line.encode())


def _csv_line(row: Row) -> str:
    return ";".join(f'"{csv_cell(value)}"' for value in row) + "\r\n"


def _pieces(lines: Iterator[str]) -> Iterator[bytes]:
    """Many lines to a piece: one piece is one write to the socket."""
    while piece := "".join(islice(lines, 200)):
        yield piece.encode()


def _as_download(response: HttpResponseBase, name: str) -> None:
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
