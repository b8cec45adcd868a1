import csv
import datetime
import io
import re
from decimal import Decimal

import openpyxl
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from portal.core.exports import (
    TooManyRows,
    csv_lines,
    csv_response,
    plain,
    sheets,
    write_csv,
    write_xlsx,
    xlsx_response,
)
from portal.core.runtime.translations import compile_translations

HEADER = ("Navn", "=cmd|' /C calc'!A0")
UTC = datetime.UTC
ROWS = [
    ("Søren Åkjær", "99000015"),
    ("=1+1", 7),
    ("+4512345678", -7),
    (" \t=HYPERLINK(\"https://a.example\")", Decimal("-12.50")),
    ("to\nlinjer", None),
    ('sagde "ja"; og "nej"', True),
    (datetime.date(2026, 11, 3), datetime.datetime(2026, 7, 1, 22, 30, tzinfo=UTC)),
]  # fmt: skip

anything = st.one_of(
    st.text(max_size=40),
    st.text("=+-@\t\r\n \"';,＝a1\ufeff", max_size=12),
    st.integers(-(10**18), 10**18),
    st.decimals(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(timezones=st.just(UTC), min_value=datetime.datetime(1850, 1, 1)),
)
tables = st.lists(st.lists(anything, min_size=3, max_size=3), max_size=4)
RISKY = re.compile(r"[\s\"'\ufeff]*[=+\-@＝＋－＠]")
NUMBER = re.compile(r"-?[0-9]+(,[0-9]+)?([eE][+-]?[0-9]+)?")


@pytest.fixture(scope="module", autouse=True)
def catalogues():
    compile_translations()


def read_csv(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))


