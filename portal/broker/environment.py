"""What the stand-in is told from outside, one environment variable each, and where it refuses to run.

BROKER_DATABASE_URL   its own PostgreSQL database, postgresql://role@/name?host=/socket/dir (needed)
BROKER_SECRET_KEY     at least 32 characters (needed)
BROKER_ISSUER         http://127.0.0.1:8001
BROKER_CLIENTS        JSON list of {client_id, secret, redirect_uris, post_logout_redirect_uris, name?}
BROKER_PAIRWISE_KEY   key of the pairwise subjects; without it derived from BROKER_SECRET_KEY
BROKER_PRIVATE_KEYS   JSON list of {pem, issued_at?, not_before?, expires_at?}; else kept in its database
BROKER_HEADLESS       true: `login_hint` answers without a page, keys can be rotated over HTTP (tests)
BROKER_AAL_TABLE      "today" or "2019": which authenticators give which level
BROKER_FAL            High: the level this broker passes on at most (Low, Substantial, High)
PORTAL_ENV            "production" is refused
"""

import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 32
CLIENT_KEYS = {"client_id", "secret", "redirect_uris", "post_logout_redirect_uris"}
TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


@dataclass(frozen=True)
class Environment:
    """The variables above, checked."""

    database_url: str
    secret_key: str
    issuer: str
    clients: list[dict[str, Any]]
    pairwise_key: str
    private_keys: list[dict[str, Any]]
    headless: bool
    aal_table: str
    fal: str


def read(environ: Mapping[str, str]) -> Environment:
    """Everything the stand-in is told. Raises ImproperlyConfigured naming the variable."""
    refuse_production(environ)
    secret_key = needed(environ, "BROKER_SECRET_KEY")
    if len(secret_key) < SHORTEST_SECRET:
        raise ImproperlyConfigured(f"BROKER_SECRET_KEY must have at least {SHORTEST_SECRET} characters.")
    return Environment(
        database_url=needed(environ, "BROKER_DATABASE_URL"),
        secret_key=secret_key,
        issuer=loopback_issuer(environ.get("BROKER_ISSUER") or "http://127.0.0.1:8001"),
        clients=clients(json_list(environ, "BROKER_CLIENTS")),
        pairwise_key=environ.get("BROKER_PAIRWISE_KEY") or f"pairwise:{secret_key}",
        private_keys=json_list(environ, "BROKER_PRIVATE_KEYS"),
        headless=boolean(environ, "BROKER_HEADLESS"),
        aal_table=one_of(environ, "BROKER_AAL_TABLE", ("today", "2019")),
        fal=one_of(environ, "BROKER_FAL", ("High", "Substantial", "Low")),
    )


def refuse_production(environ: Mapping[str, str]) -> None:
    """A provider where everybody may be anybody has no place beside real data."""
    if environ.get("PORTAL_ENV", "").strip().lower() == "production":
        raise ImproperlyConfigured(
            "the stand-in for MitID lets anybody log in as anybody, so it does not start with "
            "PORTAL_ENV=production. Point the portal at a real OpenID Connect broker instead."
        )


def loopback_issuer(issuer: str) -> str:
    """The issuer without a trailing slash, if it is an address of this machine alone."""
    parts = urlsplit(issuer)
    plain = not (parts.query or parts.fragment or parts.path.strip("/"))
    if parts.scheme not in ("http", "https") or not plain or not is_loopback(parts.hostname or ""):
        raise ImproperlyConfigured(
            "BROKER_ISSUER must be an address of this machine, such as http://127.0.0.1:8001: "
            "the stand-in for MitID is never reachable from elsewhere."
        )
    return issuer.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only mean this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def needed(environ: Mapping[str, str], name: str) -> str:
    """The value of a variable that has no default."""
    if not environ.get(name):
        raise ImproperlyConfigured(f"{name} is not set; see portal/broker/environment.py.")
    return environ[name]


def boolean(environ: Mapping[str, str], name: str) -> bool:
    """A yes or no; anything else is an error rather than a no."""
    value = environ.get(name, "").strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be true or false.")
    return value in TRUE


def one_of(environ: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    """One of the choices; the first is the default."""
    value = environ.get(name) or choices[0]
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}.")
    return value


def json_list(environ: Mapping[str, str], name: str) -> list[dict[str, Any]]:
    """A JSON list of objects; empty when the variable is. The text is never repeated: it holds secrets."""
    try:
        value = json.loads(environ.get(name) or "[]")
    except json.JSONDecodeError as error:
        raise ImproperlyConfigured(
            f"{name} is not JSON (line {error.lineno}, column {error.colno})."
        ) from None
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ImproperlyConfigured(f"{name} must be a JSON list of objects.")
    return value


def clients(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The relying parties, each with everything a login needs."""
    for number, entry in enumerate(entries):
        missing = sorted(CLIENT_KEYS - entry.keys())
        if missing:
            raise ImproperlyConfigured(f"BROKER_CLIENTS[{number}] lacks {', '.join(missing)}.")
    return entries


def origins(entries: list[dict[str, Any]]) -> list[str]:
    """Where the browser may be sent from our forms: the origins of the clients' addresses, each once."""
    addresses = [
        uri for entry in entries for uri in entry["redirect_uris"] + entry["post_logout_redirect_uris"]
    ]
    parts = [urlsplit(uri) for uri in addresses]
    return sorted({f"{part.scheme}://{part.netloc}" for part in parts})
