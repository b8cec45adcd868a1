"""What the desk can do for somebody, and what it cannot: a typed reason each time, in the organisation's history."""

import datetime
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.utils import timezone

from identities.models import Charge, CreditNote, Identity, LocalIdp, SupportProposal
from migration_flow.models import LegacyCompany, Move
from portal.core import jobs
from portal.core.actions import RuleBroken
from portal.core.models import AuditEntry, AuditPayload, Chunk, Job, OutgoingMail
from portal.core.permissions import MAY, Permission, Role
from portal.web.support import actions
from portal.web.support.queries.access import opened
from portal.web.support.urls import _INSIDE, NUMBERS
from portal.web.support.views.base import OpenedAction
from tests.identities.people import order
from tests.web.agents import Agent
from tests.web.desk import REASON, at_the_desk, inside, open_organisation
from tests.web.race import at_once, without_locks

pytestmark = pytest.mark.django_db
WHY = "Brugeren ringede og kan ikke finde sin mail"


@pytest.fixture
def agent(anne: Any) -> Agent:
    agent = at_the_desk()
    open_organisation(agent, "99000015")
    return agent


def person(identity: Identity, rest: str = "") -> str:
    return inside("99000015", f"brugere/{identity.pk}/{rest}")


def told(event: str) -> dict[str, Any]:
    entry = AuditEntry.objects.across_organisations("test").get(event=event)
    return dict(AuditPayload.objects.get(pk=entry.pk).data)


# -- activation


def test_a_link_is_sent_again_and_the_reason_is_read_by_the_organisation(
    agent: Agent, anne: Any, log_in: Any
) -> None:
    dorte = order(anne, "Dorte Dam")
    assert "Send aktiveringslinket igen" in agent.client.get(person(dorte)).content.decode()
    before = OutgoingMail.objects.count()
    assert agent.client.post(person(dorte, "send-igen/"), {"reason": WHY}).status_code == 302
    assert OutgoingMail.objects.count() == before + 1
    assert f"{WHY} (sag S-BCDFGH)" in log_in(anne).get("/99000015/historik/").content.decode()


def test_a_mistyped_address_is_corrected_before_activation(agent: Agent, anne: Any) -> None:
    dorte = order(anne, "Dorte Dam", email="drote@x.example")
    agent.client.post(person(dorte, "email/"), {"reason": WHY, "email": "dorte@x.example"})
    dorte.refresh_from_db()
    assert dorte.email == "dorte@x.example"
    assert told("identities.support.email_corrected")["reason"].startswith(WHY)


def test_the_address_of_somebody_active_is_left_alone(agent: Agent, anne: Any) -> None:
    page = agent.client.post(person(anne.identity, "email/"), {"reason": WHY, "email": "x@x.example"})
    assert "venter ikke på aktivering" in page.content.decode()


def test_activation_starts_again(agent: Agent, anne: Any) -> None:
    dorte = order(anne, "Dorte Dam")
    assert agent.client.post(person(dorte, "forfra/"), {"reason": WHY}).status_code == 302
    assert told("identities.support.restarted")


def test_proofing_at_the_desk(agent: Agent, anne: Any) -> None:
    dorte = order(anne, "Dorte Dam")
    form = {
        "first_kind": "passport", "first_last_four": "1234", "second_kind": "health_card", "second_last_four": "5678",
        "birth_date_0": "3", "birth_date_1": "2", "birth_date_2": "1980", "kind": "app", "reason": WHY,
    }  # fmt: skip
    response = agent.client.post(person(dorte, "legitimation/"), form)
    assert response.status_code == 302, response.content.decode()
    assert told("identities.activation.proofed")["documents"] == ["passport", "health_card"]


@pytest.mark.parametrize("way", ["send-igen/", "email/", "forfra/", "spaer/", "logins/", "cpr/"])
@pytest.mark.parametrize("reason", ["", "    \n   ", "\u200b" * 20, "..........", "kort"])
def test_nothing_is_done_without_a_reason_in_words(way: str, reason: str, agent: Agent, anne: Any) -> None:
    dorte = order(anne, "Dorte Dam") if way != "spaer/" else anne.identity
    before = AuditEntry.objects.across_organisations("test").exclude(event__startswith="web.").count()
    page = agent.client.post(person(dorte, way), {"reason": reason, "email": "ny@x.example"})
    assert page.status_code == 200
    assert AuditEntry.objects.across_organisations("test").exclude(event__startswith="web.").count() == before