def read_xlsx(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [list(row) for row in book.active.iter_rows()]


def as_csv(rows, header=HEADER):
    target = io.BytesIO()
    write_csv(target, header, rows)
    return target.getvalue()


def as_xlsx(rows, header=HEADER):
    target = io.BytesIO()
    write_xlsx(target, header, rows)
    return target.getvalue()


def test_a_csv_file_opens_in_a_danish_spreadsheet():
    data = as_csv(ROWS)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert data.count(b"\r\n") == len(ROWS) + 1 == data.count(b"\n")
    assert read_csv(data) == [
        ["Navn", "'=cmd|' /C calc'!A0"],
        ["Søren Åkjær", "99000015"],
        ["'=1+1", "7"],
        ["'+4512345678", "-7"],
        ['\'  =HYPERLINK("https://a.example")', "-12,50"],
        ["to linjer", ""],
        ['sagde "ja"; og "nej"', "ja"],
        ["03-11-2026", "02-07-2026 00:30"],
    ]


def test_a_workbook_keeps_text_numbers_and_dates_as_they_are():
    header, *cells = read_xlsx(as_xlsx(ROWS))
    assert [cell.value for cell in header] == list(HEADER)
    assert header[0].font.bold
    values = [[cell.value for cell in row] for row in cells]
    assert values[:3] == [["Søren Åkjær", "99000015"], ["=1+1", 7], ["+4512345678", -7]]
    assert values[3] == [' \t=HYPERLINK("https://a.example")', -12.5]
    assert values[4:6] == [["to\nlinjer", None], ['sagde "ja"; og "nej"', "ja"]]
    assert values[6] == [datetime.datetime(2026, 11, 3), datetime.datetime(2026, 7, 2, 0, 30)]
    assert {cell.data_type for row in [header, *cells] for cell in row} <= {"s", "n", "d"}


@examples(max_examples=300, deadline=None)
@given(tables)
def test_no_cell_of_a_csv_file_is_a_formula_and_no_text_begins_a_line(rows):
    data = as_csv(rows, header=("a", "b", "c"))
    read = read_csv(data)
    assert [len(row) for row in read] == [3] * (len(rows) + 1)
    for cell in (cell for row in read for cell in row):
        assert not RISKY.match(cell) or NUMBER.fullmatch(cell) or cell.startswith("'")
    for line in data.decode("utf-8-sig").split("\r\n")[:-1]:
        assert line.startswith('"')
        assert len(line.splitlines()) == 1


@examples(max_examples=25, deadline=None)
@given(st.lists(st.lists(anything, min_size=3, max_size=3), min_size=20, max_size=40))
def test_no_cell_of_a_workbook_is_a_formula_a_link_or_an_error(rows):
    for row in read_xlsx(as_xlsx(rows, header=("=a", "b", "c"))):
        for cell in row:
            assert cell.data_type in ("s", "n", "d")
            assert cell.hyperlink is None


@examples(max_examples=300, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"])))
def test_the_apostrophe_is_taken_away_again_when_a_file_comes_back(text):
    ((cell,),) = read_csv(as_csv([], header=(text,)))
    assert plain(cell) == text


@pytest.mark.parametrize("text", ["'=1", "''=1", "'ved", "=", "-", "@", "'"])
def test_texts_that_have_an_apostrophe_of_their_own_keep_it(text):
    ((cell,),) = read_csv(as_csv([], header=(text,)))
    assert plain(cell) == text


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize(
    "before", ["", " ", "\t", "\r", "\n", "\r\n", '"', "'", "\u00a0", "\ufeff", "\u200b", " \"'"]
)
def test_every_way_to_begin_a_formula_is_seen(before, sign):
    ((cell,),) = read_csv(as_csv([], header=(f"{before}{sign}1+1",)))
    assert cell.startswith("'")


def test_what_no_file_may_hold_is_replaced_and_nothing_is_lost_without_a_sign():
    strange = "a\x00b\x1b\ud800c"
    assert read_csv(as_csv([], header=(strange,))) == [["a\ufffdb\ufffd\ufffdc"]]
    assert read_xlsx(as_xlsx([], header=(strange,)))[0][0].value == "a\ufffdb\ufffd\ufffdc"
    long = read_xlsx(as_xlsx([("😀" * 20_000, "a" * 32_767, "a" * 32_768)]))[1]
    assert long[0].value == "😀" * 16_383 + "…"
    assert long[1].value == "a" * 32_767
    assert long[2].value == "a" * 32_766 + "…"
    large, early = read_xlsx(as_xlsx([(1237553529373123456, datetime.date(1899, 5, 1))]))[1]
    assert (large.value, early.value) == ("1237553529373123456", "1899-05-01")


def test_yes_and_no_follow_the_language():
    with override("en"):
        assert read_csv(as_csv([(True, False)]))[1] == ["yes", "no"]


def test_a_csv_download_is_made_while_it_is_sent():
    made = []

    def rows():
        for number in range(1000):
            made.append(number)
            yield (number, "x")

    response = csv_response("brugere på æø", ("Nr.", "X"), rows())
    pieces = iter(response.streaming_content)
    first = next(pieces)
    assert len(made) < 1000
    assert len(read_csv(first + b"".join(pieces))) == 1001
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''brugere%20p%C3%A5")
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "no-store, private")


@pytest.mark.django_db  # closing a response announces the end of a request, and connections are looked after
def test_a_workbook_download_is_whole_and_its_file_is_closed_after_it():
    response = xlsx_response("brugere", ("Nr.",), ([number] for number in range(1000)))
    data = b"".join(response.streaming_content)
    assert len(read_xlsx(data)) == 1001
    assert response["Content-Disposition"] == 'attachment; filename="brugere.xlsx"'
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    response.close()
    assert response.file_to_stream.closed


def test_a_sheet_that_would_lose_rows_is_not_made(monkeypatch):
    monkeypatch.setattr(sheets, "XLSX_MOST_ROWS", 3)
    assert len(read_xlsx(as_xlsx([(1,), (2,)]))) == 3
    with pytest.raises(TooManyRows):
        xlsx_response("for mange", ("Nr.",), [(1,), (2,), (3,)])
    assert len(list(csv_lines(("Nr.",), [(1,), (2,), (3,)]))) == 4
