"""One organisation at a time, with a reason and a case, for a time; everything seen is in its history first."""

import datetime
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import OperationalError, connection
from django.utils import timezone

from migration_flow.models import LegacyCompany, Move
from portal.agreements.models import RegisterCompany
from portal.core.models import AuditEntry, AuditPayload, Chunk, Job, OutgoingMail
from portal.web.support import actions
from portal.web.support.models import SupportAccess
from portal.web.support.queries.access import belongs_to, live_access, opened
from tests.cast import make_identity, make_organisation, make_user
from tests.web.agents import Agent, make_agent
from tests.web.desk import REASON, at_the_desk, inside, open_organisation

pytestmark = pytest.mark.django_db
PAGES = (
    "",
    "brugere/",
    "rettigheder/",
    "fuldmagter/",
    "flytning/",
    "betaling/",
    "mails/",
    "opgaver/",
    "historik/",
)
ACCESSES = SupportAccess.objects.across_organisations("test")


@pytest.fixture
def agent() -> Agent:
    return at_the_desk()


def trail(event: str) -> list[tuple[AuditEntry, dict[str, Any]]]:
    rows = AuditEntry.objects.across_organisations("test").filter(event=event).order_by("at")
    return [(row, AuditPayload.objects.get(pk=row.pk).data) for row in rows]


def text(response: Any) -> str:
    return response.content.decode()


# -- the way a new agent goes


def test_a_new_agent_finds_a_stuck_company_and_leaves_a_trail(anne: Any, log_in: Any) -> None:
    """Given only the area's address: log in, code, search → open with reason and case → see why it is stuck → help →
    the administrator reads all of it."""
    agent = make_agent()
    assert agent.client.get("/support/", follow=True).request["PATH_INFO"] == "/supportkonto/log-ind/"
    assert agent.log_in()["Location"] == "/support/"
    assert agent.client.get("/support/")["Location"].startswith("/support/login/")
    assert agent.open_support()["Location"] == "/support/"
    assert "Find en organisation" in text(agent.client.get("/support/"))
    job = Job.objects.create(kind="x", title="Opret 40 brugere", organisation=anne.organisation.pk, requested_by="x",
                             total_units=1, state=Job.State.FAILED)  # fmt: skip
    Chunk.objects.create(job=job, number=0, state=Chunk.State.PARKED, attempts=5, error="OperationalError")
    RegisterCompany.objects.create(cvr="99000015", name="Aaby Bageri ApS", form_code=80)
    LegacyCompany.objects.create(cvr="99000015", name="Aaby Bageri ApS", delivery=1, line=1)
    Move.objects.create(cvr="99000015", name="Aaby Bageri ApS", organisation=anne.organisation, segment="S2",
                        state=Move.State.DECIDING)  # fmt: skip
    found = agent.client.post("/support/", {"q": "Aaby Bageri"})
    assert "Aaby Bageri ApS" in text(found)
    asked = agent.client.get(inside("99000015"))
    assert asked.status_code == 302
    assert asked["Location"].startswith(inside("99000015", "adgang/"))
    assert agent.client.get(asked["Location"]).status_code == 200
    assert open_organisation(agent, "99000015")["Location"] == inside("99000015")
    page = text(agent.client.get(inside("99000015")))
    assert "ikke besluttet færdig" in page
    assert "Opret 40 brugere" in page
    assert "Stoppet med fejl" in page
    again = inside("99000015", f"opgaver/{job.pk}/igen/")
    assert again in text(agent.client.get(inside("99000015", "opgaver/")))
    assert agent.client.post(again, {"reason": "Databasen var nede, da den stoppede"}).status_code == 302
    assert "I gang med at beslutte" in text(agent.client.get(inside("99000015", "flytning/")))
    history = text(log_in(anne).get("/99000015/historik/"))
    assert "Support fik adgang til organisationen" in history
    assert "Support så organisationens oplysninger" in history
    assert "Support satte en stoppet opgave i gang igen" in history
    assert "Databasen var nede, da den stoppede (sag S-BCDFGH)" in history
    assert REASON in history
    assert "Support (sus)" in history
    assert ">sus<" not in history.replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_itself_and_is_noted_first(page: str, agent: Agent, anne: Any) -> None:
    open_organisation(agent, "99000015")
    assert agent.client.get(inside("99000015", page)).status_code == 200
    [(row, told)] = trail("web.support.looked_up")
    assert row.organisation == anne.organisation.pk
    assert row.actor_id == f"user:{agent.user.pk}"
    assert told["case"] == "S-BCDFGH"
    assert told["page"]


