"""The companies with fixed roles and the people of the country."""

import pytest

from migration_flow.generator.cast import CAST
from portal.core.identifiers import is_cvr, parse_cpr
from tests.migration_flow.generator_reading import load, made, table

ASKED_FOR = (
    "sole_proprietor",
    "thin_line",
    "joint_signing",
    "partnership",
    "association_with_representative",
    "association_without_representative",
    "accountant",
    "duplicates",
    "bankrupt",
    "public_authority",
    "private_for_business",
)


@pytest.fixture(scope="module", params=[(50, 1), (50, 2), (200, 1)])
def country(request, tmp_path_factory):
    out = tmp_path_factory.mktemp("country")
    companies, seed = request.param
    _, folder = made(out, companies, seed, flaws="rates")
    personas = {persona["key"]: persona for persona in load(out / "personas.json")["personas"]}
    rows = {
        name: table(folder, name)
        for name in ("virksomheder", "medarbejdere", "administratorer", "fuldmagter")
    }
    rows["rettigheder"] = table(folder, "rettigheder")
    rows["signaturer"] = table(folder, "signaturer")
    return load(out / "cast.json"), personas, rows


def of(rows, name, cvr):
    return [row for row in rows[name] if row and row[0] == cvr]


@pytest.mark.parametrize("role", ASKED_FOR)
def test_every_role_has_a_company_and_people_who_can_log_in(country, role):
    cast, personas, rows = country
    entry = cast[role]
    assert is_cvr(entry["cvr"])
    assert bool(of(rows, "virksomheder", entry["cvr"])) is (role != "private_for_business")
    for value in entry["people"].values():
        for key in value if isinstance(value, list) else [value]:
            assert key is None or key in personas


def test_the_thin_line_has_all_that_its_journey_needs(country):
    cast, personas, rows = country
    entry = cast["thin_line"]
    cvr, people = entry["cvr"], entry["people"]
    assert cvr.startswith("99")
    assert personas[people["director"]]["authorized_to_represent"] == [cvr]
    assert people["director"] not in (people["administrator"], *people["employees"])
    staff = of(rows, "medarbejdere", cvr)
    assert len(staff) == 7
    with_cpr = [row[4] for row in staff if row[4]]
    assert 5 <= len(with_cpr) < 7
    known = {persona["cpr"]: persona for persona in personas.values()}
    assert all(cpr in known and not known[cpr]["name_protected"] for cpr in with_cpr)
    assert all(row[5] and row[10] == "AKTIV" for row in staff)
    assert {row[3] for row in of(rows, "signaturer", cvr)} == {"AKTIV"}
    assert len(of(rows, "rettigheder", cvr)) >= 8
    assert {row[4] for row in of(rows, "rettigheder", cvr)} == {"CVR", "P", "SE"}
    given = of(rows, "fuldmagter", cvr)
    assert {row[1] for row in given} == {cast["accountant"]["cvr"]}


def test_the_accountant_has_several_clients(country):
    cast, _, rows = country
    cvr = cast["accountant"]["cvr"]
    assert len({row[0] for row in rows["fuldmagter"] if row and row[1] == cvr}) >= 4
    rids = {row[1] for row in of(rows, "medarbejdere", cvr)}
    assert all(row[2] in rids for row in rows["fuldmagter"] if row and row[1] == cvr)


