"""The one way out for tables: CSV and XLSX, row by row, of which no cell is ever a formula.

CSV is UTF-8 with a byte order mark, semicolons, every field quoted, CRLF: what a Danish Excel opens by a
double click. A text that a spreadsheet would take for a formula (it begins with = + - @ or their full-width
forms, also behind blanks and quotation marks) gets an apostrophe in front, and line breaks and tabs become
blanks, so that no part of a text can begin a line. `plain` takes the apostrophe away when a file comes back.

XLSX needs no such thing: every text is written as text, whatever it says, and identifiers keep their digits.
"""

import datetime
import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from decimal import Decimal
from itertools import islice
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

Row = Sequence[Any]

XLSX_MOST_ROWS = 1_048_576
XLSX_LONGEST_TEXT = 32_767
DATES = {"day": "dd-mm-yyyy", "moment": "dd-mm-yyyy hh:mm"}
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

EXACT = 10**15  # from here on a spreadsheet's number loses digits

_FORMULA = re.compile(r"[\s\"'“”‘’«»„`´\xad\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹣﹢﹦﹫−]")
_BREAKS = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class TooManyRows(ValueError):
    """More rows than a sheet of XLSX holds; CSV has no limit."""


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


def write_xlsx(target: IO[bytes], header: Row, rows: Iterable[Row]) -> None:
    """A workbook of one sheet into `target`, in constant memory. Numbers and dates stay what they are, text is
    text. Text beyond 32,767 characters is cut with "…". Raises TooManyRows beyond 1,048,576 rows."""
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, options) as book:
        sheet = book.add_worksheet()
        dates = {kind: book.add_format({"num_format": shape}) for kind, shape in DATES.items()}
        bold = book.add_format({"bold": True})
        for column, title in enumerate(header):
            sheet.write_string(0, column, _text(title), bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            if number >= XLSX_MOST_ROWS:
                raise TooManyRows(f"a sheet holds {XLSX_MOST_ROWS} rows")
            for column, value in enumerate(row):
                _write_cell(sheet, number, column, value, dates)


def plain(cell: str) -> str:
    """A CSV cell as it was before an apostrophe was put in front of it."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def _csv_line(row: Row) -> str:
    return ";".join(f'"{_csv_cell(value)}"' for value in row) + "\r\n"


def _csv_cell(value: Any) -> str:
    """Numbers are themselves, also negative ones; everything else is text that begins nothing."""
    if _is_number(value):
        return str(value).replace(".", ",")
    if isinstance(value, datetime.datetime):
        return f"{_local(value):%d-%m-%Y %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value:%d-%m-%Y}"
    text = _BREAKS.sub(" ", _text(value))
    return (f"'{text}" if _FORMULA.match(text) else text).replace('"', '""')


def _write_cell(sheet: Any, row: int, column: int, value: Any, dates: dict[str, Any]) -> None:
    if _is_number(value) and abs(value) < EXACT:
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime.date) and value.year > 1900:
        moment = isinstance(value, datetime.datetime)
        local = _local(value) if isinstance(value, datetime.datetime) else value
        sheet.write_datetime(row, column, local, dates["moment" if moment else "day"])
    elif value is not None:
        sheet.write_string(row, column, _cut(_text(value)))


def _is_number(value: Any) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite()
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _text(value: Any) -> str:
    """What no file may hold (control characters, half characters) becomes the replacement character."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nej")
    return _CONTROL.sub("\ufffd", str(value))


def _cut(text: str) -> str:
    """Spreadsheets count in UTF-16."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * XLSX_LONGEST_TEXT:
        return text
    return units[: 2 * (XLSX_LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def _local(value: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value


def _pieces(lines: Iterator[str]) -> Iterator[bytes]:
    """Many lines to a piece: one piece is one write to the socket."""
    while piece := "".join(islice(lines, 200)):
        yield piece.encode()


def _as_download(response: HttpResponseBase, name: str) -> None:
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
