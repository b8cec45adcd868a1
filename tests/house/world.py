"""A small world in which every page has something to show: each kind of thing, in the states that have pages.

The bakery's administrator Anne sees most of it; Anna applies for a connection, Owen owns an IT system."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from identities import actions as identity
from mandates import actions as mandate
from migration_flow import actions as move
from migration_flow.models import Finding
from portal.agreements import actions as agreement
from portal.agreements.models import (
    Agreement,
    Organisation,
    RegisterCompany,
    RegisterUnit,
    Succession,
    Terms,
    TermsChange,
)
from portal.core import jobs
from portal.core.actors import Actor, Kind
from portal.core.permissions import ADMINISTRATOR_ROLES, Role
from rights import actions as right
from rights.actions import groups, ownership, requests
from rights.models import ITSystem
from tests.agreements.country import (
    APS,
    FFO,
    IS,
    ONE_DIRECTOR,
    Applicant,
    document,
    file,
    in_register,
    number,
    person,
    register,
)
from tests.cast import log_in_as, make_member, make_organisation
from tests.identities.people import activated, open_link, order, outsider, token_mailed_to, with_channel
from tests.mandates.conftest import USUAL, active, draft, make_right, offer, past, set_fields
from tests.mandates.test_carried_over import carry
from tests.migration_flow.country import FROM, employee, legacy_bakery
from tests.migration_flow.test_move_company import carry_out, decide_everything
from tests.rights.test_ownership import acting, staff
from tests.rights.test_requests import WHY

# A CPR number (substitute) that is on file for one identity, and must be seen on no page, in no letter and no log.
CANARY = "6301801234"


@dataclass
class World:
    """`clients`: who may look, in the order in which they are asked; `tokens`: links that were mailed;
    `found`: who sees what at which address, as far as it has been looked for."""

    clients: dict[str, Client]
    tokens: dict[str, list[str]] = field(default_factory=dict)
    found: dict[str, tuple[str, str]] = field(default_factory=dict)


def people_of_every_kind(anne: Any, bo: Any) -> None:
    with_channel(anne.organisation)
    Organisation.objects.across_organisations("test").filter(pk=anne.organisation.pk).update(
        asks_for_cpr=True, cpr_purpose="Løn", allows_self_request=True
    )
    anne.organisation.refresh_from_db()
    born = datetime.date(1980, 2, 3)
    order(anne, "Venla Venter")
    order(anne, "Klaus Kode", path="code")
    order(anne, "Karla Kladde", order=False)
    with_cpr = order(anne, "Cecilie Canary", cpr=CANARY)
    claiming = order(anne, "Mads Melder")
    identity.claim(actor=outsider("Mads Melder").actor, activation=open_link(claiming), means="private")
    dora = activated(anne, "Dorte Dej", means="dedicated")
    identity.order_authenticator(actor=anne.actor, identity=dora.identity, kind="app")
    identity.suspend(actor=anne.actor, identity=activated(anne, "Sonja Spærret").identity)
    identity.close(actor=anne.actor, identity=order(anne, "Lukas Lukket", birth_date=born))
    identity.request_role(
        actor=bo.actor, identity=bo.identity, role=Role.USER_ADMINISTRATOR, reason="Jeg passer kontoret"
    )
    text = "Fornavn;Efternavn;E-mail\nPer;Prøve;per@bageri.example\n;Uden;forkert\n"
    upload = identity.read_upload(
        actor=anne.actor, content=text.encode(), file_name="brugere.csv", kind="create"
    )
    identity.try_upload(actor=anne.actor, upload=upload, mapping=upload.mapping)
    identity.read_upload(actor=anne.actor, content=text.encode(), file_name="flere.csv", kind="create")
    assert with_cpr.pk


def rights_of_every_kind(anne: Any, bo: Any, carl: Any) -> Any:
    vat, wages = make_right("moms"), make_right("loen")
    right.grant_right(actor=anne.actor, organisation=anne.organisation, right=vat, identity=bo.identity,
                      ends_at=datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=20))  # fmt: skip
    requests.request_rights(actor=bo.actor, rights=[wages], reason=WHY)
    group = groups.create_group(
        actor=anne.actor, organisation=anne.organisation, name="Kontor", description="Bagved"
    )
    groups.add_members(actor=anne.actor, group=group, identities=[bo.identity.pk])
    groups.add_external_member(
        actor=anne.actor, group=group, cvr=carl.organisation.cvr, email=carl.identity.email
    )
    right.grant_to_group(actor=anne.actor, group=group, right=wages)
    return vat


def mandates_of_every_kind(anne: Any, carl: Any, vat: Any) -> None:
    for organisation, unit in ((anne.organisation, "1900000010"), (carl.organisation, "1900000029")):
        company, _ = RegisterCompany.objects.get_or_create(
            cvr=organisation.cvr, defaults={"name": organisation.name, "form_code": 80}
        )
        RegisterUnit.objects.create(p_number=unit, company=company)
    more = [make_right(f"andet-{n}", USUAL) for n in range(4)]
    draft(anne, carl.organisation.cvr, more[0])
    offer(anne, carl.organisation.cvr, more[1])
    offer(carl, anne.organisation.cvr, more[2])
    active(anne, carl, vat)
    received = active(carl, anne, vat)
    _made, old = carry(
        anne, more[3], window_ends=datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=200)
    )
    set_fields(old, carried_over_at=past())
    clients = right.create_client_group(
        actor=anne.actor, organisation=anne.organisation, name="Kunder i nord"
    )
    right.fill_client_group(actor=anne.actor, client_group=clients, clients=[carl.organisation.pk])
    right.assign(
        actor=anne.actor, organisation=anne.organisation, identity=anne.identity, client=carl.organisation
    )
    mandate.distribute_in_bulk(actor=anne.actor, group=None, name="Alle", numbers=[received.number, "F-0"])


def a_move(anne: Any) -> None:
    legacy_bakery()
    employee(anne.organisation.cvr, "42630011", "Dorte Dej", cpr="6101701008")
    Finding.objects.create(cvr=anne.organisation.cvr, code="D01", rids=["42630001", "42630011"], **FROM)
    move.start_move(actor=anne.actor)
    jobs.work(move.rehearse(actor=anne.actor).pk)


def a_company_that_moved() -> Any:
    organisation = make_organisation("99000066", "Aaby Bageri ApS")
    mona = make_member(organisation, "Mona Møller", ADMINISTRATOR_ROLES)
    legacy_bakery(organisation.cvr)
    move.start_move(actor=mona.actor)
    decide_everything(mona.actor)
    carry_out(mona.actor)
    return mona


def an_applicant(folder: Any) -> Client:
    anna = person("Anna Aalborg", 1)
    cvrs = [number(n) for n in range(3)]
    register(folder, *(document(cvr, f"Firma {n} ApS", APS, [in_register(anna, "DIREKTØR")], rule=ONE_DIRECTOR)
                       for n, cvr in enumerate(cvrs)))  # fmt: skip
    client = log_in_as(anna)
    Applicant(client, anna).start(cvrs[0])
    Applicant(client, anna).start(cvrs[1]).prepare()
    Applicant(client, anna).start(cvrs[2]).prepare().sign()
    cases_in_hand(client, anna, folder)
    return client


def cases_in_hand(client: Client, anna: Any, folder: Any) -> None:
    """One that waits for a second signature, one with everything handed in, one rejected, one without a number."""
    other = person("Bent Bruun", 2)
    partners = [in_register(anna, "INTERESSENT"), in_register(other, "INTERESSENT")]
    chair = [in_register(anna, "FORMAND")]
    register(folder, document(number(5), "Firma 5 ApS", IS, partners), document(number(6), "Firma 6 ApS", FFO, chair),
             document(number(7), "Firma 7 ApS", FFO, chair))  # fmt: skip
    Applicant(client, anna).start(number(5)).prepare().sign()
    ready = Applicant(client, anna).start(number(6)).prepare().sign(position="Formand")
    ready.say("dokument/", kind="affiliation", file=file())
    refused = Applicant(client, anna).start(number(7)).prepare().sign(position="Formand")
    refused.say("dokument/", kind="affiliation", file=file()).say("send/")
    agent = Actor(kind=Kind.STAFF, label="sus", user=anna.user, roles=frozenset({Role.SUPPORT_AGENT}))
    agreement.reject(actor=agent, connection=refused.case, reason="Firma 7 ApS")
    told = {"kind": "foreign_company", "name": "Firma 8 ApS", "country": "Firma 8 ApS"}
    applicant = Applicant(client, anna)
    applicant.found(client.post("/tilslutning/uden-cvr/", told))


def an_agreement(anne: Any) -> None:
    """The bakery's own, with new terms to accept; and another number that it takes over from."""
    home = anne.organisation
    terms = Terms.objects.get()
    kept = Agreement.objects.create(organisation=home, terms=terms)
    newer = Terms.objects.create(version="2027-1", template=terms.template, summary_da="Nyt.", summary_en="New.",
                                 in_force_from=datetime.date(2099, 1, 1))  # fmt: skip
    TermsChange.objects.create(agreement=kept, terms=newer)
    before = make_member(make_organisation("99000074", "Firma 9 ApS"), "Dorte Drejer")
    Succession.objects.create(
        pk=uuid.UUID(int=9),
        kind="conversion",
        predecessor=before.organisation,
        successor_cvr=home.cvr,
        successor=home,
    )


