"""Every state of the case, of the agreement and of the organisation, each reached the way people reach it."""

import datetime

import pytest
from django.utils import timezone

from portal.agreements import actions, tasks
from portal.agreements.models import Agreement, Connection, Organisation
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


@pytest.fixture
def bent(people, register, applicant):
    register(document(number(1), "Bruun ApS", APS, [in_register(people.bent, "DIREKTØR")], rule=ONE_DIRECTOR))
    return applicant(people.bent)


@pytest.fixture
def chair(people, register, applicant):
    register(document(number(2), "Skovby Idrætsforening", FFO, [in_register(people.bent, "FORMAND")]))
    return applicant(people.bent).start(number(2)).prepare()


def handed_in(chair):
    return chair.sign(position="Formand").say("dokument/", kind="affiliation", file=file()).say("send/")


CASE = {
    "draft": lambda bent, chair, agent: bent.start(number(1)),
    "signing": lambda bent, chair, agent: bent.start(number(1)).prepare(),
    "concluded": lambda bent, chair, agent: bent.start(number(1)).prepare().sign(),
    "withdrawn": lambda bent, chair, agent: bent.start(number(1)).prepare().say("traek-tilbage/"),
    "answer_needed": lambda bent, chair, agent: chair,
    "case_work": lambda bent, chair, agent: handed_in(chair),
    "rejected": lambda bent, chair, agent: rejected(handed_in(chair), agent),
}


def rejected(someone, agent):
    actions.reject(actor=agent, connection=someone.case, reason="Referatet er fra en anden forening")
    someone.case.refresh_from_db()
    return someone


@pytest.mark.parametrize("state", Connection.State.values)
def test_every_state_of_a_case(bent, chair, agent, state):
    someone = CASE[state](bent, chair, agent)
    assert someone.case.state == state
    page = someone.client.get(someone.at(), follow=True)
    assert page.status_code == 200
    if state != "draft":
        assert someone.case.get_state_display() in page.content.decode()


def test_every_state_of_an_agreement_and_of_its_organisation(bent, people, applicant):
    seen, homes = [], []

    def look():
        seen.append(Agreement.objects.across_organisations("test").get().state)
        homes.append(Organisation.objects.across_organisations("test").get().state)

    homes.append(Organisation.objects.across_organisations("test").get().state)  # the owner's, by logging in
    admin = activated(connected(applicant, people.bent, 1), people.bent)
    look()
    actions.terminate(actor=admin.actor, word="OPSIG")
    look()
    Agreement.objects.across_organisations("test").update(
        ends_at=timezone.now() - datetime.timedelta(seconds=1)
    )
    tasks.end_due()
    look()
    assert seen == Agreement.State.values
    assert set(homes) == set(Organisation.State.values)
