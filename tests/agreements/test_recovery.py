"""The last administrator is gone: a new one by the same signing rule, never in silence, never right after a change."""

import datetime

import pytest
from django.utils import timezone

from identities import actions as identities
from identities.models import Identity
from portal.agreements import actions
from portal.agreements.models import Agreement, Connection, RegisterCompany
from tests.agreements.country import (
    APS,
    AS,
    ONE_DIRECTOR,
    TWO_OF_THE_BOARD,
    activated,
    connected,
    document,
    file,
    in_register,
    mails,
    number,
    trail,
)

S = Connection.State


@pytest.fixture
def gone(people, register, applicant):
    """A company whose one administrator has left; it has an address in the register."""
    register(document(number(1), "Bruun ApS", APS, [in_register(people.bent, "DIREKTØR")], rule=ONE_DIRECTOR,
                      email="kontakt@bruun.example"))  # fmt: skip
    bent = activated(connected(applicant, people.bent, 1), people.bent)
    identities.resign_role(actor=bent.actor, identity=bent.identity, role="organisation_administrator")
    return bent.organisation


def start(applicant, who):
    someone = applicant(who)
    response = someone.client.post("/tilslutning/ny-administrator/", {"cvr": number(1)})
    assert response.status_code == 302, list(response.context["form"].error_summary())
    return someone.found(response)


def test_the_last_one_may_leave_and_those_who_can_help_are_told(gone):
    assert {each.recipient for each in mails("recovery_open")} == {
        "kontakt@bruun.example",
        "admin1@firma.example",
    }
    assert "agreements.organisation.recovery_open" in trail(gone)


def test_a_new_administrator_by_the_same_signature(gone, people, applicant):
    bent = start(applicant, people.bent)
    assert {each.recipient for each in mails("recovery_started")} == {
        "kontakt@bruun.example",
        "admin1@firma.example",
    }
    born = {"birth_date_0": "1", "birth_date_1": "2", "birth_date_2": "1970"}
    bent.say(
        "administrator/",
        who="other",
        name="Dan Dam",
        email="dan@bruun.example",
        own_email="bent@bruun.example",
        **born,
    )
    bent.say("kontrol/").sign()
    assert bent.case.state == S.CONCLUDED
    dan = Identity.objects.across_organisations("test").get(email="dan@bruun.example")
    assert dan.state == "pending"
    assert dan.role_assignments.filter(ended_at__isnull=True, role="organisation_administrator").exists()
    assert Agreement.objects.across_organisations("test").count() == 1, "the agreement is the same"


def test_two_sign_a_recovery_where_two_signed_the_agreement(people, register, applicant):
    board = [in_register(people.anna, "FORMAND"), in_register(people.bent, "BESTYRELSESMEDLEM")]
    register(document(number(1), "Bakkelund A/S", AS, board, rule=TWO_OF_THE_BOARD))
    anna = applicant(people.anna).start(number(1)).prepare("admin1@firma.example").sign()
    applicant(people.bent).join(anna.case).sign()
    found = activated(Agreement.objects.across_organisations("test").get().organisation, people.anna)
    identities.resign_role(actor=found.actor, identity=found.identity, role="organisation_administrator")
    again = start(applicant, people.bent).prepare("bent@firma.example").sign()
    assert again.case.state == S.SIGNING
    assert applicant(people.anna).join(again.case).sign().case.state == S.CONCLUDED


def test_a_stranger_prepares_but_cannot_sign(gone, people, applicant):
    carla = start(applicant, people.carla).prepare("carla@tyv.example")
    response = carla.client.post(
        carla.at("underskrift/"), {"read": "on", "document_sha256": carla.case.document.sha256}
    )
    assert "Registeret kender dig ikke" in response.content.decode()


@pytest.mark.parametrize(("days", "state"), [(0, S.ANSWER_NEEDED), (13, S.ANSWER_NEEDED), (14, S.SIGNING)])
def test_right_after_a_register_change_a_case_worker_looks_first(gone, people, applicant, days, state):
    RegisterCompany.objects.update(management_changed_on=timezone.localdate() - datetime.timedelta(days=days))
    bent = start(applicant, people.bent).prepare("bent@bruun.example")
    assert bent.case.state == state
    assert (bent.case.case_reason == "recent_change") == (state == S.ANSWER_NEEDED)


def test_a_takeover_by_a_new_director_goes_to_case_work(gone, people, register, applicant):
    register(
        document(number(1), "Bruun ApS", APS, [in_register(people.carla, "DIREKTØR")], rule=ONE_DIRECTOR)
    )
    carla = start(applicant, people.carla).prepare("carla@bruun.example")
    assert (carla.case.state, carla.case.case_reason) == (S.ANSWER_NEEDED, "recent_change")


def test_while_there_is_an_administrator_a_case_worker_decides(people, register, applicant, agent):
    register(document(number(1), "Bruun ApS", APS, [in_register(people.bent, "DIREKTØR")], rule=ONE_DIRECTOR))
    activated(connected(applicant, people.bent, 1), people.bent)
    bent = start(applicant, people.bent).prepare("bent@bruun.example")
    assert (bent.case.state, bent.case.case_reason) == (S.ANSWER_NEEDED, "has_administrator")
    assert [each.recipient for each in mails("recovery_started")] == ["admin1@firma.example"], (
        "and hears of it"
    )
    bent.sign(position="Direktør").say("send/")
    actions.approve(actor=agent, connection=bent.case, reason="Administratoren er på langvarig orlov")
    bent.case.refresh_from_db()
    assert bent.case.state == S.CONCLUDED


def test_what_is_not_connected_is_connected_instead(people, register, applicant):
    register(document(number(1), "Bruun ApS", APS, [in_register(people.bent, "DIREKTØR")], rule=ONE_DIRECTOR))
    response = applicant(people.bent).client.post("/tilslutning/ny-administrator/", {"cvr": number(1)})
    assert "ikke tilsluttet" in response.content.decode()


def test_an_organisation_without_a_cvr_number_is_recovered_by_case_work(people, applicant, agent):
    dan = applicant(people.dan)
    told = {"kind": "foreign_company", "name": "Northmere Ltd.", "country": "Irland"}
    dan.found(dan.client.post("/tilslutning/uden-cvr/", told)).prepare("dan@northmere.example")
    dan.sign(position="Director").say("dokument/", kind="affiliation", file=file()).say("send/")
    actions.approve(actor=agent, connection=dan.case, reason="Registerudskrift og kontrakt er set")
    dan.case.refresh_from_db()
    home = activated(dan.case.organisation, people.dan)
    identities.resign_role(actor=home.actor, identity=home.identity, role="organisation_administrator")
    again = applicant(people.dan)
    response = again.client.post("/tilslutning/ny-administrator/", {"cvr": home.organisation.cvr})
    again.found(response).prepare("dan@northmere.example")
    assert (again.case.state, again.case.case_reason) == (S.ANSWER_NEEDED, "no_cvr")
    again.sign(position="Director").say("dokument/", kind="affiliation", file=file()).say("send/")
    actions.approve(actor=agent, connection=again.case, reason="Registerudskrift og kontrakt er set igen")
    again.case.refresh_from_db()
    assert again.case.state == S.CONCLUDED
    assert Agreement.objects.across_organisations("test").count() == 1
