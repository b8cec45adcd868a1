"""Two at the same moment: each race with its lock, and once without it to show that there is one."""

import datetime
import importlib
import threading

import pytest
from django.db import connection
from django.utils import timezone

from portal.agreements import actions, mails, queries
from portal.agreements.actions import register_events
from portal.agreements.models import Agreement, Connection, Invitation, RegisterDelta, Signature
from portal.agreements.rules import links
from portal.core.actions import RuleBroken
from portal.core.actors import Actor
from tests.agreements import country
from tests.agreements.country import APS, IS, ONE_DIRECTOR, document, file, in_register, number
from tests.cast import make_auth, make_organisation

pytestmark = pytest.mark.django_db(transaction=True)
S = Connection.State
sign = importlib.import_module(
    "portal.agreements.actions.sign"
)  # the package offers its action under that name


def acting(who):
    return Actor.person(who.user, make_auth(who.user))


def at_once(*jobs):
    """What each job returned or raised; all begin together."""
    gate, found = threading.Barrier(len(jobs)), []

    def run(job):
        gate.wait()
        try:
            found.append(job())
        except Exception as error:  # noqa: BLE001 - the test looks at it
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def refusals(found):
    return [each for each in found if isinstance(each, RuleBroken)]


@pytest.fixture
def partners(people, register):
    rows = [in_register(people.anna, "INTERESSENT"), in_register(people.bent, "INTERESSENT")]
    register(document(number(1), "Aalborg & Bruun I/S", IS, rows))
    case = actions.start_connection(actor=acting(people.anna), cvr=number(1))
    case = actions.name_administrator(actor=acting(people.anna), connection=case, version=case.version,
                                      name="Anna Aalborg", email="a@b.example", is_starter=True)  # fmt: skip
    return actions.present(actor=acting(people.anna), connection=case, version=case.version)


def both_sign(case, people):
    sha = case.document.sha256
    return at_once(*(
        lambda who=who: actions.sign(actor=acting(who), connection=case, document_sha256=sha)
        for who in (people.anna, people.bent)
    ))  # fmt: skip


@pytest.mark.parametrize("lock", [True, False])
def test_the_last_two_signatures_at_once_conclude_once(partners, people, monkeypatch, lock):
    """Without the lock each sees only its own signature, and the agreement waits for ever."""
    meet, enough = threading.Barrier(2), sign.rules.is_enough

    def judged_together(facts, signers):
        try:
            meet.wait(1)
        except threading.BrokenBarrierError:
            pass
        return enough(facts, signers)

    monkeypatch.setattr(sign.rules, "is_enough", judged_together)
    if not lock:
        monkeypatch.setattr(
            sign, "own", lambda actor, case: Connection.objects.across_organisations("t").get(pk=case.pk)
        )
    both_sign(partners, people)
    partners.refresh_from_db()
    assert Signature.objects.across_organisations("test").count() == 2
    assert partners.state == (S.CONCLUDED if lock else S.SIGNING)
    assert Agreement.objects.across_organisations("test").count() == int(lock)


def test_a_double_click_signs_once(partners, people):
    sha = partners.document.sha256
    found = at_once(
        *[lambda: actions.sign(actor=acting(people.anna), connection=partners, document_sha256=sha)] * 4
    )
    assert len(refusals(found)) == 3
    assert Signature.objects.across_organisations("test").count() == 1


def test_two_tabs_do_not_overwrite_each_other(people, register):
    register(document(number(1), "Bruun ApS", APS, [in_register(people.bent, "DIREKTØR")], rule=ONE_DIRECTOR))
    case = actions.start_connection(actor=acting(people.bent), cvr=number(1))
    names = [f"Person Nummer {n}" for n in range(4)]
    found = at_once(*(
        lambda name=name: actions.name_administrator(actor=acting(people.bent), connection=case, version=case.version,
                                                     name=name, email="x@y.example")
        for name in names
    ))  # fmt: skip
    assert len(refusals(found)) == 3
    case.refresh_from_db()
    assert [case.administrator_name] == [
        each.administrator_name for each in found if isinstance(each, Connection)
    ]


def test_two_cases_for_one_company_at_once(people, register):
    rows = [in_register(people.anna, "INTERESSENT"), in_register(people.bent, "INTERESSENT")]
    register(document(number(1), "Aalborg & Bruun I/S", IS, rows))
    ready = []
    for who in (people.anna, people.bent):
        case = actions.start_connection(actor=acting(who), cvr=number(1))
        ready.append((who, actions.name_administrator(actor=acting(who), connection=case, version=case.version,
                                                      name="Anna Aalborg", email="a@b.example")))  # fmt: skip
    found = at_once(*(
        lambda who=who, case=case: actions.present(actor=acting(who), connection=case, version=case.version)
        for who, case in ready
    ))  # fmt: skip
    assert len(refusals(found)) == 1
    assert "allerede en åben sag" in str(refusals(found)[0])
    assert Connection.objects.across_organisations("test").filter(state=S.SIGNING).count() == 1


def test_two_agents_approve_one_case_once(people, register, applicant, agent):
    register(document(number(1), "Grønnæs Kommune", country.KOM))
    dan = applicant(people.dan).start(number(1)).prepare().sign(position="Kommunaldirektør")
    dan.say("dokument/", kind="affiliation", file=file()).say("send/")
    found = at_once(
        *[lambda: actions.approve(actor=agent, connection=dan.case, reason="Ansættelsesbrev er set")] * 2
    )
    assert len(refusals(found)) == 1
    assert Agreement.objects.across_organisations("test").count() == 1


def test_one_link_two_people(partners, people):
    token = links.new_token()
    Invitation.objects.create(connection=partners, email="x@y.example", token_sha256=links.digest(token),
                              made_by=people.anna.user, expires_at=timezone.now() + datetime.timedelta(days=1))  # fmt: skip
    found = at_once(*(
        lambda who=who: actions.take_invitation(actor=acting(who), token=token) for who in (people.carla, people.dan)
    ))  # fmt: skip
    assert len(refusals(found)) == 1


@pytest.mark.parametrize("lock", [True, False])
def test_two_workers_act_on_one_event_once(db, monkeypatch, lock):
    organisation = make_organisation("99000015", "Aaby Bageri ApS")
    RegisterDelta.objects.create(cvr="99000015", change="reconstruction")
    told, meet, say = [], threading.Barrier(2), mails.register_event

    def together(*facts):
        try:
            meet.wait(1)
        except threading.BrokenBarrierError:
            pass
        told.append(facts)
        return say(*facts)

    monkeypatch.setattr(register_events.mails, "register_event", together)
    if not lock:
        plain = RegisterDelta.objects.get_queryset().__class__
        monkeypatch.setattr(plain, "select_for_update", lambda self, **kwargs: self)
    at_once(*[register_events.act_on_register] * 2)
    assert len(told) == (1 if lock else 2)
    assert queries.organisation_by_number("99000015") == organisation
