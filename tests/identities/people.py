"""Making identities the way the portal makes them, for the tests of this app."""

import datetime
from types import SimpleNamespace
from typing import Any

from identities import actions, queries
from identities.models import Activation, Identity, InvoiceChannel
from identities.rules.people import cpr_index
from portal.agreements.models import Organisation
from portal.core import crypto
from portal.core.actors import Actor
from portal.core.models import OutgoingMail, User
from tests.cast import make_auth, make_user

CPR = "6301804321"  # substitute number, born 3 January 1980


def token_mailed_to(address: str) -> str:
    """The secret of the newest mail to an address, as the receiver would read it."""
    row = OutgoingMail.objects.filter(recipient=address, secret__isnull=False).order_by("-created_at").first()
    assert row is not None
    return crypto.decrypt(bytes(row.secret), purpose=f"mail:{row.pk}")


def outsider(name: str, **fields: Any) -> SimpleNamespace:
    """Somebody logged in with private MitID who is no user anywhere yet."""
    cpr = fields.pop("cpr", None)
    user = make_user(name, **fields)
    if cpr:
        User.objects.filter(pk=user.pk).update(cpr_index=cpr_index(cpr))
        user.refresh_from_db()
    return SimpleNamespace(user=user, actor=Actor.person(user, make_auth(user)))


def with_channel(organisation: Organisation) -> Organisation:
    InvoiceChannel.objects.create(organisation=organisation, kind=InvoiceChannel.Kind.DIGITAL_POST)
    return organisation


def order(administrator: Any, name: str, **fields: Any) -> Identity:
    """An identity ordered by the administrator; its link is in the mail."""
    given, _space, surname = name.partition(" ")
    fields.setdefault("email", f"{given.lower()}@bageri.example")
    return actions.create_identity(actor=administrator.actor, given_name=given, surname=surname, **fields)


def open_link(identity: Identity) -> Activation:
    found = queries.activation_by_token(token_mailed_to(identity.email))
    assert found is not None
    return found


def activated(administrator: Any, name: str, means: str = "private", **fields: Any) -> SimpleNamespace:
    """An employee who has come all the way: ordered, logged in, chosen."""
    born = datetime.date(1980, 2, 3)
    identity = order(administrator, name, birth_date=born, **fields)
    person = outsider(name, subject=f"{name}-{identity.pk}")
    actions.activate(actor=person.actor, activation=open_link(identity), means=means)
    identity.refresh_from_db()
    return SimpleNamespace(identity=identity, user=person.user, person=person.actor)
