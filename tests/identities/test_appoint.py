"""A concluded agreement gets its administrator, and owners come in by themselves."""

import datetime

import pytest

from identities import actions, queries
from identities.models import Identity
from portal.agreements.models import Connection
from portal.agreements.signals import agreement_concluded
from portal.core import trace
from portal.core.actors import Actor
from portal.core.models import OutgoingMail
from portal.core.permissions import ADMINISTRATOR_ROLES, Role
from tests.cast import make_organisation, make_user
from tests.identities.people import CPR, open_link, outsider

pytestmark = pytest.mark.django_db


def conclude(organisation, actor, **fields):
    connection = Connection(case_number="T-1", cvr=organisation.cvr, organisation=organisation, **fields)
    with trace.collecting("test"):
        agreement_concluded.send(None, organisation=organisation, connection=connection, actor=actor)
    return Identity.objects.across_organisations("test").get(organisation=organisation)


@pytest.fixture
def new_company(db):
    return make_organisation("92000009", "Ny Start ApS", allows_private_mitid=False)


def test_the_named_administrator_gets_a_set_up_link_of_sixty_days_and_comes_in_with_all_roles(new_company):
    signer = outsider("Lise Leder")
    identity = conclude(
        new_company,
        signer.actor,
        administrator_name="Asta Bente Holm",
        administrator_email="asta@ny.example",
        administrator_birth_date=datetime.date(1980, 2, 3),
        started_by=signer.user,
    )
    assert (identity.given_name, identity.surname) == ("Asta Bente", "Holm")
    assert OutgoingMail.objects.filter(template="identities/set_up", recipient="asta@ny.example").exists()
    person = outsider("Asta Bente Holm")
    actions.activate(actor=person.actor, activation=open_link(identity), means="private")
    [place] = queries.memberships(person.user)
    assert place.roles >= set(ADMINISTRATOR_ROLES)


def test_the_starter_who_names_herself_is_the_only_one_who_can_use_the_link(new_company):
    signer = outsider("Lise Leder")
    identity = conclude(
        new_company,
        signer.actor,
        administrator_name="Lise Leder",
        administrator_email="lise@ny.example",
        administrator_is_starter=True,
        started_by=signer.user,
    )
    from portal.core.actions import RuleBroken

    with pytest.raises(RuleBroken):
        actions.activate(
            actor=outsider("Falsk Person").actor, activation=open_link(identity), means="private"
        )
    actions.activate(actor=signer.actor, activation=open_link(identity), means="private")
    assert len(queries.memberships(signer.user)) == 1


def test_a_sealed_cpr_number_from_the_agreement_decides_at_the_link(new_company):
    from identities.rules.people import sealed_cpr

    signer = outsider("Lise Leder")
    ciphertext, index = sealed_cpr(CPR)
    identity = conclude(
        new_company,
        signer.actor,
        administrator_name="Dorte Dam",
        administrator_email="d@ny.example",
        administrator_cpr=ciphertext,
        administrator_cpr_index=index,
        started_by=signer.user,
    )
    actions.activate(
        actor=outsider("Dorte Ny-Dam", cpr=CPR).actor, activation=open_link(identity), means="private"
    )
    identity.refresh_from_db()
    assert identity.state == Identity.State.ACTIVE


def test_an_owner_has_an_automatic_identity_that_can_become_an_ordinary_one(new_company):
    system = Actor.system("register")
    owner = make_user("Ejer Olsen")
    identity = actions.recognise_owner(actor=system, organisation=new_company, user=owner)
    [place] = queries.memberships(owner)
    assert Role.MANAGEMENT_REPRESENTATIVE in place.roles
    actions.make_ordinary(actor=system, identity=identity)
    identity.refresh_from_db()
    assert identity.kind == Identity.Kind.ORDINARY
    assert Identity.objects.across_organisations("test").filter(organisation=new_company).count() == 1


def test_an_automatic_identity_stops_when_the_register_says_so(new_company):
    system = Actor.system("register")
    owner = make_user("Ejer Olsen")
    actions.recognise_owner(actor=system, organisation=new_company, user=owner)
    actions.stop_automatic(actor=system, organisation=new_company, reason="left the register")
    assert queries.memberships(owner) == []
