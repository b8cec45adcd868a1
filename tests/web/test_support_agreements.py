"""A case about an agreement at the desk: read after it is noted, asked, approved or rejected; never signed."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.agreements.actions import register_events
from portal.agreements.models import Agreement, Connection, RegisterDelta
from portal.core.models import AuditEntry
from tests.agreements.conftest import applicant, people, register  # noqa: F401
from tests.agreements.country import (
    APS,
    FFO,
    ONE_DIRECTOR,
    activated,
    connected,
    document,
    file,
    in_register,
    number,
)
from tests.web.agents import Agent
from tests.web.desk import at_the_desk

pytestmark = pytest.mark.django_db
WHY = "Referatet viser, at formanden er valgt"


@pytest.fixture
def agent() -> Agent:
    return at_the_desk()


@pytest.fixture
def handed_in(people: Any, register: Any, applicant: Any) -> Any:  # noqa: F811
    register(document(number(1), "Skovby Idrætsforening", FFO, [in_register(people.bent, "FORMAND")]))
    bent = applicant(people.bent).start(number(1)).prepare("bent@skovby.example")
    return bent.sign(position="Formand").say("dokument/", kind="affiliation", file=file()).say("send/")


def way(case: Connection, rest: str = "") -> str:
    return f"/support/aftalesager/{case.pk}/{rest}"


def state(handed_in: Any) -> str:
    handed_in.case.refresh_from_db()
    return str(handed_in.case.state)


def read(case: Connection) -> int:
    rows = AuditEntry.objects.across_organisations("test")
    return rows.filter(event="web.support.agreement_case_read", subject_id=str(case.pk)).count()


def test_a_case_is_read_and_approved(agent: Agent, handed_in: Any) -> None:
    case = handed_in.case
    assert case.case_number in agent.client.get("/support/aftalesager/").content.decode()
    assert not read(case)
    page = agent.client.get(way(case)).content.decode()
    assert read(case) == 1
    assert "Bent Bruun" in page
    assert "foreningsrepræsentant" in page
    attachment = case.attachments.get()
    got = agent.client.get(way(case, f"filer/{attachment.pk}/"))
    assert got["Content-Disposition"].startswith("attachment")
    assert agent.client.post(way(case, "godkend/"), {"reason": WHY}).status_code == 302
    agreement = Agreement.objects.across_organisations("test").get()
    assert agreement.connection == case
    assert state(handed_in) == "concluded"


def test_one_thing_more_is_asked_for(agent: Agent, handed_in: Any) -> None:
    form = {"asks_for": "document", "text": "Send referatet fra den sidste generalforsamling"}
    assert agent.client.post(way(handed_in.case, "bed/"), form).status_code == 302
    assert state(handed_in) == "answer_needed"
    assert "Send referatet" in agent.client.get(way(handed_in.case)).content.decode()


def test_a_message_and_a_no(agent: Agent, handed_in: Any) -> None:
    agent.client.post(way(handed_in.case, "skriv/"), {"text": "Vi ser på den i dag"})
    agent.client.post(way(handed_in.case, "afvis/"), {"reason": "Foreningen findes ikke længere"})
    assert state(handed_in) == "rejected"


@pytest.mark.parametrize("reason", ["", "  \n ", "\u200b" * 12])
def test_nothing_is_decided_without_a_reason(reason: str, agent: Agent, handed_in: Any) -> None:
    for rest in ("godkend/", "afvis/"):
        assert agent.client.post(way(handed_in.case, rest), {"reason": reason}).status_code == 200
    assert state(handed_in) == "case_work"


def test_two_agents_on_one_case_and_the_second_is_told(agent: Agent, handed_in: Any) -> None:
    other = at_the_desk("ulla")
    agent.client.post(way(handed_in.case, "afvis/"), {"reason": "Foreningen findes ikke længere"})
    page = other.client.post(way(handed_in.case, "godkend/"), {"reason": WHY})
    assert page.status_code == 200
    assert state(handed_in) == "rejected"


def test_a_service_owner_and_a_person_see_no_case(handed_in: Any) -> None:
    owner = at_the_desk("ole", "owner")
    for rest in ("", "godkend/", "afvis/"):
        assert owner.client.get(way(handed_in.case, rest)).status_code == 403
    assert owner.client.get("/support/aftalesager/").status_code == 403
    assert not read(handed_in.case)


def test_the_plain_list_is_in_the_area_and_read_only(agent: Agent, handed_in: Any) -> None:
    page = agent.client.get("/support/agreements/connection/")
    assert page.status_code == 200
    assert handed_in.case.case_number in page.content.decode()
    assert agent.client.get(f"/support/agreements/connection/{handed_in.case.pk}/change/").status_code in (
        302,
        403,
    )
    assert agent.client.get("/support/agreements/connection/add/").status_code == 403


def test_cvr_events(agent: Agent, people: Any, register: Any, applicant: Any) -> None:  # noqa: F811
    """What the register tells, and who is taking over."""

    def told(status: str) -> None:
        rows = [in_register(people.bent, "DIREKTØR"), in_register(people.dan, "KURATOR")]
        register(document(number(1), "Bruun ApS", APS, rows, rule=ONE_DIRECTOR, status=status))
        register_events.act_on_register()

    told("NORMAL")
    activated(connected(applicant, people.bent, 1), people.bent)
    told("UNDER KONKURS")
    page = agent.client.get("/support/cvr-haendelser/").content.decode()
    for words in ("Bruun ApS", "Konkurs", "Ingen har henvendt sig"):
        assert words in page
    dan = applicant(people.dan)
    dan.found(dan.client.post("/tilslutning/ny-administrator/", {"cvr": number(1)})).prepare(
        "dan@kurator.example"
    )
    RegisterDelta.objects.create(
        cvr=number(9), change="merger", noticed_at=timezone.now() - timedelta(hours=1)
    )
    page = agent.client.get("/support/cvr-haendelser/").content.decode()
    assert page.count(dan.case.case_number) == 2, "beside the event, and among the recoveries"
    assert "Hændelser, der ikke er gennemført" in page
    assert "Dan Dam" not in page, "organisations, not people"
