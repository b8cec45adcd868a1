"""What a delivery may hold that it should not: each with its code, and nothing of it half imported."""

import zipfile

import pytest
from django.db import connection

from migration_flow.generator.layout import COLUMNS, FILES
from migration_flow.models import Delivery, LegacyCompany, LegacyEmployee, LegacyRight, RejectedRow
from migration_flow.reader.rules import WORDS
from portal.core import crypto
from tests.migration_flow.importing import good, lines, load, rename, snapshot, staged_rows

CPR = "6101701008"
EMPLOYEES, RIGHTS = "medarbejdere.csv", "rettigheder.csv"


@pytest.fixture
def delivery(tmp_path):
    return good(tmp_path)


def put(name, column, value, row=0):
    """A change of the records: another value in one field."""
    place = COLUMNS[name].index(column)

    def change(records):
        fields = records[row].split(b";")
        fields[place] = value if isinstance(value, bytes) else value.encode("windows-1252")
        return [*records[:row], b";".join(fields), *records[row + 1 :]]

    return change


def codes(name, line=2):
    return set(RejectedRow.objects.get(file__name=name, line=line).codes)


def stopped(path, code):
    found = load(path)
    assert (found.state, found.refused_code) == (Delivery.State.REFUSED, code)
    assert not any(snapshot().values())
    assert staged_rows() == 0
    assert not RejectedRow.objects.exists()


def accepted(model=LegacyEmployee, **where):
    return model.objects.across_organisations("test").get(**where)


# -- rows


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("FORNAVN", '"Søren', "R01"),
        ("FORNAVN", 'Sø"ren', "R01"),
        ("FORNAVN", '"Sø"ren"', "R01"),
        ("CVR_NUMMER", "9900001", "R02"),
        ("RID_NUMMER", "1,23755E+12", "R04"),
        ("RID_NUMMER", "", "R04"),
        ("P_NUMMER", "199990001", "R06"),
        ("OPRETTET_DATO", "30-02-2018", "R07"),
        ("OPRETTET_DATO", "2018-02-03", "R07"),
        ("OPRETTET_DATO", "00-00-0000", "R07"),
        ("STATUS", "Aktiv", "R08"),
    ],
)
def test_a_wrong_value_rejects_its_row_alone(delivery, db, column, value, code):
    loaded = load(lines(delivery, EMPLOYEES, put(EMPLOYEES, column, value)))
    assert loaded.state == Delivery.State.LOADED
    assert code in codes(EMPLOYEES)
    file = loaded.files.get(name=EMPLOYEES)
    assert LegacyEmployee.objects.across_organisations("test").count() == file.accepted == file.total - 1


@pytest.mark.parametrize(
    ("value", "code", "stored"),
    [
        (b"S\x00ren", "W04", "Sren"),
        (b"S\x07ren", "W04", "Sren"),
        ("SÃ¸ren", "W04", "SÃ¸ren"),
        ("Søren  Bo", "W05", "Søren Bo"),
        ("Søren\xa0Bo", "W05", "Søren Bo"),
        (" Søren ", "W05", "Søren"),
        ("Sø\\ren", None, "Sø\\ren"),
        ('"Sø;ren"', None, "Sø;ren"),
        ('"Sø""ren"', None, 'Sø"ren'),
        ('"Søren"', None, "Søren"),
        ("=Søren\\N", None, "=Søren\\N"),
        ("", None, ""),
    ],
)
def test_an_odd_value_is_read_right_and_told(delivery, db, value, code, stored):
    load(lines(delivery, EMPLOYEES, put(EMPLOYEES, "FORNAVN", value)))
    row = accepted(line=2)
    assert row.given_name == stored
    assert {"W04", "W05"} & set(row.findings) == ({code} if code else set())


def test_a_lost_leading_zero_of_a_cpr_number_is_told(delivery, db):
    load(lines(delivery, EMPLOYEES, put(EMPLOYEES, "CPR_NUMMER", "101585001")))
    row = accepted(line=2)
    assert "W01" in row.findings
    assert crypto.decrypt(bytes(row.cpr), purpose="cpr") == "0101585001"


