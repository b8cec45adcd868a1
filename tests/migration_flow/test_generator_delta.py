"""A delta changes rows that the full delivery got through, and brings new ones."""

import pytest

from migration_flow.generator.country import Country
from migration_flow.generator.delivery import Head
from migration_flow.generator.delta import Delta
from tests.migration_flow.generator_reading import KEYS, NAMES, hashes, judge, load, made, table

DELTA = Head(sequence=2, kind="delta")


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("country")
    made(folder, 500, flaws="none")
    made(folder, 500, flaws="none", head=DELTA)
    return folder


@pytest.fixture(scope="module")
def full(out):
    folder = out / "NEMIDERHV_20190502_01"
    return {name: keyed(table(folder, name), name) for name in NAMES}


@pytest.fixture(scope="module")
def delta(out):
    folder = out / "NEMIDERHV_20190503_02"
    return {name: keyed(table(folder, name), name) for name in NAMES}


def keyed(rows, name):
    found = {tuple(row[place] for place in KEYS[name]): row for row in rows}
    assert len(found) == len(rows)
    return found


def test_a_delta_follows_the_full_delivery(out):
    manifest = load(out / "NEMIDERHV_20190503_02" / "manifest.json")
    assert (manifest["kind"], manifest["sequence"]) == ("delta", 2)
    assert manifest["made_at"] > load(out / "NEMIDERHV_20190502_01" / "manifest.json")["made_at"]


@pytest.mark.parametrize("name", NAMES[:-1])
def test_rows_are_changed(full, delta, name):
    changed = [key for key in delta[name] if key in full[name]]
    assert changed
    assert all(delta[name][key] != full[name][key] for key in changed if name != "medarbejdere")
    assert any(delta[name][key] != full[name][key] for key in changed)


@pytest.mark.parametrize(
    "name", ["virksomheder", "produktionsenheder", "medarbejdere", "signaturer", "rettigheder"]
)
def test_rows_are_new(full, delta, name):
    assert delta[name].keys() - full[name].keys()


def test_rows_end_by_status_and_date(delta):
    assert any(row[10] == "INAKTIV" for row in delta["medarbejdere"].values())
    assert any(row[3] == "SPAERRET" and row[12] == "02-05-2019" for row in delta["signaturer"].values())
    assert any(row[7] == "02-05-2019" for row in delta["rettigheder"].values())
    assert any(row[6] == "02-05-2019" for row in delta["fuldmagter"].values())


def test_what_hangs_on_a_company_or_employee_finds_it(full, delta):
    companies = full["virksomheder"].keys() | delta["virksomheder"].keys()
    staff = full["medarbejdere"].keys() | delta["medarbejdere"].keys()
    for name in NAMES[1:]:
        assert {(row[0],) for row in delta[name].values()} <= companies
    for name in ("signaturer", "administratorer", "rettigheder"):
        assert {(row[0], row[1]) for row in delta[name].values()} <= staff


def test_new_companies_come_with_their_register_documents(out, full, delta):
    new = {key[0] for key in delta["virksomheder"].keys() - full["virksomheder"].keys()}
    text = (out / "register" / "delta_02.jsonl").read_text(encoding="utf-8")
    assert new
    assert all(f'"cvrNummer":{cvr},' in text for cvr in new)


def test_a_delta_repeats_byte_by_byte_and_leaves_the_full_delivery_alone(out, tmp_path):
    before = hashes(out)
    made(tmp_path, 500, flaws="none", head=DELTA)
    assert hashes(tmp_path / "NEMIDERHV_20190503_02") == hashes(out / "NEMIDERHV_20190503_02")
    made(out, 500, flaws="none", head=DELTA)
    assert hashes(out) == before


def test_two_deltas_bring_different_people(out, delta, full, tmp_path):
    _, folder = made(tmp_path, 500, flaws="none", head=Head(sequence=3, kind="delta"))
    third = keyed(table(folder, "medarbejdere"), "medarbejdere")
    new = third.keys() - full["medarbejdere"].keys()
    assert new
    assert not new & delta["medarbejdere"].keys()
    companies = keyed(table(folder, "virksomheder"), "virksomheder").keys()
    assert not (companies - full["virksomheder"].keys()) & delta["virksomheder"].keys()


@pytest.mark.parametrize("flaws", ["rates", "each"])
def test_a_delta_touches_only_what_got_through(tmp_path, flaws):
    _, folder = made(tmp_path, 50, flaws=flaws)
    rejected = {
        name: {tuple(row) for row in rejected_keys(folder, name, found)}
        for name, found in judge(folder).items()
    }
    _, second = made(tmp_path, 50, flaws=flaws, head=DELTA, changed=1.0)
    companies = {row[0] for row in table(second, "virksomheder") if row}
    assert len(companies) > 10
    lost = {key[0] for key in rejected["virksomheder"]}
    assert not lost & companies
    for name in ("medarbejdere", "rettigheder"):
        assert not {row[0] for row in table(second, name) if row} & lost


def rejected_keys(folder, name, found):
    rows = table(folder, name)
    return [
        [row[place] for place in KEYS[name]]
        for number, _ in found
        if len(row := rows[number - 2]) > max(KEYS[name])
    ]


@pytest.mark.parametrize("sequence", [0, 1, 14])
def test_a_sequence_number_out_of_range_is_refused(sequence):
    with pytest.raises(ValueError, match="sequence number"):
        Delta(Country(1, 50), sequence, "none")
