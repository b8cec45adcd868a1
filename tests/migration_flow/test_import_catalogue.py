"""Every code of the catalogue, on the delivery that has each of them: as the generator says, file, line and code."""

import json

import pytest
from django.utils import translation

from migration_flow.generator.broken import BROKEN
from migration_flow.generator.delivery import Head
from migration_flow.generator.flaws import CATALOGUE
from migration_flow.generator.make import Order, make
from migration_flow.models import (
    Delivery,
    Finding,
    LegacyAdministrator,
    LegacyCompany,
    LegacyEmployee,
    LegacyMandate,
    LegacyRight,
    LegacySignature,
    LegacyUnit,
    RejectedRow,
)
from migration_flow.rules import CODES, sentence
from portal.core import crypto
from tests.migration_flow.importing import load, snapshot, staged_rows

MODELS = {
    "virksomheder.csv": LegacyCompany, "produktionsenheder.csv": LegacyUnit, "medarbejdere.csv": LegacyEmployee,
    "signaturer.csv": LegacySignature, "administratorer.csv": LegacyAdministrator, "rettigheder.csv": LegacyRight,
    "fuldmagter.csv": LegacyMandate,
}  # fmt: skip
NAME = Head().name


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    out = tmp_path_factory.mktemp("tiny")
    make(Order(out, 50, 1, Head(), "each"))
    return out


@pytest.fixture(scope="module")
def expected(tiny):
    return json.loads((tiny / "expected" / f"{NAME}.json").read_text())


@pytest.fixture
def loaded(tiny, db):
    return load(tiny / NAME)


def codes_of(name, line):
    """The codes a line ended with, rejected or accepted."""
    rejected = RejectedRow.objects.filter(file__name=name, line=line).first()
    if rejected:
        return set(rejected.codes)
    rows = MODELS[name].objects.across_organisations("test").filter(line=line)
    return set().union(*(row.findings for row in rows))


def test_every_file_balances_as_expected(loaded, expected):
    assert loaded.state == Delivery.State.LOADED
    for file in loaded.files.all():
        assert {"rows": file.total, "accepted": file.accepted, "rejected": file.rejected} == expected[
            "files"
        ][file.name]
        assert file.rejected == RejectedRow.objects.filter(file=file).count()


def test_accepted_rows_are_as_many_as_counted(loaded):
    for file in loaded.files.exclude(name="oevrige_signaturer.csv"):
        assert MODELS[file.name].objects.across_organisations("test").count() == file.accepted


@pytest.mark.parametrize("code", [code for code, *_ in CATALOGUE])
def test_every_code_stands_on_its_line(loaded, expected, code):
    told = expected["lines"][code]
    assert told
    for name, line in told:
        assert code in codes_of(name, line), (name, line, codes_of(name, line))


def test_no_row_is_rejected_for_another_reason(loaded, expected):
    told = {
        (name, line)
        for code, places in expected["lines"].items()
        for name, line in places
        if code[0] == "R" or code == "W10"
    }
    found = set(RejectedRow.objects.values_list("file__name", "line"))
    assert found == told


def test_every_decision_is_found_at_its_company(loaded, tiny):
    decisions = json.loads((tiny / "cast.json").read_text())["decisions"]
    assert set(decisions) == {f"D0{n}" for n in range(1, 9)}
    for code, cvr in decisions.items():
        over_rows = Finding.objects.across_organisations("test").filter(cvr=cvr, code=code).exists()
        in_rows = any(
            model.objects.across_organisations("test").filter(cvr=cvr, findings__contains=[code]).exists()
            for model in MODELS.values()
        )
        assert over_rows or in_rows, (code, cvr)


def test_a_rejected_row_keeps_its_text(loaded, tiny):
    for row in RejectedRow.objects.select_related("file"):
        lines = (tiny / NAME / row.file.name).read_bytes().decode(row.file.encoding).split("\r\n")
        assert crypto.decrypt(bytes(row.raw), purpose="rejected_row") == lines[row.line - 1]


def test_nobody_is_left_in_the_staging_tables(loaded):
    assert staged_rows() == 0


def path_of(tiny, name):
    [path] = (tiny / name).iterdir()
    return path


@pytest.mark.parametrize("name", [name for name in BROKEN if name.startswith("F")])
def test_a_broken_delivery_is_stopped_and_nothing_is_imported(tiny, db, name):
    stopped = load(path_of(tiny, name))
    assert (stopped.state, stopped.refused_code) == (Delivery.State.REFUSED, name[:3])
    assert not any(snapshot().values())
    assert staged_rows() == 0
    assert not RejectedRow.objects.exists()


@pytest.mark.parametrize("name", [name for name in BROKEN if name.startswith("OK")])
def test_an_unusual_delivery_is_read_right(tiny, db, name):
    assert load(path_of(tiny, name)).state == Delivery.State.LOADED


def test_reordered_columns_give_the_same_rows(tiny, db, tmp_path):
    from tests.migration_flow.importing import good

    load(path_of(tiny, "OK-reordered-columns"))
    reordered = snapshot()
    for model in MODELS.values():
        model.objects.across_organisations("test").all().delete()
    Delivery.objects.all().delete()
    load(good(tmp_path).folder)
    assert snapshot() == reordered


def test_the_same_delivery_again_is_known_and_changes_nothing(loaded, tiny):
    before = snapshot(but=("cpr",))
    assert load(path_of(tiny, "F07")).pk == loaded.pk
    assert snapshot(but=("cpr",)) == before


def test_a_stopped_delivery_may_come_again_corrected(tiny, db):
    assert load(path_of(tiny, "F04")).state == Delivery.State.REFUSED
    assert load(path_of(tiny, "OK-header-only")).state == Delivery.State.LOADED


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_its_sentence_in_both_languages(code):
    with translation.override("da"):
        danish = sentence(code)
    with translation.override("en"):
        english = sentence(code)
    assert danish != english
    assert danish.endswith(".")
