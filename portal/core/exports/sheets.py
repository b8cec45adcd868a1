"""XLSX, row by row in constant memory."""

import datetime
from collections.abc import Iterable, Sequence
from typing import IO, Any

from portal.core.exports.cells import is_number, local, text_of

XLSX_MOST_ROWS = 1_048_576
XLSX_LONGEST_TEXT = 32_767
EXACT = 10**15  # from here on a spreadsheet's number loses digits
DATES = {"day": "dd-mm-yyyy", "moment": "dd-mm-yyyy hh:mm"}


class TooManyRows(ValueError):
    """More rows than a sheet of XLSX holds; CSV has no limit."""


def write_xlsx(target: IO[bytes], header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    """A workbook of one sheet into `target`, in constant memory. Numbers and dates stay what they are, text is
    text. Text beyond 32,767 characters is cut with "…". Raises TooManyRows beyond 1,048,576 rows."""
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, options) as book:
        sheet = book.add_worksheet()
        dates = {kind: book.add_format({"num_format": shape}) for kind, shape in DATES.items()}
        bold = book.add_format({"bold": True})
        for column, title in enumerate(header):
            sheet.write_string(0, column, text_of(title), bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            if number >= XLSX_MOST_ROWS:
                raise TooManyRows(f"a sheet holds {XLSX_MOST_ROWS} rows")
            for column, value in enumerate(row):
                _write_cell(sheet, number, column, value, dates)


def _write_cell(sheet: Any, row: int, column: int, value: Any, dates: dict[str, Any]) -> None:
    if is_number(value) and abs(value) < EXACT:
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime.datetime) and value.year > 1900:
        sheet.write_datetime(row, column, local(value), dates["moment"])
    elif isinstance(value, datetime.date) and value.year > 1900:
        sheet.write_datetime(row, column, value, dates["day"])
    elif value is not None:
        sheet.write_string(row, column, _cut(text_of(value)))


def _cut(text: str) -> str:
    """Spreadsheets count in UTF-16."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * XLSX_LONGEST_TEXT:
        return text
    return units[: 2 * (XLSX_LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