def test_pages_show_what_there_is(agent: Agent, anne: Any) -> None:
    Job.objects.create(kind="x", title="Opret 40 brugere", organisation=anne.organisation.pk, requested_by="x",
                       state=Job.State.FAILED)  # fmt: skip
    OutgoingMail.objects.create(
        id=anne.identity.pk, template="x", recipient="bo@x.example", language="da", subject="Velkommen",
        body="hemmeligt", organisation=anne.organisation.pk, message_id="<1>", created_at=timezone.now(),
    )  # fmt: skip
    open_organisation(agent, "99000015")
    first = text(agent.client.get(inside("99000015")))
    assert "Opret 40 brugere" in first
    assert "Velkommen" in first
    assert "hemmeligt" not in text(agent.client.get(inside("99000015", "mails/")))
    assert "Anne Aagaard" in text(agent.client.get(inside("99000015", "brugere/?q=anne")))


def test_a_persons_page_is_noted_about_the_person(agent: Agent, anne: Any) -> None:
    open_organisation(agent, "99000015")
    page = text(agent.client.get(inside("99000015", f"brugere/{anne.identity.pk}/")))
    assert "Anne Aagaard" in page
    [(row, told)] = trail("web.support.person_looked_up")
    assert (row.subject_type, row.subject_id) == ("identities.identity", str(anne.identity.pk))
    assert told["reason"].startswith(REASON)


# -- without access


@pytest.mark.parametrize("page", PAGES)
def test_guessed_addresses_show_nothing(page: str, agent: Agent, anne: Any, carl: Any) -> None:
    open_organisation(agent, "99000023")
    response = agent.client.get(inside("99000015", page))
    assert response.status_code == 302
    assert "adgang" in response["Location"]
    assert not trail("web.support.looked_up")


def test_a_person_of_another_organisation_is_not_found(agent: Agent, anne: Any, carl: Any) -> None:
    open_organisation(agent, "99000023")
    response = agent.client.get(inside("99000023", f"brugere/{anne.identity.pk}/"))
    assert response.status_code == 404
    assert not trail("web.support.person_looked_up")


def test_another_agents_access_is_not_mine(agent: Agent, anne: Any) -> None:
    open_organisation(agent, "99000015")
    other = at_the_desk("ulla")
    assert other.client.get(inside("99000015")).status_code == 302
    access = ACCESSES.get()
    for way in ("forlaeng", "luk"):
        assert other.client.post(f"/support/adgange/{access.pk}/{way}/").status_code in (403, 404)


@pytest.mark.parametrize("role", ["owner"])
def test_a_service_owner_has_no_business_here(role: str, anne: Any) -> None:
    owner = at_the_desk("ole", role)
    assert owner.client.get("/support/")["Location"] == "/systemer/"
    assert owner.client.post("/support/", {"q": "Aaby"}).status_code == 302
    assert open_organisation(owner, "99000015").status_code == 403
    assert owner.client.get(inside("99000015")).status_code == 403
    assert owner.client.get("/support/adgange/").status_code == 403


def test_the_object_permission_alone_opens_nothing_and_neither_does_the_row(agent: Agent, anne: Any) -> None:
    from guardian.shortcuts import assign_perm, remove_perm

    assign_perm("agreements.view_organisation", agent.user, anne.organisation)
    assert agent.client.get(inside("99000015")).status_code == 302
    open_organisation(agent, "99000015")
    assert agent.client.get(inside("99000015")).status_code == 200
    remove_perm("agreements.view_organisation", agent.user, anne.organisation)
    assert agent.client.get(inside("99000015")).status_code == 302


# -- reason, case, time


@pytest.mark.parametrize(
    "answers",
    [
        {"reason": "   \t \n "}, {"reason": "\u200b\u2060\u00a0" * 10}, {"reason": ". . . . . . . . . ."}, {"reason": "kort"},
        {"case_number": "  "}, {"case_number": "---"}, {"case_number": None}, {"hours": "900"}, {"hours": "0"},
        {"is_outsider": None},
    ],
)  # fmt: skip
def test_nothing_opens_without_reason_case_and_time(answers: dict[str, Any], agent: Agent, anne: Any) -> None:
    response = open_organisation(agent, "99000015", **answers)
    assert response.status_code == 200
    assert "error" in text(response)
    assert not ACCESSES.exists()


def test_the_database_refuses_a_blank_reason_too(agent: Agent, anne: Any) -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="reason_in_words"):
        SupportAccess.objects.create(organisation=anne.organisation, agent=agent.user, reason=" . ",
                                     case_number="1", ends_at=timezone.now() + datetime.timedelta(hours=1))  # fmt: skip


def test_an_access_is_over_when_its_time_is(agent: Agent, anne: Any, time_machine: Any) -> None:
    open_organisation(agent, "99000015")
    ACCESSES.update(starts_at=timezone.now() - datetime.timedelta(hours=2), ends_at=timezone.now())
    response = agent.client.get(inside("99000015"))
    assert response.status_code == 302
    assert not trail("web.support.looked_up")


