"""The faulty rows: every code where it is said to be, and a balance that a second reading finds too."""

import re

import pytest

from migration_flow.generator.country import Country
from migration_flow.generator.delivery import Head
from migration_flow.generator.flaws import CATALOGUE
from migration_flow.generator.services import SERVICES
from portal.core.identifiers import is_cvr, is_p_number, is_scientific, parse_cpr
from tests.migration_flow.generator_reading import KEYS, NAMES, fields, judge, lines, load, made

SPOILT = {code for code, _, _ in CATALOGUE}
ALL_R = {f"R{number:02}" for number in range(1, 11)}
ALL_W = {f"W{number:02}" for number in range(1, 11)}
BY_NATURE = {"W08", "W09"}


@pytest.fixture(scope="module", params=[1, 2, 3])
def tiny(request, tmp_path_factory):
    out = tmp_path_factory.mktemp("tiny")
    result, folder = made(out, 50, request.param, flaws="each")
    return out, folder, load(out / "expected" / f"{folder.name}.json"), result


def test_the_small_error_set_has_every_code(tiny):
    _, folder, expected, _ = tiny
    assert SPOILT | BY_NATURE == ALL_R | ALL_W
    assert set(expected["codes"]) == SPOILT


def test_w08_and_w09_are_there_by_nature(tiny):
    _, folder, _, _ = tiny
    ceased = {
        row[1]
        for line in lines(folder, "produktionsenheder")
        if (row := fields(line)) and row[3:] == ["OPHOERT"]
    }
    staff = [row for line in lines(folder, "medarbejdere") if (row := fields(line)) and len(row) == 13]
    assert any(row[9] in ceased for row in staff)
    assert any(not row[12] for row in staff)


def test_the_listed_lines_have_the_fault_of_their_code(tiny):
    _, folder, expected, _ = tiny
    for code, found in expected["lines"].items():
        for name, number in found:
            line = lines(folder, name.removesuffix(".csv"))[number - 2]
            if code != "R03":
                assert FAULTS[code](name.removesuffix(".csv"), line, folder), (code, name, number, line)


@pytest.mark.parametrize("name", NAMES)
def test_the_balance_of_the_small_error_set_is_found_by_a_second_reading(tiny, name):
    _, folder, expected, _ = tiny
    assert_balance(folder, expected, name)


@pytest.fixture(scope="module", params=[(1_000, 1), (1_000, 7)])
def rated(request, tmp_path_factory):
    out = tmp_path_factory.mktemp("rated")
    companies, seed = request.param
    _, folder = made(out, companies, seed)
    return folder, load(out / "expected" / f"{folder.name}.json"), judge(folder)


@pytest.mark.parametrize("name", NAMES)
def test_the_balance_of_a_country_is_found_by_a_second_reading(rated, name):
    folder, expected, judged = rated
    assert_balance(folder, expected, name, judged)


def test_the_rates_are_those_of_the_plan(rated):
    folder, expected, _ = rated
    rows = sum(entry["rows"] for entry in expected["files"].values())
    own = sum(count for code, count in expected["codes"].items() if code in ALL_R - {"R03"})
    assert 0.0008 < own / rows < 0.0035
    staff = [row for line in lines(folder, "medarbejdere") if (row := fields(line)) and len(row) == 13]
    never_used = sum(not row[12] for row in staff)
    warned = sum(count for code, count in expected["codes"].items() if code[0] == "W") + never_used
    carrying = sum(expected["files"][f"{name}.csv"]["rows"] for name in NAMES[:3])
    assert 0.03 < warned / carrying < 0.08


def test_companies_with_a_fixed_role_have_no_faulty_row(tiny):
    _, folder, _, _ = tiny
    country = Country(1, 50)
    fixed = {country.cvr[index] for index in range(country.ordinary, 50)}
    for name, found in judge(folder).items():
        rows = lines(folder, name)
        assert not [number for number, _ in found if rows[number - 2][:8] in fixed]


