"""The forge as the portal's provider, and a browser that goes to it and comes back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.test import Client

from portal.core.models import AuditEntry, User
from portal.web.login import context
from portal.web.login.keys import KEYS
from tests.web import forge as forging
from tests.web.forge import Forge

TRAIL = AuditEntry.objects.across_organisations("what was traced")


@pytest.fixture(scope="session")
def _forge() -> Iterator[Forge]:
    yield from forging.running()


@pytest.fixture(autouse=True)
def _nobody_tried_yet() -> None:
    cache.clear()


@pytest.fixture
def forge(_forge: Forge, settings: Any) -> Iterator[Forge]:
    """The provider the portal is set up with."""
    _forge.reset()
    settings.OIDC_OP_ISSUER = _forge.issuer
    for name, path in {"AUTHORIZATION": "authorize", "TOKEN": "token", "USER": "userinfo", "JWKS": "jwks",
                       "LOGOUT": "logout"}.items():  # fmt: skip
        setattr(settings, f"OIDC_OP_{name}_ENDPOINT", f"{_forge.issuer}/{path}")
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = forging.CLIENT, forging.SECRET
    KEYS.forget()
    yield _forge
    KEYS.forget()


@dataclass
class Browser:
    """A browser at the portal whose provider is the forge."""

    forge: Forge
    client: Client = field(default_factory=Client)

    def start(self, **form: str) -> dict[str, str]:
        """Press the button; the parameters the browser takes to the provider."""
        response = self.client.post("/oidc/authenticate/", form)
        assert response.status_code == 302, response.status_code
        parts = urlsplit(response["Location"])
        assert parts.path == "/authorize", response["Location"]
        query = parse_qs(parts.query, strict_parsing=True)
        assert all(len(values) == 1 for values in query.values())
        return {name: values[0] for name, values in query.items()}

    def come_back(self, params: dict[str, str], **query: Any) -> Any:
        """Return with a code for what was asked; `query` adds to or replaces what stands in the address."""
        told = {"state": params["state"], "code": self.forge.code_for(params["nonce"]), **query}
        return self.get("/oidc/callback/", {name: value for name, value in told.items() if value is not None})

    def get(self, address: str, query: Any = None) -> Any:
        """GET, and on to the page that tells what went wrong where that is where it leads."""
        response = self.client.get(address, query)
        is_refusal = response.status_code == 302 and response["Location"] == "/log-ind/problem/"
        return self.client.get(response["Location"]) if is_refusal else response

    def log_in(self, **form: str) -> Any:
        return self.come_back(self.start(**form))

    @property
    def user(self) -> User | None:
        """Who the browser's session belongs to."""
        key = self.client.session.get(SESSION_KEY)
        return User.objects.get(pk=key) if key else None

    @property
    def key(self) -> str:
        return self.client.cookies["session"].value


def as_carl(forge: Forge) -> None:
    """Another person altogether."""
    forge.claims["sub"] = "subject-of-carl"
    forge.userinfo |= {"name": "Carl Cykel", "birthdate": "1970-03-02", "cpr": "6203700001"}


def proven(browser: Browser) -> dict[str, Any]:
    return browser.client.session[context.KEY]


@pytest.fixture
def browser(forge: Forge, db: None) -> Browser:
    return Browser(forge)