def test_a_second_tab_is_shut_too_and_what_it_sends_is_not_done(agent: Agent, anne: Any) -> None:
    open_organisation(agent, "99000015")
    assert agent.client.get(inside("99000015", "flytning/")).status_code == 200
    agent.client.post(f"/support/adgange/{ACCESSES.get().pk}/luk/")
    assert agent.client.get(inside("99000015", "flytning/")).status_code == 302
    sent = agent.client.post(inside("99000015", "flytning/"))
    assert sent.status_code == 403
    assert "ikke gennemført" in text(sent)


def test_two_organisations_in_two_tabs_never_mix(agent: Agent, anne: Any, carl: Any) -> None:
    open_organisation(agent, "99000015")
    open_organisation(agent, "99000023")
    bakery, cycles = (text(agent.client.get(inside(n, "brugere/"))) for n in ("99000015", "99000023"))
    assert "Anne Aagaard" in bakery
    assert "Carl" not in bakery
    assert "Carl Cykel" in cycles
    assert "Anne" not in cycles


def test_a_second_access_while_one_is_open_is_refused(agent: Agent, anne: Any) -> None:
    open_organisation(agent, "99000015")
    assert "allerede adgang" in text(open_organisation(agent, "99000015"))
    assert ACCESSES.count() == 1


def test_a_supervisor_extends_and_nobody_their_own(agent: Agent, anne: Any) -> None:
    open_organisation(agent, "99000015")
    access = ACCESSES.get()
    way, form = (
        f"/support/adgange/{access.pk}/forlaeng/",
        {"hours": "4", "reason": "Sagen venter på banken i dag"},
    )
    assert agent.client.post(way, form).status_code == 403
    leader = at_the_desk("lis", "supervisor")
    assert leader.client.post(way, form).status_code == 302
    later = ACCESSES.get()
    assert later.ends_at - access.ends_at == datetime.timedelta(hours=4)
    assert trail("web.support.access_extended")[0][1]["why"] == "Sagen venter på banken i dag"
    open_organisation(leader, "99000015")
    own = ACCESSES.get(agent=leader.user)
    assert "din egen adgang" in text(leader.client.post(f"/support/adgange/{own.pk}/forlaeng/", form))


def test_an_access_never_lasts_more_than_five_days(agent: Agent, anne: Any) -> None:
    open_organisation(agent, "99000015")
    now = timezone.now()
    ACCESSES.update(starts_at=now - datetime.timedelta(days=5), ends_at=now + datetime.timedelta(hours=1))
    leader = at_the_desk("lis", "supervisor")
    way = f"/support/adgange/{ACCESSES.get().pk}/forlaeng/"
    assert "fem døgn" in text(
        leader.client.post(way, {"hours": "8", "reason": "Sagen venter på banken i dag"})
    )


def test_an_agent_who_works_there_leaves_it_to_a_colleague(agent: Agent, bakery: Any) -> None:
    agent.user.email = "Sus@99000015.example"
    agent.user.save()
    make_identity(bakery, make_user("Sus Supporter"), email="sus@99000015.example")
    assert "kollega" in text(open_organisation(agent, "99000015"))
    assert not ACCESSES.exists()


def test_an_agent_known_by_cpr_leaves_it_to_a_colleague(agent: Agent, bakery: Any) -> None:
    agent.user.cpr_index = b"x" * 32
    agent.user.save()
    make_identity(bakery, make_user("Sus Supporter"), cpr_index=b"x" * 32)
    assert "kollega" in text(open_organisation(agent, "99000015"))


def test_a_company_only_the_register_knows_gets_its_wall(agent: Agent) -> None:
    RegisterCompany.objects.create(cvr="99000031", name="Endnu Ikke Her ApS", form_code=80)
    LegacyCompany.objects.create(cvr="99000058", name="Kun i NemID I/S", delivery=1, line=1)
    for number in ("99000031", "99000058"):  # what a search leads to, a company that is not connected too
        assert inside(number) in text(agent.client.post("/support/", {"q": number}))
        assert agent.client.get(inside(number))["Location"].startswith(inside(number, "adgang/"))
        assert agent.client.post(inside(number, "flytning/pause/")).status_code == 403
        assert (
            agent.client.get(inside(number, "brugere/00000000-0000-0000-0000-000000000007/")).status_code
            == 404
        )
        assert open_organisation(agent, number).status_code == 302
        assert agent.client.get(inside(number)).status_code == 200
    assert agent.client.get(inside("99000031")).status_code == 200
    assert agent.client.get(inside("99000099", "adgang/")).status_code == 404