# -- four eyes


def test_two_agents_are_needed_to_suspend_somebody(agent: Agent, anne: Any, bo: Any) -> None:
    agent.client.post(person(bo.identity, "spaer/"), {"reason": WHY})
    proposal = SupportProposal.objects.across_organisations("test").get()
    answer = person(bo.identity, f"forslag/{proposal.pk}/")
    own = agent.client.post(answer, {"approved": "yes", "reason": WHY})
    assert "En kollega skal svare" in own.content.decode()
    other = at_the_desk("ulla")
    assert other.client.post(answer, {"approved": "yes", "reason": WHY}).status_code == 403, (
        "without access of one's own"
    )
    open_organisation(other, "99000015")
    assert "Svar på forslaget" in other.client.get(person(bo.identity)).content.decode()
    assert other.client.post(answer, {"approved": "yes", "reason": WHY}).status_code == 302
    bo.identity.refresh_from_db()
    assert bo.identity.state == Identity.State.SUSPENDED
    other.client.post(person(bo.identity, "aabn/"), {"reason": WHY})
    back = SupportProposal.objects.across_organisations("test").get(act="resume")
    assert (
        agent.client.post(person(bo.identity, f"forslag/{back.pk}/"), {"approved": "yes"}).status_code == 200
    ), "why?"
    agent.client.post(person(bo.identity, f"forslag/{back.pk}/"), {"approved": "yes", "reason": WHY})
    bo.identity.refresh_from_db()
    assert bo.identity.state == Identity.State.ACTIVE


def test_a_no_changes_nothing(agent: Agent, anne: Any, bo: Any) -> None:
    agent.client.post(person(bo.identity, "spaer/"), {"reason": WHY})
    proposal = SupportProposal.objects.across_organisations("test").get()
    other = at_the_desk("ulla")
    open_organisation(other, "99000015")
    other.client.post(person(bo.identity, f"forslag/{proposal.pk}/"), {"approved": "no", "reason": WHY})
    bo.identity.refresh_from_db()
    assert bo.identity.state == Identity.State.ACTIVE


# -- sessions, jobs, credit notes


def test_every_login_of_a_person_ends(agent: Agent, anne: Any, log_in: Any) -> None:
    from django.contrib.auth.signals import user_logged_in

    client = log_in(anne)
    request = type("R", (), {"session": client.session, "META": {"REMOTE_ADDR": "127.0.0.1"}})()
    user_logged_in.send(sender=type(anne.user), request=request, user=anne.user)
    request.session.save()
    assert client.get("/99000015/").status_code == 200
    agent.client.post(person(anne.identity, "logins/"), {"reason": WHY})
    assert SESSION_KEY not in client.session
    assert told("web.support.sessions_ended")["number"] == 1


@jobs.job_kind("tests.support_once")
def _works(job: Job, chunk: Chunk) -> dict[str, Any]:
    return {"done": 1}


def failed_job(organisation: Any) -> Job:
    job = Job.objects.create(kind="tests.support_once", title="Ti brugere", organisation=organisation.pk,
                             requested_by="x", total_units=2, state=Job.State.FAILED)  # fmt: skip
    Chunk.objects.create(job=job, number=0, state=Chunk.State.DONE)
    Chunk.objects.create(job=job, number=1, state=Chunk.State.PARKED, attempts=5, error="OperationalError")
    return job


def test_a_stopped_job_goes_on_where_it_stopped(agent: Agent, anne: Any) -> None:
    job = failed_job(anne.organisation)
    assert "Sæt i gang igen" in agent.client.get(inside("99000015", "opgaver/")).content.decode()
    assert (
        agent.client.post(inside("99000015", f"opgaver/{job.pk}/igen/"), {"reason": WHY}).status_code == 302
    )
    assert jobs.work(job.pk) == 1
    job = Job.objects.across_organisations("test").get(pk=job.pk)
    assert job.state == Job.State.DONE
    again = agent.client.post(inside("99000015", f"opgaver/{job.pk}/igen/"), {"reason": WHY})
    assert "ikke stoppet" in again.content.decode()