def an_owner() -> Client:
    user = staff("owen", Role.SERVICE_OWNER)
    system = ITSystem.objects.get(code="skat")
    ownership.appoint_owner("owen", system)
    ownership.open_own_client(actor=acting(user, Role.SERVICE_OWNER), system=system, name="Prøveadgang")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def make_world(folder: Any) -> World:
    bakery = make_organisation("99000015", "Aaby Bageri ApS")
    anne, bo = make_member(bakery, "Anne Aagaard", ADMINISTRATOR_ROLES), make_member(bakery, "Bo Bager")
    carl = make_member(make_organisation("99000023", "Cykler & Søn A/S"), "Carl Cykel", ADMINISTRATOR_ROLES)
    people_of_every_kind(anne, bo)
    vat = rights_of_every_kind(anne, bo, carl)
    mandates_of_every_kind(anne, carl, vat)
    a_move(anne)
    an_agreement(anne)
    mona = a_company_that_moved()
    make_organisation("99000058", "Ny & Flyttet I/S", state="connected")
    outside = outsider("Olga Outsider")
    identity.request_access(
        actor=outside.actor,
        organisation=anne.organisation,
        email="olga@bageri.example",
        reason="Jeg er ny i butikken",
    )
    clients = {"anne": log_in_as(anne), "bo": log_in_as(bo), "carl": log_in_as(carl), "mona": log_in_as(mona),
               "anna": an_applicant(folder), "owen": an_owner(), "olga": log_in_as(SimpleNamespace(user=outside.user)),
               "nobody": Client()}  # fmt: skip
    tokens = {
        "activation": [token_mailed_to("venla@bageri.example")],
        "later": [token_mailed_to("dorte@aaby.example")],
    }
    return World(clients, tokens)


@pytest.fixture(scope="module")
def made(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Made once for a file's tests, which look and do not change; taken back after the last of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world(tmp_path_factory.mktemp("world"))
        transaction.set_rollback(True)


@pytest.fixture
def world(made: World) -> Iterator[World]:
    """What a test does change is taken back after it."""
    with transaction.atomic():
        yield made
        transaction.set_rollback(True)
    for client in made.clients.values():
        client.cookies.pop("language", None)
