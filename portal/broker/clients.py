"""The relying parties, exactly those of BROKER_CLIENTS."""

from typing import Any

from allauth.idp.oidc.models import Client
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import transaction

SCOPES = ("openid", "profile", "mitid", "nemlogin", "ssn")


class ClientSecretHasher(PBKDF2PasswordHasher):
    """Few rounds: these secrets are long and random, so there is nothing to guess."""

    algorithm = "client_secret"
    iterations = 1000


@transaction.atomic
def synchronise() -> None:
    """Make the table say what the environment says. Safe to run in every worker at once."""
    for entry in settings.BROKER.clients:
        store(entry)
    Client.objects.exclude(pk__in=[entry["client_id"] for entry in settings.BROKER.clients]).delete()


def store(entry: dict[str, Any]) -> None:
    """Create or correct one client; its secret is hashed again only when it changed."""
    client, _ = Client.objects.get_or_create(pk=entry["client_id"])
    client.name = entry.get("name") or entry["client_id"]
    client.skip_consent = True
    client.set_scopes(list(SCOPES))
    client.set_redirect_uris(entry["redirect_uris"])
    client.set_post_logout_redirect_uris(entry["post_logout_redirect_uris"])
    if not client.check_secret(entry["secret"]):
        client.set_secret(entry["secret"])
    client.save()


def find(client_id: str, redirect_uri: str) -> Client | None:
    """The client with this id, if the address is one of its own to the letter."""
    client = Client.objects.filter(pk=client_id).first()
    if client is None or redirect_uri not in client.get_redirect_uris():
        return None
    return client
