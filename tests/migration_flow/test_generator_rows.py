"""The rows of a delivery without faults: keys, references, values, and the country's proportions."""

import pytest

from migration_flow.generator.country import Country
from migration_flow.generator.layout import COMPANY_STATUSES
from migration_flow.generator.services import SERVICES
from portal.core.identifiers import is_cvr, is_ean, is_p_number, is_rid, parse_cpr, rid_form
from tests.migration_flow.generator_reading import KEYS, LISTS, NAMES, day, judge, made, shares, table

COMPANIES = 2_500


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    _, folder = made(tmp_path_factory.mktemp("clean"), COMPANIES, flaws="none")
    assert judge(folder) == {name: [] for name in NAMES}
    return {name: table(folder, name) for name in NAMES}


@pytest.fixture(scope="module")
def people(rows):
    return {(row[0], row[1]): row for row in rows["medarbejdere"]}


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_unique(rows, name):
    keys = [tuple(row[place] for place in KEYS[name]) for row in rows[name]]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", LISTS)
def test_coded_values_are_in_their_lists(rows, name):
    for place, allowed in LISTS[name].items():
        assert {row[place] for row in rows[name]} <= set(allowed)


def test_all_companies_and_identities_are_there(rows):
    assert len(rows["virksomheder"]) == COMPANIES
    assert len(rows["medarbejdere"]) == Country(1, COMPANIES).identities()
    assert {row[0] for row in rows["medarbejdere"]} == {row[0] for row in rows["virksomheder"]}


def test_company_rows_hold_valid_numbers_and_known_statuses(rows):
    for row in rows["virksomheder"]:
        assert is_cvr(row[0])
        assert row[3] in COMPANY_STATUSES
        assert row[4].startswith("NE")
        assert len(row[4]) == 11
        assert row[15].endswith(".example")
        assert is_ean(row[17]) if row[17] else row[2] not in ("230", "245", "250")
    assert any(row[17] for row in rows["virksomheder"])


def test_identities_refer_to_units_of_their_own_company(rows):
    units = {row[1]: row[0] for row in rows["produktionsenheder"]}
    assert all(is_p_number(number) for number in units)
    for row in rows["medarbejdere"]:
        assert units.get(row[9], row[0]) == row[0]
    for row in rows["rettigheder"]:
        if row[4] == "P":
            assert units[row[5]] == row[0]


def test_identities_have_valid_rids_cpr_numbers_and_addresses(rows):
    for row in rows["medarbejdere"]:
        assert is_rid(row[1])
        assert row[2]
        assert row[3]
        assert not row[4] or parse_cpr(row[4], allow_substitute=True).is_substitute
        assert not row[5] or row[5].lower().endswith(".example")


def test_a_used_identity_was_used_after_it_was_made(rows):
    for row in rows["medarbejdere"]:
        if row[12]:
            assert day(row[11]) <= day(row[12]) <= day("01-05-2019")


def test_rights_exist_in_the_table_of_services_and_keep_their_limits(rows):
    limits = {(service.code, right.code): right.limits for service in SERVICES for right in service.rights}
    for row in rows["rettigheder"]:
        assert row[4] in limits[row[2], row[3]]
        if row[4] in ("CVR", "SE"):
            assert is_cvr(row[5])
            assert row[4] == "SE" or row[5] == row[0]


def test_an_se_number_is_the_companys_own_or_nobodys(rows):
    cvr = {row[0] for row in rows["virksomheder"]}
    found = [(row[0], row[5]) for row in rows["rettigheder"] if row[4] == "SE"]
    assert found
    assert all(se == own or se not in cvr for own, se in found)


def test_a_mandate_names_an_employee_of_its_taker_and_never_oneself(rows, people):
    mandated = {
        (service.code, right.code) for service in SERVICES if service.mandates for right in service.rights
    }
    assert rows["fuldmagter"]
    for row in rows["fuldmagter"]:
        assert row[0] != row[1]
        assert (row[1], row[2]) in people
        assert (row[3], row[4]) in mandated