# -- what cannot be logged is not shown


def _no_audit(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    if "core_auditentry" in str(sql) and "INSERT" in str(sql):
        raise OperationalError("the disk is full")
    return execute(sql, params, many, context)


def test_what_cannot_be_logged_is_not_shown(agent: Agent, anne: Any) -> None:
    open_organisation(agent, "99000015")
    agent.client.raise_request_exception = False
    with connection.execute_wrapper(_no_audit):
        for page in PAGES:
            response = agent.client.get(inside("99000015", page))
            assert response.status_code == 503, "the database does not answer: the page says so"
            assert "Aaby" not in text(response)
        searched = agent.client.post("/support/", {"q": "Aaby"})
    assert searched.status_code == 503
    assert agent.client.get(inside("99000015")).status_code == 200


def test_the_actor_of_an_access_sees_one_organisation(sus: Any, anne: Any, carl: Any) -> None:
    from identities.models import Identity

    access = actions.open_access(actor=sus.actor, number="99000015", reason=REASON, case_number="1", hours=1,
                                 is_outsider=True)  # fmt: skip
    assert live_access(sus.user, anne.organisation) == access
    assert live_access(sus.user, carl.organisation) is None
    names = {each.shown_name for each in Identity.objects.for_actor(opened(sus.actor, access))}
    assert names == {"Anne Aagaard"}


def test_nobody_without_the_code_is_logged_as_looking(anne: Any) -> None:
    agent = make_agent("otto")
    agent.log_in()
    assert agent.client.get(inside("99000015")).status_code == 302
    make_organisation("99000031", "X")
    assert not trail("web.support.looked_up")


# -- an agent who is also employed somewhere


def test_the_command_keeps_the_index_of_an_agents_number_and_nothing_else(
    bakery: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from identities.rules import people
    from portal.core.models import User
    from tests.web.agents import run

    monkeypatch.setattr("getpass.getpass", lambda prompt: "620370-0001")
    assert "6203700001" not in run("create_agent", "sus", "--with-cpr")
    user = User.objects.get(username="sus")
    assert bytes(user.cpr_index) == people.cpr_index("6203700001")
    make_identity(bakery, make_user("Sus Supporter"), cpr_index=user.cpr_index)
    assert belongs_to(user, bakery)
    assert "own word alone" in run("create_agent", "ulla")
    monkeypatch.setattr("getpass.getpass", lambda prompt: "1234")
    with pytest.raises(CommandError, match="no CPR number"):
        run("create_agent", "otto", "--with-cpr")
    assert not User.objects.filter(username="otto").exists()


def test_cases_of_ones_own_organisation_are_a_colleagues(agent: Agent, anne: Any, bakery: Any) -> None:
    """Without opening anything: a case about an agreement, and a case at the desk."""
    from portal.agreements.models import Connection
    from portal.core.actors import Actor
    from portal.web.cases import actions as cases

    asked = cases.ask_for_help(actor=Actor.person(anne.user, anne.actor.auth), subject="Hjælp", text="x", solution="portal",
                               organisation=bakery, email="a@x.example")  # fmt: skip
    recovery = Connection.objects.create(case_number="T-BCDFGHJK", cvr="99000015", started_by=anne.user, register_snapshot={
        "signing_rule": "", "form_code": 80, "management": []})  # fmt: skip
    ways = (f"/support/sager/{asked.pk}/", f"/support/sager/{asked.pk}/svar/", f"/support/aftalesager/{recovery.pk}/",
            f"/support/aftalesager/{recovery.pk}/godkend/")  # fmt: skip
    assert [agent.client.get(way).status_code for way in ways] == [200] * 4
    read = len(trail("web.case.read")) + len(trail("web.support.agreement_case_read"))
    agent.user.email = "sus@99000015.example"
    agent.user.save()
    make_identity(bakery, make_user("Sus Supporter"), email="Sus@99000015.example")
    for way in ways:
        for answer in (agent.client.get(way), agent.client.post(way, {"version": 1, "reason": REASON})):
            assert answer.status_code == 403, way
            assert "En kollega må tage" in text(answer)
    assert len(trail("web.case.read")) + len(trail("web.support.agreement_case_read")) == read


def test_nobody_answers_the_case_they_asked_themselves(agent: Agent, carl: Any) -> None:
    from portal.core.actors import Actor
    from portal.web.cases import actions as cases

    asked = cases.ask_for_help(actor=Actor.person(carl.user, carl.actor.auth), subject="Hjælp", text="x", solution="portal",
                               email="sus@hjemme.example")  # fmt: skip
    agent.user.email = "Sus@hjemme.example"
    agent.user.save()
    assert agent.client.get(f"/support/sager/{asked.pk}/").status_code == 403