def test_a_line_of_a_hundred_megabytes_is_one_rejected_row(delivery, db):
    load(lines(delivery, EMPLOYEES, lambda records: [records[0], b"A" * (100 << 20), *records[1:]]))
    row = RejectedRow.objects.get(file__name=EMPLOYEES)
    assert (row.line, row.codes) == (3, ["R01"])
    assert len(row.raw) < 20_000
    assert {2, 4} <= set(LegacyEmployee.objects.across_organisations("test").values_list("line", flat=True))


def test_a_field_over_ten_thousand_characters_is_one_rejected_row(delivery, db):
    load(lines(delivery, EMPLOYEES, put(EMPLOYEES, "FORNAVN", "A" * 10_001)))
    assert codes(EMPLOYEES) == {"R01"}


def test_rows_under_a_rejected_company_go_with_it(delivery, db):
    load(lines(delivery, "virksomheder.csv", put("virksomheder.csv", "PRO_PAKKE", "X")))
    cvr = RejectedRow.objects.get(file__name="virksomheder.csv").cvr
    assert not LegacyCompany.objects.across_organisations("test").filter(cvr=cvr).exists()
    assert not LegacyEmployee.objects.across_organisations("test").filter(cvr=cvr).exists()
    under = RejectedRow.objects.exclude(file__name="virksomheder.csv")
    assert under.exists()
    assert {(row.cvr, "R03" in row.codes) for row in under} == {(cvr, True)}


# -- CPR numbers where they do not belong


def everything():
    """All the import has written, as text."""
    tables = [
        "migration_flow_rejectedrow", "migration_flow_delivery", "migration_flow_deliveryfile", "migration_flow_finding",
        "core_auditpayload", "core_job", "core_chunk",
    ]  # fmt: skip
    text = "\n".join(row for rows in snapshot(but=()).values() for row in rows)
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            text += "\n".join(row[0] for row in cursor.fetchall())
    return text


@pytest.mark.parametrize("form", [CPR, f"{CPR[:6]}-{CPR[6:]}"])
@pytest.mark.parametrize(("name", "column"), [(name, column) for name in WORDS for column in WORDS[name]])
def test_a_cpr_number_in_another_column_rejects_the_row_and_is_hidden(delivery, db, name, column, form):
    loaded = load(lines(delivery, name, put(name, column, f"Bo {form}")))
    assert loaded.state == Delivery.State.LOADED
    assert "R11" in codes(name)
    assert form not in everything()


@pytest.mark.parametrize("column", ["CVR_NUMMER", "P_NUMMER", "STATUS", "OPRETTET_DATO"])
def test_a_cpr_number_in_a_checked_column_is_hidden_too(delivery, db, column):
    load(lines(delivery, EMPLOYEES, put(EMPLOYEES, column, CPR)))
    assert RejectedRow.objects.filter(file__name=EMPLOYEES, line=2).exists()
    assert CPR not in everything()


def test_a_right_limited_to_a_citizen_names_no_number(delivery, db):
    def change(records):
        return put(RIGHTS, "SCOPE_VAERDI", CPR)(put(RIGHTS, "SCOPE_TYPE", "CPR")(records))

    load(lines(delivery, RIGHTS, change))
    row = accepted(LegacyRight, line=2)
    assert row.scope_value == crypto.blind_index(CPR, purpose="cpr").hex()
    assert CPR not in everything()


def test_many_cpr_numbers_in_one_column_stop_the_delivery(delivery, db):
    def change(records):
        for row in range(25):
            records = put(EMPLOYEES, "TELEFON", CPR, row)(records)
        return records

    stopped(lines(delivery, EMPLOYEES, change), "F11")


# -- packages


@pytest.mark.parametrize(
    "manifest",
    [b"", b"{", b"[]", b"null", b'{"files": {}}', b"\xff\xfe", b"[" * 100_000, b'{"files": [1]}'],
)
def test_a_manifest_that_is_none_stops_the_delivery(delivery, db, manifest):
    (delivery.folder / "manifest.json").write_bytes(manifest)
    stopped(delivery.folder, "F10")


