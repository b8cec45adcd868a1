"""The cast of every access test: who they are, and a client that is logged in as they are.

Anne administers the bakery; Bo works there without a role; Carl administers another organisation and must never see
the bakery; Sus is a support agent; the service is a client of an IT system; and there is nobody."""

import datetime
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from identities.models import Consent, Identity, RoleAssignment
from portal.agreements.models import Organisation
from portal.core.actors import Actor, AuthContext, Kind
from portal.core.models import User
from portal.core.permissions import ADMINISTRATOR_ROLES, Level, Role

ISSUER = "https://login.example"


def make_user(
    name: str, subject: str | None = None, *, birth_date: datetime.date = datetime.date(1980, 2, 3)
) -> User:
    user = User(issuer=ISSUER, subject=subject or name.lower(), name=name, birth_date=birth_date)
    user.set_unusable_password()
    user.save()
    return user


def make_organisation(cvr: str, name: str, **fields: Any) -> Organisation:
    fields.setdefault("state", Organisation.State.CONNECTED)
    fields.setdefault("allows_private_mitid", True)
    return Organisation.objects.create(cvr=cvr, name=name, **fields)


def make_identity(
    organisation: Organisation, user: User | None, name: str = "", roles: Any = (), **fields: Any
) -> Identity:
    given, _, surname = (name or user.name).partition(" ")
    fields.setdefault("state", Identity.State.ACTIVE if user else Identity.State.PENDING)
    if fields["state"] == Identity.State.ACTIVE:
        fields.setdefault("first_activated_at", timezone.now())
    identity = Identity.objects.create(
        organisation=organisation, user=user, given_name=given, surname=surname,
        email=fields.pop("email", f"{given.lower()}@{organisation.cvr}.example"), **fields,
    )  # fmt: skip
    if user:
        Consent.objects.create(identity=identity, user=user, text_version="1")
    for role in roles:
        RoleAssignment.objects.create(
            organisation=organisation, identity=identity, role=role, given_by="test"
        )
    return identity


def make_auth(user: User, level: Level = Level.SUBSTANTIAL) -> AuthContext:
    return AuthContext(population="person", issuer=user.issuer or "", subject=user.subject or "", level=level,
                       at=timezone.now(), authenticators=("app",))  # fmt: skip


def make_actor(identity: Identity, roles: Any = (), level: Level = Level.SUBSTANTIAL) -> Actor:
    return Actor(
        kind=Kind.PERSON, label=identity.shown_name, user=identity.user, organisation=identity.organisation,
        identity_id=identity.pk, roles=frozenset({Role.USER, *map(Role, roles)}),
        memberships=frozenset({identity.organisation.pk}), auth=make_auth(identity.user, level),
    )  # fmt: skip


@pytest.fixture
def bakery(db: None) -> Organisation:
    return make_organisation("99000015", "Aaby Bageri ApS")


@pytest.fixture
def cycles(db: None) -> Organisation:
    return make_organisation("99000023", "Cykler & Søn A/S")


def make_member(organisation: Organisation, name: str, roles: Any = ()) -> SimpleNamespace:
    user = make_user(name)
    identity = make_identity(organisation, user, roles=roles)
    return SimpleNamespace(
        user=user, identity=identity, actor=make_actor(identity, roles), organisation=organisation
    )


@pytest.fixture
def anne(bakery: Organisation) -> SimpleNamespace:
    """Administrator of the bakery, all three roles."""
    return make_member(bakery, "Anne Aagaard", ADMINISTRATOR_ROLES)


@pytest.fixture
def bo(bakery: Organisation) -> SimpleNamespace:
    """Works at the bakery, has no role."""
    return make_member(bakery, "Bo Bager")


@pytest.fixture
def carl(cycles: Organisation) -> SimpleNamespace:
    """Administrator of another organisation: must never see the bakery."""
    return make_member(cycles, "Carl Cykel", ADMINISTRATOR_ROLES)


@pytest.fixture
def sus(db: None) -> SimpleNamespace:
    """Support agent."""
    from django.contrib.auth.models import Group

    user = User(username="sus", name="Sus Support", is_staff=True)
    user.set_unusable_password()
    user.save()
    user.groups.add(Group.objects.get_or_create(name=Role.SUPPORT_AGENT)[0])
    actor = Actor(kind=Kind.STAFF, label="sus", user=user, roles=frozenset({Role.SUPPORT_AGENT}))
    return SimpleNamespace(user=user, actor=actor)


def log_in_as(who: Any, level: Level = Level.SUBSTANTIAL) -> Client:
    """A client with the session a real login leaves (the login itself is tested in tests/web)."""
    from portal.web.login.context import store

    client = Client()
    client.force_login(who.user, backend="portal.web.login.backend.MitIDBackend")
    session = client.session
    store(session, make_auth(who.user, level))
    session.save()
    return client


@pytest.fixture
def log_in() -> Callable[..., Client]:
    return log_in_as
