"""Service clients: opened, given a new secret or key, and closed. A secret is shown once and stored as a
hash."""

import secrets
from typing import Any

from django.db.models.functions import Now

from portal.agreements.models import Organisation
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.actions.guards import require_own
from rights.events import CatalogueEvent
from rights.models import ITSystem, ServiceClient
from rights.rules.assertions import secret_hash


@action(Permission.CATALOGUE_MANAGE)
def open_decision_client(
    *, actor: Actor, system: ITSystem, name: str, public_jwk: dict[str, Any] | None = None
) -> tuple[ServiceClient, str]:
    """A client that may ask about the system's rights, and its secret ("" where it has a key of its own)."""
    return _open(actor, name, public_jwk, kind=ServiceClient.Kind.DECISIONS, system=system)


@action(Permission.SETTINGS_CHANGE)
def open_organisation_client(
    *, actor: Actor, organisation: Organisation, name: str, public_jwk: dict[str, Any] | None = None
) -> tuple[ServiceClient, str]:
    """A client that administers this one organisation's identities and grants, and its secret."""
    require_own(actor, organisation)
    return _open(actor, name, public_jwk, kind=ServiceClient.Kind.IDENTITIES, organisation=organisation)


@action(Permission.CATALOGUE_MANAGE)
def renew_client_secret(*, actor: Actor, client: ServiceClient) -> str:
    """A new secret; the old one stops at once. Tokens already given live out their minutes."""
    if client.closed_at is not None:
        raise RuleBroken("The client is closed.")
    secret = secrets.token_urlsafe(32)
    client.secret_hash = secret_hash(secret)
    client.save(update_fields=["secret_hash"])
    _record(CatalogueEvent.CLIENT_CHANGED, client, actor)
    return secret


@action(Permission.CATALOGUE_MANAGE)
def close_client(*, actor: Actor, client: ServiceClient) -> ServiceClient:
    """The client can do nothing from the next call on, whatever tokens it holds."""
    client.closed_at = Now()
    client.save(update_fields=["closed_at"])
    client.refresh_from_db(fields=["closed_at"])
    _record(CatalogueEvent.CLIENT_CLOSED, client, actor)
    return client


def _open(actor: Actor, name: str, jwk: dict[str, Any] | None, **fields: Any) -> tuple[ServiceClient, str]:
    if jwk is not None and "d" in jwk:
        raise RuleBroken("Send the public key only; a private key has been shown and must not be used again.")
    secret = "" if jwk else secrets.token_urlsafe(32)
    client = ServiceClient.objects.create(
        client_id=secrets.token_hex(8),
        name=name,
        public_jwk=jwk,
        secret_hash=secret_hash(secret) if secret else "",
        **fields,
    )
    _record(CatalogueEvent.CLIENT_OPENED, client, actor)
    return client, secret


def _record(event: CatalogueEvent, client: ServiceClient, actor: Actor) -> None:
    audit.record(event, client, actor=actor, organisations=client.organisations(), name=client.name)