def test_certificates_name_their_holder_and_dates_fit_their_status(rows, people):
    today = day("01-05-2019")
    for row in rows["signaturer"]:
        status, start, end, revoked = row[3], row[10], row[11], row[12]
        if status == "BESTILT":
            assert not any((row[4], row[6], start, end))
            continue
        holder = people[row[0], row[1]]
        assert f"CN={holder[2]} {holder[3]}"[:48] in row[6]
        assert f"CVR:{row[0]}-RID:{row[1]}" in row[6]
        assert len(row[4]) == 8
        assert (day(end) <= today) is (status == "UDLOEBET") or status == "SPAERRET"
        assert bool(revoked) is (status == "SPAERRET")
        assert day(end).year - day(start).year == (2 if rid_form(row[1]) == "oces1" else 3)


def test_nearly_every_company_has_one_superadministrator(rows):
    holders = [row[0] for row in rows["administratorer"] if row[2] == "SUPERADMINISTRATOR"]
    assert len(set(holders)) == len(holders)
    usable = {row[0] for row in rows["signaturer"] if row[3] == "AKTIV"}.intersection(holders)
    assert len(usable) / COMPANIES == pytest.approx(0.975, abs=0.01)


def test_proportions_of_identities_are_those_of_the_plan(rows):
    staff = rows["medarbejdere"]
    count = len(staff)
    forms = shares(rid_form(row[1]) for row in staff)
    assert forms["oces2"] == pytest.approx(0.88, abs=0.02)
    assert forms["oces1"] == pytest.approx(0.095, abs=0.015)
    assert forms["chosen"] == pytest.approx(0.025, abs=0.012)
    assert sum(bool(row[4]) for row in staff) / count == pytest.approx(0.22, abs=0.06)
    assert sum(not row[5] for row in staff) / count == pytest.approx(0.06, abs=0.015)


def test_proportions_of_signatures_are_those_of_the_plan(rows):
    signatures = rows["signaturer"]
    assert len(signatures) / len(rows["medarbejdere"]) == pytest.approx(1.95 / 1.6, abs=0.06)
    status = shares(row[3] for row in signatures)
    expected = {"AKTIV": 0.81, "UDLOEBET": 0.09, "SPAERRET": 0.05, "UDSTEDT": 0.04, "BESTILT": 0.01}
    for name, value in expected.items():
        assert status[name] == pytest.approx(value, abs=0.02)
    carrier = shares(row[2] for row in signatures)
    assert carrier["NOEGLEKORT"] == pytest.approx(0.38, abs=0.04)
    assert carrier["NOEGLEFIL"] + carrier["NOEGLEFIL_STRAKS"] == pytest.approx(0.58, abs=0.04)


def test_proportions_of_rights_are_those_of_the_plan(rows):
    rights = rows["rettigheder"]
    holders = {(row[0], row[1]) for row in rights}
    assert len(holders) / len(rows["medarbejdere"]) == pytest.approx(0.65, abs=0.02)
    assert len(rights) / len(holders) == pytest.approx(2.4, abs=0.12)
    scope = shares(row[4] for row in rights)
    assert scope["CVR"] == pytest.approx(0.92, abs=0.02)
    assert scope["P"] == pytest.approx(0.05, abs=0.02)
    assert scope["SE"] == pytest.approx(0.03, abs=0.015)


def test_proportions_of_companies_are_those_of_the_plan(rows):
    companies = rows["virksomheder"]
    forms = shares(row[2] for row in companies)
    plan = {"10": 0.42, "80": 0.27, "60": 0.06, "30": 0.045, "15": 0.03, "81": 0.03}
    for code, value in plan.items():
        assert forms[code] == pytest.approx(value, abs=0.02)
    assert forms["110"] + forms["115"] == pytest.approx(0.12, abs=0.02)
    assert shares(row[3] for row in companies)["NORMAL"] == pytest.approx(0.98, abs=0.01)
    units = shares(row[0] for row in rows["produktionsenheder"])
    assert sum(
        value * len(rows["produktionsenheder"]) < 1.5 for value in units.values()
    ) / COMPANIES == pytest.approx(0.97, abs=0.01)
    danish = sum(any(letter in "æøåÆØÅ" for letter in row[1]) for row in companies)
    assert danish / COMPANIES >= 0.25


def test_people_are_there_twice_under_another_spelling(rows):
    by_person: dict[tuple[str, str], list[list[str]]] = {}
    for row in rows["medarbejdere"]:
        if row[5]:
            by_person.setdefault((row[0], row[5].lower()), []).append(row)
    shared = [group for group in by_person.values() if len(group) > 1]
    assert sum(map(len, shared)) / len(rows["medarbejdere"]) > 0.03
    assert any(len({row[3] for row in group}) > 1 for group in shared)
