"""The register that goes with a delivery: documents in the public shape, and what happens later."""

import json

import pytest

from migration_flow.generator.country import Country
from portal.core.identifiers import is_cvr, parse_cpr
from tests.migration_flow.generator_reading import load, made, table

EVENTS = (
    "bankruptcy",
    "compulsory_dissolution",
    "liquidation",
    "reconstruction",
    "ceased",
    "owner_death",
    "merger_ceasing",
    "merger_continuing",
    "conversion",
    "new_signing_rule",
    "new_signatories",
)


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("country")
    made(folder, 400, flaws="none")
    return folder


@pytest.fixture(scope="module")
def documents(out):
    return read(out / "register" / "companies.jsonl")


@pytest.fixture(scope="module")
def changes(out):
    return read(out / "register" / "delta.jsonl")


@pytest.fixture(scope="module")
def cast(out):
    return load(out / "cast.json")


def read(path):
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({entry["cvrNummer"] for entry in found}) == len(found)
    return {str(entry["cvrNummer"]): entry for entry in found}


def current(entries):
    return [entry for entry in entries if entry["periode"]["gyldigTil"] is None]


def members(document, body):
    return [
        (relation["deltager"], organ, value)
        for relation in document["deltagerRelation"]
        for organ in relation["organisationer"]
        if organ["hovedtype"] == body
        for member in organ["medlemsData"]
        for value in current(member["attributter"][0]["vaerdier"])
    ]


def test_every_company_of_the_delivery_but_the_foreign_one_is_in_the_register(out, documents, cast):
    legacy = {row[0] for row in table(out / "NEMIDERHV_20190502_01", "virksomheder")}
    assert legacy - set(documents) == {cast["not_in_register"]["cvr"]}
    assert 1 <= len(set(documents) - legacy) <= 25
    assert list(documents) == sorted(documents)


def test_a_document_has_the_public_shape(documents):
    for document in documents.values():
        assert is_cvr(str(document["cvrNummer"]))
        meta = document["virksomhedMetadata"]
        for entries in (document["navne"], document["virksomhedsform"], document["beliggenhedsadresse"]):
            assert len(current(entries)) == 1
        assert meta["nyesteNavn"]["navn"] == current(document["navne"])[0]["navn"]
        assert isinstance(meta["nyesteVirksomhedsform"]["virksomhedsformkode"], int)
        assert isinstance(meta["nyesteBeliggenhedsadresse"]["postnummer"], int)
        assert (
            meta["antalPenheder"] == len(current(document["penheder"])) or "OPLØST" in meta["sammensatStatus"]
        )


def test_units_of_the_register_are_those_of_the_delivery(out, documents):
    for row in table(out / "NEMIDERHV_20190502_01", "produktionsenheder"):
        if row[0] in documents:
            units = {str(unit["pNummer"]): unit for unit in documents[row[0]]["penheder"]}
            assert (units[row[1]]["periode"]["gyldigTil"] is None) is (row[3] == "AKTIV")


def test_persons_of_management_come_with_cpr_number_and_home_address(documents):
    people = [
        (participant, organ)
        for document in documents.values()
        for body in ("LEDELSESORGAN", "FULDT_ANSVARLIG_DELTAGERE")
        for participant, organ, _ in members(document, body)
        if participant["enhedstype"] == "PERSON"
    ]
    assert people
    for participant, _ in people:
        assert parse_cpr(participant["forretningsnoegle"], allow_substitute=True).is_substitute
        assert participant["beliggenhedsadresse"][0]["vejnavn"]


def test_signing_rules_come_in_many_styles(documents):
    rules = {
        value["vaerdi"]
        for document in documents.values()
        for entry in document["attributter"]
        if entry["type"] == "TEGNINGSREGEL"
        for value in entry["vaerdier"]
    }
    assert len(rules) >= 9
    assert any("\u00a0" in rule for rule in rules)
    assert "Selskabet tegnes af komplementaren." in rules


def test_a_company_can_be_signed_for_by_a_company(documents, cast):
    document = documents[cast["corporate_signatory"]["cvr"]]
    ((participant, _, _),) = members(document, "FULDT_ANSVARLIG_DELTAGERE")
    assert participant["enhedstype"] == "VIRKSOMHED"
    assert str(participant["forretningsnoegle"]) in documents


def test_the_fixed_companies_are_managed_as_their_role_says(documents, cast):
    def functions(role, body="LEDELSESORGAN"):
        return sorted(value["vaerdi"] for _, _, value in members(documents[cast[role]["cvr"]], body))

    assert functions("thin_line") == ["DIREKTØR"]
    assert functions("sole_proprietor", "FULDT_ANSVARLIG_DELTAGERE") == ["INDEHAVER"]
    assert functions("partnership", "FULDT_ANSVARLIG_DELTAGERE") == ["INTERESSENTER"] * 2
    assert "FORENINGSREPRÆSENTANT" in functions("association_with_representative")
    assert "FORENINGSREPRÆSENTANT" not in functions("association_without_representative")
    assert functions("joint_signing") == ["ADM. DIR.", "BESTYRELSESMEDLEM", "BESTYRELSESMEDLEM", "FORMAND"]
    assert functions("public_authority") == []


