"""Files as companies have them, and files as attackers make them."""

import io
import time
import zipfile

import pytest

from identities.reader import FileRefused, guess_mapping, read_row, read_table

HEAD = "Fornavn;Efternavn;E-mail;Telefon;Fødselsdato;RID;P-nummer"
LINE = "Søren;Ågesen;soren@bageri.example;12 34 56 78;31-12-1990;00012345;1999900018"
SHAPES = {
    "Windows-1252": f"{HEAD}\r\n{LINE}\r\n".encode("cp1252"),
    "UTF-8": f"{HEAD}\n{LINE}\n".encode(),
    "UTF-8 with BOM": f"{HEAD}\n{LINE}\n".encode("utf-8-sig"),
    "comma": f"{HEAD}\n{LINE}\n".replace(";", ",").encode(),
    "sep line": f"sep=;\r\n{HEAD}\r\n{LINE}\r\n".encode("cp1252"),
    "tab": f"{HEAD}\n{LINE}\n".replace(";", "\t").encode(),
}


def workbook(*rows):
    import openpyxl

    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def read(line, head=HEAD, **kwargs):
    table = read_table(f"{head}\n{line}\n".encode())
    kwargs = {"asks_for_cpr": True, "allow_substitute": True, **kwargs}
    return read_row(table.rows[0], guess_mapping(table.columns), **kwargs)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_common_shape_is_read_alike(shape):
    table = read_table(SHAPES[shape])
    assert table.columns == HEAD.split(";")
    assert table.rows == [LINE.split(";")]


def test_an_xlsx_file_is_read_as_a_person_reads_it():
    import datetime

    table = read_table(
        workbook(
            ["Fornavn", "Efternavn", "Fødselsdato", "RID"],
            ["Søren", "Ågesen", datetime.date(1990, 12, 31), 42630001],
        )
    )
    assert table.rows == [["Søren", "Ågesen", "31-12-1990", "42630001"]]


def test_a_good_line_has_clean_values_and_no_problems():
    found = read(LINE)
    assert found.problems == []
    assert found.values == {
        "given_name": "Søren",
        "surname": "Ågesen",
        "email": "soren@bageri.example",
        "phone": "+4512345678",
        "birth_date": "1990-12-31",
        "rid": "00012345",
        "p_number": "1999900018",
    }


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Søren;;;;;;", "efternavn mangler"),
        ("Søren;Ågesen;soren@;;;;", "E-mailen"),
        ("Søren;Ågesen;;12;;;", "Telefonnummeret"),
        ("Søren;Ågesen;;;31-02-1990;;", "Datoen 31-02-1990"),
        ("Søren;Ågesen;;;01-01-2024;;", "13 år"),
        ("Søren;Ågesen;;;;1,23755E+12;", "1,23755E+12"),
        ("Søren;Ågesen;;;;;199990001", "nul forrest"),
        ("Søren;Ågesen;;;;;1999900019", "P-nummeret"),
    ],
)
def test_every_problem_is_named(line, told):
    assert any(told in problem for problem in read(line).problems)


def test_a_cpr_number_is_never_among_the_values_or_in_a_problem():
    head = "Fornavn;Efternavn;CPR"
    assert read("Dorte;Dam;6301804321", head).cpr == "6301804321"
    for wrong in ("9999999999", "630180432"):
        found = read(f"Dorte;Dam;{wrong}", head)
        assert found.problems
        assert wrong not in str(found.problems) + str(found.values)
    assert "6301804321" not in str(read("Dorte;Dam;6301804321", head).values)


def test_cpr_is_refused_where_the_organisation_does_not_ask_for_it():
    assert (
        "beder ikke om CPR"
        in read("Dorte;Dam;6301804321", "Fornavn;Efternavn;CPR", asks_for_cpr=False).problems[0]
    )


def test_one_column_of_names_is_divided():
    assert read("Dorte Marie Dam", "Navn").values == {"given_name": "Dorte Marie", "surname": "Dam"}
    assert read('"Dam, Dorte Marie"', "Navn").values == {"given_name": "Dorte Marie", "surname": "Dam"}


def packed(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": b"<x/>", **parts}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


HOSTILE = {
    "a zip bomb": lambda: packed(**{"xl/worksheets/sheet1.xml": b"0" * 130_000_000}),
    "many parts": lambda: packed(**{f"xl/{n}.xml": b"<x/>" for n in range(400)}),
    "entities that unfold": lambda: packed(
        **{"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'}
    ),
    "entities in UTF-16": lambda: packed(
        **{"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "a">]><x/>'.encode("utf-16")}
    ),
    "a zip that is no workbook": lambda: packed(**{"note.txt": b"hello"}),
    "a broken zip": lambda: packed(**{"xl/workbook.xml": b"<x/>"})[:60],
    "NUL bytes": lambda: b"Fornavn;Efternavn\nA\x00;B\n",
    "UTF-16 text": lambda: "Fornavn;Efternavn\nA;B\n".encode("utf-16"),
    "an open quote": lambda: b'Fornavn;Efternavn\n"A;B\n',
    "no lines": lambda: b"Fornavn;Efternavn\n",
    "nothing": lambda: b"   ",
    "too many lines": lambda: b"Fornavn;Efternavn\n" + b"A;B\n" * 40_001,
    "too many columns": lambda: (";".join(["x"] * 61) + "\n" + ";".join(["y"] * 61)).encode(),
    "an undefined byte": lambda: b"Fornavn;Efternavn\n\x81\x8d;B\n",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_and_broken_files_are_refused_fast_with_a_sentence(kind):
    content = HOSTILE[kind]()
    began = time.monotonic()
    with pytest.raises(FileRefused) as refused:
        read_table(content)
    assert str(refused.value).endswith(".")
    assert time.monotonic() - began < 2


def test_a_bomb_is_refused_small():
    import tracemalloc

    content = HOSTILE["a zip bomb"]()
    tracemalloc.start()
    with pytest.raises(FileRefused):
        read_table(content)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