@pytest.mark.parametrize(
    "change",
    [{"sequence": "1"}, {"sequence": 0}, {"sequence": 2**40}, {"made_at": "i går"}, {"made_at": "2019-05-02T03:15:00"},
     {"kind": "half"}, {"delivery_id": ""}, {"delivery_id": "x\n"}, {"delivery_id": ["x"]}, {"environment": None}],
)  # fmt: skip
def test_a_manifest_with_a_wrong_value_stops_the_delivery(delivery, db, change):
    stopped(rename(delivery, **change), "F10")


def test_a_file_named_twice_or_with_an_unknown_encoding_stops_the_delivery(delivery, db):
    files = delivery.manifest()["files"]
    stopped(rename(delivery, files=[*files, files[0]]), "F10")
    stopped(rename(delivery, files=[{**files[0], "encoding": "utf-16"}, *files[1:]]), "F10")
    stopped(rename(delivery, files=[{**files[0], "bytes": -1}, *files[1:]]), "F10")


def test_a_link_in_a_folder_stops_the_delivery(delivery, db, tmp_path):
    (tmp_path / "elsewhere").write_bytes(delivery.path(EMPLOYEES).read_bytes())
    delivery.path(EMPLOYEES).unlink()
    delivery.path(EMPLOYEES).symlink_to(tmp_path / "elsewhere")
    stopped(delivery.folder, "F09")


def zipped(delivery, tmp_path, change=lambda name, data: (name, data)):
    target = tmp_path / "delivery.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (*FILES, "manifest.json"):
            archive.writestr(*change(name, delivery.path(name).read_bytes()))
    return target


def test_a_zip_is_read_as_its_folder_is(delivery, db, tmp_path):
    assert load(zipped(delivery, tmp_path)).state == Delivery.State.LOADED
    from_zip = snapshot()
    Delivery.objects.all().delete()
    assert load(delivery.folder).state == Delivery.State.LOADED
    assert snapshot() == from_zip


@pytest.mark.parametrize(
    "name", ["../medarbejdere.csv", "/etc/medarbejdere.csv", "a/b/medarbejdere.csv", "..\\medarbejdere.csv"]
)
def test_a_zip_that_leaves_its_folder_stops_the_delivery(delivery, db, tmp_path, name):
    stopped(zipped(delivery, tmp_path, lambda n, data: (name if n == EMPLOYEES else n, data)), "F09")


def test_a_zip_that_says_it_unpacks_to_a_terabyte_stops_the_delivery(delivery, db, tmp_path):
    path = zipped(delivery, tmp_path)
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"fuldmagter.csv") - 46  # its place in the central directory
    data[entry + 24 : entry + 28] = b"\xf0\xff\xff\xff"
    path.write_bytes(data)
    stopped(path, "F09")


def test_a_zip_cut_short_or_spoilt_stops_the_delivery(delivery, db, tmp_path):
    path = zipped(delivery, tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    stopped(path, "F09")
    spoilt = bytearray(whole)
    spoilt[2000:2100] = bytes(100)
    path.write_bytes(spoilt)
    found = load(path)
    assert found.refused_code in ("F09", "F01")
    assert not any(snapshot().values())


def test_something_that_is_no_zip_stops_the_delivery(db, tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(b"hej")
    stopped(path, "F09")


def test_an_encrypted_zip_member_stops_the_delivery(delivery, db, tmp_path):
    path = zipped(delivery, tmp_path)
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"fuldmagter.csv") - 46
    data[entry + 8] |= 1
    path.write_bytes(data)
    stopped(path, "F09")


def test_utf8_with_a_byte_order_mark_is_read(tmp_path, db):
    from migration_flow.generator.delivery import Head
    from migration_flow.generator.good import good_delivery

    load(good_delivery(tmp_path / "a", 1, Head()).folder)
    windows = snapshot()
    Delivery.objects.all().delete()
    load(good_delivery(tmp_path / "b", 1, Head(encoding="utf-8-sig")).folder)
    assert snapshot() == windows


def test_the_reason_of_a_stop_is_stored_for_the_reader(delivery, db):
    data = delivery.path(EMPLOYEES).read_bytes().replace(b"TELEFON", b"TLF", 1)
    delivery.edit(EMPLOYEES, lambda _: data)
    found = load(delivery.folder)
    assert found.refused_because == {"file": EMPLOYEES, "columns": "-TELEFON, +TLF"}
