"""What a relying party asks for when it sends a browser to the authorize address."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit, urlunsplit

from allauth.idp.oidc.models import Client
from django.http import QueryDict

from . import clients
from .levels import Level, asked_for
from .models import Login

# Steer our pages only; they are not part of the request.
OF_THE_PAGES = {"persona", "ui_locales"}
OF_THE_GATE = {"prompt", "max_age", "acr_values", "login_hint"}
RELOGIN = {"login", "select_account"}


class Refused(Exception):
    """The request names no client of ours or an address that is not the client's: the browser stays here."""


class Denied(Exception):
    """The client gets this answer instead of a code."""

    def __init__(self, asked: "Asked", error: str, description: str) -> None:
        super().__init__(error)
        self.asked, self.error, self.description = asked, error, description

    @property
    def location(self) -> str:
        """The client's address with the error."""
        return self.asked.answer(error=self.error, error_description=self.description)


@dataclass(frozen=True)
class Asked:
    """A request whose client and return address were checked; the rest as it came."""

    client: Client
    redirect_uri: str
    params: QueryDict

    @property
    def prompts(self) -> set[str]:
        """The values of `prompt`."""
        return set(self.params.get("prompt", "").split())

    @property
    def level(self) -> Level | None:
        """The least level asked for."""
        return asked_for(self.params.get("acr_values", "").split())

    @property
    def max_age(self) -> timedelta | None:
        """How old the login may be."""
        value = self.params.get("max_age")
        return timedelta(seconds=int(value)) if value else None

    @property
    def hint(self) -> str:
        """The value of `login_hint`."""
        return self.params.get("login_hint", "")

    @property
    def fingerprint(self) -> str:
        """Recognises this very request (it holds the client's state and nonce)."""
        pairs = sorted((key, value) for key, values in self.params.lists() for value in values)
        own = [pair for pair in pairs if pair[0] not in OF_THE_PAGES]
        return hashlib.sha256(urlencode(own).encode()).hexdigest()

    def accepts(self, login: Login, now: datetime) -> bool:
        """Whether a login that exists already is an answer to this request."""
        if self.prompts & RELOGIN or not login.is_active:
            return False
        if self.level and login.level.rank < self.level.rank:
            return False
        return self.max_age is None or now - login.auth_time <= self.max_age

    def for_provider(self) -> QueryDict:
        """The request without what was settled before the provider sees it."""
        params = self.params.copy()
        for name in OF_THE_PAGES | OF_THE_GATE:
            params.pop(name, None)
        return params

    def answer(self, **values: str) -> str:
        """The client's address with these values and the client's state."""
        state = self.params.get("state")
        pairs = values | ({"state": state} if state else {})
        parts = urlsplit(self.redirect_uri)
        query = "&".join(filter(None, [parts.query, urlencode(pairs)]))
        return urlunsplit(parts._replace(query=query))


def read(params: QueryDict) -> Asked:
    """Raises Refused for a stranger, Denied for a request we cannot answer."""
    if any("\0" in value for values in params.lists() for value in values[1]):
        raise Refused
    redirect_uri = params.get("redirect_uri", "")
    client = clients.find(params.get("client_id", ""), redirect_uri)
    if client is None:
        raise Refused
    asked = Asked(client, redirect_uri, params)
    if problem := unanswerable(params, asked.prompts):
        raise Denied(asked, *problem)
    return asked


def unanswerable(params: QueryDict, prompts: set[str]) -> tuple[str, str] | None:
    """The first thing in the request we must refuse: error code and description."""
    max_age = params.get("max_age", "")
    checks = (
        ("request" in params, "request_not_supported", "Request objects are not supported."),
        ("request_uri" in params, "request_uri_not_supported", "Request objects are not supported."),
        (not has_pkce(params), "invalid_request", "A PKCE code_challenge with method S256 is needed."),
        ("none" in prompts and len(prompts) > 1, "invalid_request", "prompt=none cannot be combined."),
        (max_age and not is_seconds(max_age), "invalid_request", "max_age must be a number of seconds."),
    )
    return next(((error, text) for failed, error, text in checks if failed), None)


def has_pkce(params: QueryDict) -> bool:
    """The provider itself asks only public clients for PKCE; every client of a broker should use it."""
    return bool(params.get("code_challenge")) and params.get("code_challenge_method") == "S256"


def is_seconds(text: str) -> bool:
    """A whole, not negative number small enough to count with."""
    return text.isascii() and text.isdigit() and len(text) < 10