def test_some_companies_had_another_name_or_have_ceased_since_the_extract(documents):
    assert any(len(document["navne"]) == 2 for document in documents.values())
    ended = [document for document in documents.values() if not current(document["livsforloeb"])]
    assert ended
    assert all(
        document["virksomhedMetadata"]["sammensatStatus"] not in ("NORMAL", "Aktiv") for document in ended
    )


def test_every_event_of_the_register_happens_to_a_fixed_company(changes, cast):
    assert set(cast["register_events"]) >= set(EVENTS)
    for numbers in cast["register_events"].values():
        assert all(cvr in changes for cvr in numbers)


def event(changes, cast, name):
    return changes[cast["register_events"][name][-1]]


def status(document):
    return document["virksomhedMetadata"]["sammensatStatus"]


def test_statuses_follow_the_event(changes, cast):
    assert status(event(changes, cast, "bankruptcy")) == "UNDER KONKURS"
    assert status(event(changes, cast, "compulsory_dissolution")) == "UNDER TVANGSOPLØSNING"
    assert status(event(changes, cast, "reconstruction")) == "UNDER REKONSTRUKTION"
    assert status(event(changes, cast, "liquidation")) == "UNDER FRIVILLIG LIKVIDATION"
    assert status(event(changes, cast, "ceased")) == "OPLØST EFTER ERKLÆRING"
    assert not current(event(changes, cast, "ceased")["livsforloeb"])
    for name in ("bankruptcy", "ceased"):
        assert len(current(event(changes, cast, name)["virksomhedsstatus"])) == 1


def test_a_liquidator_takes_the_place_of_the_directors(changes, cast):
    found = {value["vaerdi"] for _, _, value in members(event(changes, cast, "liquidation"), "LEDELSESORGAN")}
    assert found == {"LIKVIDATOR"}


def test_a_dead_owner_leaves_an_estate(changes, cast):
    document = event(changes, cast, "owner_death")
    assert current(document["virksomhedsform"])[0]["kortBeskrivelse"] == "DØD"
    assert members(document, "FULDT_ANSVARLIG_DELTAGERE") == []


def test_both_companies_of_a_merger_name_the_same_event(changes, cast):
    ceasing, continuing = (event(changes, cast, f"merger_{role}") for role in ("ceasing", "continuing"))
    (left,), (right,) = ceasing["fusioner"], continuing["fusioner"]
    assert left["enhedsNummerOrganisation"] == right["enhedsNummerOrganisation"]
    assert left["indgaaende"]
    assert right["udgaaende"]
    assert status(ceasing) == "OPLØST EFTER FUSION"
    assert status(continuing) == "NORMAL"


def test_a_converted_proprietorship_lives_on_under_a_new_number(changes, documents, cast):
    old, new = (changes[cvr] for cvr in cast["register_events"]["conversion"])
    assert not current(old["livsforloeb"])
    assert str(new["cvrNummer"]) not in documents
    assert new["virksomhedMetadata"]["nyesteVirksomhedsform"]["kortBeskrivelse"] == "APS"
    assert {
        entry["vaerdier"][0]["vaerdi"] for entry in new["attributter"] if entry["type"] == "OMDANNET_FRA"
    } == {str(old["cvrNummer"])}
    owner = documents[str(old["cvrNummer"])]["deltagerRelation"][0]["deltager"]["forretningsnoegle"]
    assert [participant["forretningsnoegle"] for participant, _, _ in members(new, "LEDELSESORGAN")] == [
        owner
    ]


def test_a_new_signing_rule_ends_the_old_one(changes, documents, cast):
    document = event(changes, cast, "new_signing_rule")
    (entry,) = [entry for entry in document["attributter"] if entry["type"] == "TEGNINGSREGEL"]
    old, new = entry["vaerdier"]
    assert old["periode"]["gyldigTil"]
    assert "to bestyrelsesmedlemmer" in new["vaerdi"]


def test_new_signatories_replace_the_old_ones(changes, documents, cast):
    cvr = cast["register_events"]["new_signatories"][-1]
    before = {who["enhedsNummer"] for who, _, _ in members(documents[cvr], "LEDELSESORGAN")}
    after = {who["enhedsNummer"] for who, _, _ in members(changes[cvr], "LEDELSESORGAN")}
    assert after
    assert not before & after


def test_events_happen_in_the_rest_of_the_country_too():
    country = Country(1, 20_000)
    from migration_flow.generator.register_events import documents as happened

    found = [event for index in range(4_000) if (event := happened(country, country.company(index)))]
    assert 5 <= len(found) <= 35
    assert len({event for event, _ in found}) >= 3
