"""Search at the desk: organisation, CVR and hits, nothing of a person, and every search in the trail."""

import re
import uuid
from typing import Any

import pytest

from migration_flow.models import LegacyCompany, LegacyEmployee
from portal.agreements.models import Connection, RegisterCompany
from portal.core.models import AuditEntry, AuditPayload
from portal.web.support.terms import understand
from tests.cast import make_identity, make_organisation, make_user
from tests.web.agents import Agent
from tests.web.desk import at_the_desk

pytestmark = pytest.mark.django_db
SEARCHED = AuditEntry.objects.across_organisations("test").filter(event="web.support.searched")


@pytest.fixture
def agent() -> Agent:
    return at_the_desk()


def answer(agent: Agent, words: str) -> str:
    response = agent.client.post("/support/", {"q": words})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("99000015", "number"), ("99 00 00 15", "number"), ("Anne Aagaard", "name"), ("anne@x.example", "email"),
        ("1237554711111", "rid"), ("CVR:99000015-RID:4711", "rid"), ("T-BCDFGHJK", "case"), ("s-bcdfgh", "case"),
        ("2026-0000001", "case"), ("620370-0001", "cpr"), ("6203700001", "cpr"), ("1900000007", "rid"),
        (str(uuid.UUID(int=7)), "uuid"), ("Ærø", "name"), ("ABC123", "rid"),
    ],
)  # fmt: skip
def test_what_is_typed_tells_its_kind(words: str, kind: str) -> None:
    assert understand(words).kind == kind


def test_by_number_name_address_rid_uuid_and_case(agent: Agent, anne: Any) -> None:
    anne.identity.rid = "12345678"
    anne.identity.save()
    Connection.objects.create(case_number="T-BCDFGHJK", cvr="99000015", started_by=anne.user)
    RegisterCompany.objects.create(cvr="99000015", name="Aaby Bageri ApS", form_code=80)
    for words in ("99000015", "Aaby Bageri", "Aab Bag", "Aabi Bageri", "Anne Aag", "Aagaard", "Anne Aagard", "ANNE@99000015.example", "12345678",
                  str(anne.identity.pk), str(anne.organisation.pk), "T-BCDFGHJK", "CVR:99000015-RID:12345678"):  # fmt: skip
        page = answer(agent, words)
        assert "Aaby Bageri ApS" in page, words
        assert "/support/organisationer/99000015/" in page


def test_a_company_that_has_not_moved_is_found_by_rid(agent: Agent) -> None:
    LegacyCompany.objects.create(cvr="99000031", name="Gamle Venner I/S", delivery=1, line=1)
    LegacyEmployee.objects.create(cvr="99000031", rid="87654321", given_name="Gerda", delivery=1, line=1)
    page = answer(agent, "87654321")
    assert "Gamle Venner I/S" in page
    assert "Gerda" not in page
    assert "Gamle Venner I/S" in answer(agent, "99000031")


def test_hits_are_counted_and_nobody_is_named(agent: Agent, bakery: Any, cycles: Any) -> None:
    for number in range(3):
        make_identity(bakery, make_user(f"Ida Ibsen {number}"), email=f"ida{number}@x.example")
    make_identity(cycles, make_user("Ida Ibsen 9"))
    page = answer(agent, "ida ibsen")
    assert sorted(re.findall(r"<td[^>]*>(\d)</td>", page)) == ["1", "3"]
    assert "Ida" not in page.replace('value="ida ibsen"', "")
    assert "x.example" not in page


def test_every_search_is_in_the_trail_addresses_masked(agent: Agent, anne: Any) -> None:
    answer(agent, "Aagaard")
    answer(agent, "anne@99000015.example")
    answer(agent, "anne@99000015.example")
    told = [AuditPayload.objects.get(pk=each.pk).data for each in SEARCHED.order_by("at")]
    assert [each["kind"] for each in told] == ["name", "email", "email"]
    assert told[0]["term"] == "Aagaard"
    assert told[1]["term"] == "a…@99000015.example"
    assert told[1]["digest"] == told[2]["digest"] != ""
    assert told[0]["hits"] == 1


def test_a_cpr_number_is_neither_searched_nor_kept(agent: Agent) -> None:
    page = answer(agent, "620370-0001")
    assert "Søg ikke med CPR-nummer" in page
    assert not SEARCHED.exists()


@pytest.mark.parametrize("words", ["", "   ", "ab", "%", "_", "x" * 300, "' OR 1=1 --", "\\", "%%%%"])
def test_bad_input_finds_nothing_and_breaks_nothing(words: str, agent: Agent, anne: Any) -> None:
    assert "Aaby Bageri" not in answer(agent, words)


def test_many_hits_are_cut_and_said_to_be(agent: Agent, settings: Any) -> None:
    for number in range(55):
        organisation = make_organisation(f"920000{number:02d}", f"Firma {number}")
        make_identity(organisation, None, name="Ole Olsen", email="")
    page = answer(agent, "Ole Olsen")
    assert "Der er flere" in page
    assert page.count("/support/organisationer/92") == 50


def test_searching_without_end_is_held_up(agent: Agent) -> None:
    from portal.web.support.urls import SEARCHES

    codes = [agent.client.post("/support/", {"q": "x"}).status_code for _ in range(SEARCHES.times + 1)]
    assert codes[-1] == 429