def test_a_lost_zero_belongs_to_nobody_alive(tiny):
    _, folder, expected, _ = tiny
    ((name, number),) = expected["lines"]["W01"]
    cpr = fields(lines(folder, name.removesuffix(".csv"))[number - 2])[4]
    assert len(cpr) == 9
    assert parse_cpr("0" + cpr, allow_substitute=False).birth_date.year in (1858, 1859, 1860)


def test_utf8_deliveries_carry_the_same_faults(tmp_path):
    _, folder = made(tmp_path, 50, flaws="each", head=Head(encoding="utf-8-sig"))
    assert set(load(tmp_path / "expected" / f"{folder.name}.json")["codes"]) == SPOILT


def test_the_table_of_services_has_codes_of_its_own():
    codes = [service.code for service in SERVICES]
    assert len(set(codes)) == len(codes) >= 12
    for service in SERVICES:
        assert 2 <= len({right.code for right in service.rights}) == len(service.rights) <= 6
        for thing in (service, *service.rights):
            assert thing.name_da
            assert thing.name_en
        assert all(right.limits[0] == "CVR" for right in service.rights)


def assert_balance(folder, expected, name, judged=None):
    found = dict((judged or judge(folder))[name])
    entry = expected["files"][f"{name}.csv"]
    rows = lines(folder, name)
    assert entry["rows"] == len(rows) == entry["accepted"] + entry["rejected"]
    assert len(found) == entry["rejected"]


def column(line, name, place):
    row = fields(line)
    return row[place] if row and len(row) > place else ""


def repeated(name, line, folder):
    key = [fields(line)[place] for place in KEYS[name]]
    others = [
        row for other in lines(folder, name) if (row := fields(other)) and len(row) == len(fields(line))
    ]
    return [row for row in others if [row[place] for place in KEYS[name]] == key]


FAULTS = {
    "R01": lambda name, line, _: fields(line) is None or len(fields(line)) != {"medarbejdere": 13}.get(name),
    "R02": lambda name, line, _: not is_cvr(column(line, name, 0)),
    "R04": lambda name, line, _: not column(line, name, 1) or is_scientific(column(line, name, 1)),
    "R05": lambda name, line, folder: len({tuple(row) for row in repeated(name, line, folder)}) == 2,
    "R06": lambda name, line, _: not is_p_number(column(line, name, 9)),
    "R07": lambda name, line, _: "11-06-2018" in line,
    "R08": lambda name, line, _: column(line, name, 2) == "CHEF",
    "R09": lambda name, line, _: f"CVR:{line[:8]}-RID:{column(line, name, 1)}" not in line,
    "R10": lambda name, line, folder: (
        f";{column(line, name, 5)};" in f";{';'.join(OTHER_UNITS(folder, line))};"
    ),
    "W01": lambda name, line, _: re.fullmatch(r"\d{9}", column(line, name, 4)),
    "W02": lambda name, line, _: not parse_cpr(column(line, name, 4), allow_substitute=True).has_check_digit,
    "W03": lambda name, line, _: parse_cpr(column(line, name, 4), allow_substitute=True) is None,
    "W04": lambda name, line, _: re.search("Ã|[\x00-\x1f]", line),
    "W05": lambda name, line, _: re.search("\u00a0|  | ;", line),
    "W06": lambda name, line, _: not re.fullmatch(r"[\x21-\x7e]+@[a-z0-9.-]+", column(line, name, 5)),
    "W07": lambda name, line, _: len(f"{column(line, name, 2)} {column(line, name, 3)}") == 48,
    "W10": lambda name, line, folder: len(repeated(name, line, folder)) == 2,
}


def OTHER_UNITS(folder, line):
    units = [fields(other) for other in lines(folder, "produktionsenheder")]
    return [row[1] for row in units if row and row[0] != line[:8]]