def test_the_decisions_of_a_company_are_shown_by_a_company_each(country):
    cast, _, rows = country
    which = cast["decisions"]
    assert sorted(which) == [f"D{number:02}" for number in range(1, 9)]
    twice = of(rows, "medarbejdere", which["D01"])
    assert len({row[4] for row in twice if row[4]}) < len([row for row in twice if row[4]])
    mails = [row[5].lower() for row in of(rows, "medarbejdere", which["D02"]) if row[5]]
    assert len(set(mails)) < len(mails)
    admins = {row[1] for row in of(rows, "administratorer", which["D03"])}
    assert {row[3] for row in of(rows, "signaturer", which["D03"]) if row[1] in admins} == {"SPAERRET"}
    roles = [row[2] for row in of(rows, "administratorer", which["D04"])]
    assert sum("ADMINISTRATOR" in role for role in roles) > 1
    assert of(rows, "virksomheder", which["D04"])[0][7] == "N"
    assert {"UDLOEBET", "UDSTEDT"} <= {row[3] for row in of(rows, "signaturer", which["D05"])}
    inactive = {row[1] for row in of(rows, "medarbejdere", which["D06"]) if row[10] == "INAKTIV"}
    assert inactive.intersection(row[1] for row in of(rows, "rettigheder", which["D06"]))
    assert of(rows, "virksomheder", which["D07"])[0][3] == "UNDER KONKURS"
    assert any(not row[4] for row in of(rows, "medarbejdere", which["D08"]))


def test_a_mandate_to_a_ceased_company_exists(country):
    cast, _, rows = country
    ceased = cast["ceased"]["cvr"]
    assert of(rows, "virksomheder", ceased)[0][3].startswith("OPLØST")
    assert any(row[1] == ceased for row in rows["fuldmagter"])


def test_every_persona_is_a_synthetic_person_with_a_description_in_two_languages(country):
    _, personas, _ = country
    assert len({persona["cpr"] for persona in personas.values()}) == len(personas)
    for key, persona in personas.items():
        cpr = parse_cpr(persona["cpr"], allow_substitute=True)
        assert cpr.is_substitute
        assert cpr.birth_date.isoformat() == persona["birth_date"]
        assert key == key.lower()
        assert key.replace("-", "").isalnum()
        assert (persona["ial"], persona["authenticators"]) == ("Substantial", ["app"])
        assert (
            persona["description_da"] != persona["description_en"] or "Partner" in persona["description_en"]
        )
        assert all(is_cvr(cvr) for cvr in persona["authorized_to_represent"])


def test_everybody_with_a_cpr_number_on_file_has_a_persona(country):
    _, personas, rows = country
    known = {persona["cpr"] for persona in personas.values()}
    found = {row[4] for row in rows["medarbejdere"] if len(row) == 13 and row[4]}
    good = {cpr for cpr in found if (read := parse_cpr(cpr, allow_substitute=True)) and read.has_check_digit}
    assert good <= known


def test_nobody_acts_alone_for_a_bankrupt_or_jointly_signed_company(country):
    cast, personas, _ = country
    alone = {cvr for persona in personas.values() for cvr in persona["authorized_to_represent"]}
    for role in (
        "bankrupt",
        "ceased",
        "joint_signing",
        "association_without_representative",
        "public_authority",
    ):
        assert cast[role]["cvr"] not in alone
    for role in ("thin_line", "sole_proprietor", "partnership", "association_with_representative"):
        assert cast[role]["cvr"] in alone


def test_one_person_manages_the_property_group(country):
    cast, personas, _ = country
    first, second = cast["property_group_1"], cast["property_group_2"]
    assert first["people"]["director"] == second["people"]["director"]
    assert set(personas[first["people"]["director"]]["authorized_to_represent"]) == {
        first["cvr"],
        second["cvr"],
    }


@pytest.mark.parametrize("companies", [1, 2, 12, len(CAST)])
def test_a_very_small_country_has_the_first_roles(tmp_path, companies):
    made(tmp_path, companies)
    cast = load(tmp_path / "cast.json")
    assert [role for role in cast if role not in ("decisions", "register_events")] == [
        part.role for part in CAST[:companies]
    ]


def test_a_large_country_names_its_first_people_only(tmp_path):
    made(tmp_path, 1_001)
    personas = load(tmp_path / "personas.json")["personas"]
    assert 500 <= len(personas) < 520
    keys = {persona["key"] for persona in personas}
    assert load(tmp_path / "cast.json")["thin_line"]["people"]["administrator"] in keys
