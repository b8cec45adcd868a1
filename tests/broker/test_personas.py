"""Loading people, and what is not let in."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import SHIPPED, Broker
from .relying_party import Browser, RelyingParty

SECRET_CPR = "7201700009"
PERSON = {
    "key": "ny",
    "given_name": "Ny",
    "family_name": "Prøvesen",
    "birth_date": "1970-01-12",
    "cpr": SECRET_CPR,
    "ial": "Substantial",
    "authenticators": ["app"],
    "name_protected": False,
    "professional": [{"cvr": "99000082", "org_name": "Tredje Prøve ApS"}],
    "authorized_to_represent": [],
    "description_da": "Ny.",
    "description_en": "New.",
}


def file_of(folder: Path, *people: dict[str, Any]) -> str:
    path = folder / "people.json"
    path.write_text(json.dumps({"personas": list(people)}), encoding="utf-8")
    return str(path)


def test_loading_twice_changes_nothing(broker: Broker) -> None:
    done = broker.command("load_personas", str(SHIPPED))
    assert done.stdout == "personas.json: 7 personas, 0 new\n"


def test_a_person_is_corrected_and_keeps_the_subject(
    broker: Broker, portal: RelyingParty, tmp_path: Path
) -> None:
    assert broker.command("load_personas", file_of(tmp_path, PERSON)).returncode == 0
    before = portal.log_in(Browser(portal.issuer), login_hint="persona:ny;auth=app;as=99000082")
    changed = PERSON | {
        "family_name": "Nygift",
        "professional": [{"cvr": "99000090", "org_name": "Fjerde Prøve ApS"}],
    }
    assert "1 personas, 0 new" in broker.command("load_personas", file_of(tmp_path, changed)).stdout
    after = portal.log_in(Browser(portal.issuer), login_hint="persona:ny;auth=app;as=99000090")
    assert before.userinfo["family_name"] == "Prøvesen"
    assert after.userinfo["family_name"] == "Nygift"
    private = portal.log_in(Browser(portal.issuer), login_hint="persona:ny;auth=app").claims["sub"]
    told = json.loads(broker.command("subjects", "portal", "ny").stdout)
    assert told == {"ny": {"private": private, "professional": {"99000090": after.claims["sub"]}}}
    response = Browser(portal.issuer).get(portal.begin(login_hint="persona:ny;auth=app;as=99000082").url)
    assert response.status_code == 400


def without(name: str) -> dict[str, Any]:
    return {field: value for field, value in PERSON.items() if field != name}


def two(first: dict[str, Any], second: dict[str, Any]) -> str:
    return json.dumps({"personas": [PERSON | first, PERSON | second]})


def one(changes: dict[str, Any]) -> str:
    return json.dumps({"personas": [PERSON | changes]})


FAULTY = {
    "a real cpr number": (one({"cpr": "1201700009"}), "personas[0] (ny): cpr: null or a substitute number"),
    "another birth date": (one({"cpr": "7301700009"}), "cpr: null or a substitute number"),
    "a short cpr number": (one({"cpr": "72017000"}), "cpr: null or a substitute number"),
    "no such date": (one({"birth_date": "1970-13-12"}), "personas[0] (ny)"),
    "no such level": (one({"ial": "Medium"}), "ial must be one of Low, Substantial, High"),
    "no such authenticator": (one({"authenticators": ["nemid"]}), "unknown authenticator"),
    "no authenticator": (one({"authenticators": []}), "no authenticator"),
    "a real cvr number": (
        one({"professional": [{"cvr": "13748136", "org_name": "Ægte"}]}),
        "cvr: a synthetic number",
    ),
    "a wrong check digit": (
        one({"professional": [{"cvr": "99000083", "org_name": "Å"}]}),
        "cvr: a synthetic number",
    ),
    "a role without a name": (one({"professional": [{"cvr": "99000082"}]}), "'org_name'"),
    "to represent a real one": (one({"authorized_to_represent": ["13748136"]}), "cvr: a synthetic number"),
    "an odd key": (one({"key": "Å ø"}), "key: use a-z"),
    "an empty name": (one({"given_name": " "}), "a name is missing"),
    "the same number twice": (
        two({"key": "a1", "cpr": "7201700017"}, {"key": "a2", "cpr": "7201700017"}),
        "same CPR",
    ),
    "the same key twice": (two({}, {}), "Two persons have the same key"),
    "nothing": ("", "other.json"),
    "a list": ("[]", 'must hold {"personas"'),
    "an empty object": ("{}", 'must hold {"personas"'),
    "a number": ('{"personas": [7]}', "personas[0]"),
    "an object": ('{"personas": {}}', 'must hold {"personas"'),
} | {
    f"no {name}": (json.dumps({"personas": [without(name)]}), f"'{name}'")
    for name in ("key", "given_name", "birth_date", "cpr", "ial", "authenticators")
}

# One process loads all of them: starting one for each would take a minute.
LOAD_ALL = """
import io, json, os
from django.core.management import CommandError, call_command
def said(path):
    try:
        call_command("load_personas", path, stdout=io.StringIO())
    except CommandError as error:
        return str(error)
print(json.dumps([said(path) for path in json.loads(os.environ["FILES"])]))
"""


@pytest.fixture(scope="module")
def complaints(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    """What the command says to each faulty file."""
    paths = []
    for text, _ in FAULTY.values():
        paths.append(tmp_path_factory.mktemp("faulty") / "other.json")
        paths[-1].write_text(text, encoding="utf-8")
    done = broker.command("shell", "-v", "0", "-c", LOAD_ALL, FILES=json.dumps([str(path) for path in paths]))
    assert done.returncode == 0, done.stderr
    return dict(zip(FAULTY, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("fault", FAULTY)
def test_what_could_be_somebodys_own_or_is_wrong_is_refused_in_a_sentence(
    complaints: dict[str, str | None], fault: str
) -> None:
    assert FAULTY[fault][1] in (complaints[fault] or "")
    assert "other.json" in complaints[fault]
    assert "720170" not in complaints[fault]


def test_a_faulty_file_changes_nothing(broker: Broker, complaints: dict[str, str | None]) -> None:
    assert json.loads(broker.command("subjects", "portal", "a1", "a2").stdout) == {}


def test_thousands_are_loaded_in_seconds(broker: Broker, portal: RelyingParty, tmp_path: Path) -> None:
    crowd = [
        PERSON | {"key": f"crowd-{number}", "cpr": None, "given_name": f"Mængde{number}", "professional": []}
        for number in range(3000)
    ]
    assert "3000 personas, 3000 new" in broker.command("load_personas", file_of(tmp_path, *crowd)).stdout
    portal.log_in(Browser(portal.issuer), login_hint="persona:crowd-2999;auth=app")


def test_the_people_shipped_are_those_promised() -> None:
    people = json.loads(SHIPPED.read_text(encoding="utf-8"))["personas"]
    assert [person["key"] for person in people] == ["anna", "egon", "tove", "jens", "emil", "rikke", "nadia"]
    assert [person["key"] for person in people if person["cpr"] is None] == ["nadia"]
    assert all(person["description_da"] and person["description_en"] for person in people)