def test_a_job_of_another_organisation_is_not_found(agent: Agent, carl: Any) -> None:
    job = failed_job(carl.organisation)
    assert (
        agent.client.post(inside("99000015", f"opgaver/{job.pk}/igen/"), {"reason": WHY}).status_code == 404
    )


@pytest.mark.django_db(transaction=True)
def test_two_agents_start_one_job_again_at_once(anne: Any, sus: Any) -> None:
    job = failed_job(anne.organisation)
    access = actions.open_access(actor=sus.actor, number="99000015", reason=REASON, case_number="1", hours=1,
                                 is_outsider=True)  # fmt: skip

    def start() -> str:
        try:
            actions.run_again(actor=opened(sus.actor, access), job=job, reason=WHY)
        except RuleBroken:
            return "refused"
        return "started"

    assert sorted(at_once(start, workers=4)) == ["refused"] * 3 + ["started"]


@pytest.mark.django_db(transaction=True)
def test_one_starts_it_also_without_the_lock(anne: Any, sus: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts themselves are taken in one statement, of which only one finds them parked."""
    job = failed_job(anne.organisation)
    access = actions.open_access(actor=sus.actor, number="99000015", reason=REASON, case_number="1", hours=1,
                                 is_outsider=True)  # fmt: skip
    without_locks(monkeypatch)
    found = at_once(
        lambda: actions.run_again(actor=opened(sus.actor, access), job=job, reason=WHY), workers=2
    )
    assert found.count(RuleBroken) == 1


def test_credit_notes_are_answered_by_a_supervisor(agent: Agent, anne: Any) -> None:
    charge = Charge.objects.create(
        organisation=anne.organisation, kind="authenticator", amount=20, reason="x"
    )
    note = CreditNote.objects.create(organisation=anne.organisation, charge=charge, reason="Talt to gange")
    way = inside("99000015", f"betaling/{note.pk}/")
    assert agent.client.post(way, {"approved": "yes", "reason": WHY}).status_code == 403
    leader = at_the_desk("lis", "supervisor")
    open_organisation(leader, "99000015")
    assert "Talt to gange" in leader.client.get(inside("99000015", "betaling/")).content.decode()
    assert leader.client.post(way, {"approved": "yes", "reason": WHY}).status_code == 302
    note.refresh_from_db()
    assert note.state == CreditNote.State.APPROVED


# -- the move


def test_a_move_is_held_and_goes_on_with_a_reason(agent: Agent, anne: Any) -> None:
    LegacyCompany.objects.create(cvr="99000015", name="Aaby Bageri ApS", delivery=1, line=1)
    move = Move.objects.create(cvr="99000015", name="Aaby Bageri ApS", organisation=anne.organisation, segment="S2",
                               state=Move.State.INVITED)  # fmt: skip
    for way, state in (("pause", "paused"), ("videre", "invited")):
        address = inside("99000015", f"flytning/{way}/")
        assert address in agent.client.get(inside("99000015", "flytning/")).content.decode()
        assert agent.client.post(address, {"reason": "   "}).status_code == 200
        assert agent.client.post(address, {"reason": WHY}).status_code == 302
        move.refresh_from_db()
        assert move.state == state
    assert WHY in told("migration_flow.move.paused")["because"]


# -- one CPR number at a time


def test_a_cpr_number_is_shown_once_and_the_person_reads_who_saw_it_and_why(
    agent: Agent, bo: Any, carl: Any, log_in: Any
) -> None:
    from identities.rules import people

    identity = bo.identity
    identity.cpr, identity.cpr_index = people.sealed_cpr("6203700001")
    identity.save()
    assert "620370" not in agent.client.get(person(identity)).content.decode()
    assert "620370" not in agent.client.get(person(identity, "cpr/")).content.decode()
    shown = agent.client.post(person(identity, "cpr/"), {"reason": WHY})
    assert "620370-0001" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert told("identities.identity.cpr_revealed")["why"] == f"{WHY} (sag S-BCDFGH)"
    page = log_in(bo).get("/mine-opslag/").content.decode()
    assert "Et CPR-nummer blev vist" in page
    assert WHY in page
    assert (
        agent.client.post(inside("99000015", f"brugere/{carl.identity.pk}/cpr/"), {"reason": WHY}).status_code
        == 404
    )
    answers = [
        agent.client.post(person(identity, "cpr/"), {"reason": WHY}).status_code for _ in range(NUMBERS.times)
    ]
    assert answers[-1] == 429


# -- every act


def test_every_act_in_an_organisation_asks_for_a_reason_and_has_a_permission_of_its_own() -> None:
    """Found in the addresses: an act added tomorrow is held to it, too. Which permission, stands here."""
    acts = {name: page for _route, page, name in _INSIDE if issubclass(page, OpenedAction)}
    assert {name for name, page in acts.items() if "reason" not in page.form_class.base_fields} == set()
    P = Permission
    assert {name: page.permission for name, page in acts.items()} == {
        "resend": P.SUPPORT_ACTIVATION, "correct_email": P.SUPPORT_ACTIVATION, "restart": P.SUPPORT_ACTIVATION,
        "proofing": P.SUPPORT_PROOF, "propose_stop": P.SUPPORT_STOP, "propose_resume": P.SUPPORT_STOP,
        "answer_stop": P.SUPPORT_STOP, "end_sessions": P.SUPPORT_SESSIONS, "reveal_cpr": P.SUPPORT_CPR,
        "answer_credit": P.SUPPORT_CREDIT, "answer_local_idp": P.SUPPORT_LOCAL_IDP, "pause_move": P.SUPPORT_MIGRATION,
        "resume_move": P.SUPPORT_MIGRATION, "run_again": P.SUPPORT_JOB,
    }  # fmt: skip


# -- never


def test_support_never_signs_consents_or_accepts() -> None:
    P = Permission
    never = {P.AGREEMENT_SIGN, P.AGREEMENT_PREPARE, P.OWN_CONSENT, P.OWN_IDENTITY, P.MANDATE_GIVE, P.MANDATE_ANSWER,
             P.ROLE_ASSIGN, P.GRANT_GIVE, P.MIGRATION_EXECUTE, P.MIGRATION_DECIDE, P.IDENTITY_MANAGE, P.CPR_REVEAL}  # fmt: skip
    for role in (Role.SUPPORT_AGENT, Role.SUPPORT_SUPERVISOR):
        assert not MAY[role] & never


def test_the_pages_of_the_organisation_itself_stay_shut(agent: Agent, anne: Any) -> None:
    for path in ("/99000015/", "/99000015/brugere/", "/99000015/indstillinger/"):
        assert agent.client.get(path).status_code in (302, 404)
        assert agent.client.post(path).status_code in (302, 404)


def test_a_local_idp_is_answered_by_a_supervisor(agent: Agent, anne: Any) -> None:
    idp = LocalIdp.objects.create(
        organisation=anne.organisation, name="Egen IdP", issuer="https://idp.example", client_id="x", state="submitted",
        notified_level="SUBSTANTIAL", statement=b"%PDF-1.4", statement_sha256="x", tested_at=timezone.now(),
        statement_expires_on=timezone.localdate() + datetime.timedelta(days=90),
    )  # fmt: skip
    way = inside("99000015", f"lokal-idp/{idp.pk}/")
    assert agent.client.get(way).status_code == 403
    assert agent.client.get(way + "erklaering/").status_code == 403
    leader = at_the_desk("lis", "supervisor")
    open_organisation(leader, "99000015")
    assert f"lokal-idp/{idp.pk}/" in leader.client.get(inside("99000015")).content.decode()
    assert "https://idp.example" in leader.client.get(way).content.decode()
    assert leader.client.get(way + "erklaering/")["Content-Disposition"].startswith("attachment")
    assert leader.client.post(way, {"approved": "yes", "reason": WHY}).status_code == 302
    idp.refresh_from_db()
    assert idp.state == "active"
