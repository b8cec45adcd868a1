"""The attack list, A and B: forged ID tokens and userinfo answers. What the stock library lets in is shown
beside."""

from typing import Any

import jwt
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import SuspiciousOperation
from django.test import RequestFactory
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from portal.core.models import User
from portal.web.login.keys import KEYS
from tests.web.conftest import TRAIL, Browser
from tests.web.forge import (
    EC_KEY,
    RSA_KEY,
    Forge,
    public_jwk,
)
from tests.web.forged import HONEST, TOKENS, USERINFO, signed

# The rows that matter most: the library as it is delivered logs these in.
STOCK_LOGS_IN = (
    "wrong issuer", "missing issuer", "wrong audience", "missing audience", "audience with a stranger", "foreign azp",
    "missing exp", "missing iat", "missing sub", "wrong at_hash", "a logout token without its type",
    "missing auth_time", "signed with an encryption key", "duplicate keys", "oversized",
)  # fmt: skip
STOCK_CRASHES = (
    "expired",
    "nbf in the future",
    "iat in the future",
    "no kid with one key",
    "no id_token",
    "garbage",
)


@pytest.mark.parametrize("row", TOKENS)
def test_a_forged_id_token_logs_nobody_in(row: str, forge: Forge, browser: Browser) -> None:
    TOKENS[row](forge)
    response = browser.log_in(next="/organisationer/")
    assert response.status_code == 400
    assert browser.user is None
    assert not User.objects.exists()
    assert TRAIL.filter(event="web.login.refused").count() == 1
    assert not TRAIL.filter(event="web.login.succeeded").exists()


@pytest.mark.parametrize("row", list(TOKENS)[::8])
def test_a_forged_id_token_leaves_the_session_that_stood_as_it_was(
    row: str, forge: Forge, browser: Browser
) -> None:
    browser.log_in()
    before, key = browser.user, browser.key
    TOKENS[row](forge)
    KEYS.forget()
    assert browser.log_in(purpose="step_up").status_code == 400
    assert (browser.user, browser.key) == (before, key)


def _stock(forge: Forge, settings: Any) -> User | None:
    """The library as delivered, with the same provider and the same token; it finds people by e-mail."""
    settings.AUTHENTICATION_BACKENDS = ["mozilla_django_oidc.auth.OIDCAuthenticationBackend"]
    forge.userinfo["email"] = "anne@bageri.example"
    request = RequestFactory().get(
        "/oidc/callback/", {"state": "s", "code": forge.code_for("nonce-of-this-login")}
    )
    request.session = SessionStore()
    return OIDCAuthenticationBackend().authenticate(
        request, nonce="nonce-of-this-login", code_verifier="v" * 43
    )


@pytest.fixture
def known_by_mail(db: None) -> User:
    user = User(issuer="https://login.example", subject="anne", name="Anne", email="anne@bageri.example")
    user.set_unusable_password()
    user.save()
    return user


def test_the_stock_library_logs_in_with_an_honest_token(
    forge: Forge, settings: Any, known_by_mail: User
) -> None:
    assert _stock(forge, settings) == known_by_mail


@pytest.mark.parametrize("row", STOCK_LOGS_IN)
def test_control_the_stock_library_logs_in_with(
    row: str, forge: Forge, settings: Any, known_by_mail: User
) -> None:
    TOKENS[row](forge)
    assert _stock(forge, settings) == known_by_mail


@pytest.mark.parametrize(
    "claims", [{"acr": "https://data.gov.dk/concept/core/nsis/loa/Low"}, {"auth_time": 1}]
)
def test_control_the_stock_library_compares_neither_level_nor_age(
    claims: dict[str, Any], forge: Forge, settings: Any, known_by_mail: User
) -> None:
    forge.claims |= claims
    assert _stock(forge, settings) == known_by_mail


@pytest.mark.parametrize("row", STOCK_CRASHES)
def test_control_the_stock_library_crashes_on(
    row: str, forge: Forge, settings: Any, known_by_mail: User
) -> None:
    TOKENS[row](forge)
    with pytest.raises(Exception) as crash:  # noqa: PT011, B017 - which one is the point: none that Django answers
        _stock(forge, settings)
    assert not isinstance(crash.value, SuspiciousOperation)


@pytest.mark.parametrize("row", HONEST)
def test_an_honest_id_token_logs_in(row: str, forge: Forge, browser: Browser) -> None:
    HONEST[row](forge)
    assert browser.log_in(next="/organisationer/")["Location"] == "/organisationer/"
    assert browser.user
    assert browser.user.subject == "subject-of-anne"


def test_es256_logs_in_where_it_is_configured(forge: Forge, browser: Browser, settings: Any) -> None:
    settings.OIDC_RP_SIGN_ALGO = forge.algorithm = "ES256"
    forge.key, forge.keys = EC_KEY, [public_jwk(EC_KEY, "one")]
    assert browser.log_in().status_code == 302
    assert browser.user


def test_a_bad_es256_signature_is_refused(forge: Forge, browser: Browser, settings: Any) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec

    settings.OIDC_RP_SIGN_ALGO = forge.algorithm = "ES256"
    forge.key, forge.keys = ec.generate_private_key(ec.SECP256R1()), [public_jwk(EC_KEY, "one")]
    assert browser.log_in().status_code == 400
    assert browser.user is None


def test_a_replayed_id_token_of_an_earlier_login_is_refused(forge: Forge, browser: Browser) -> None:
    kept: list[str] = []

    def remember(forge: Forge, claims: dict[str, Any]) -> str:
        kept.append(jwt.encode(claims, RSA_KEY, "RS256", {"kid": "one"}))
        return kept[0]

    forge.token = remember
    assert browser.log_in().status_code == 302
    browser.client.post("/log-af/")
    assert browser.log_in().status_code == 400
    assert browser.user is None


@pytest.mark.parametrize("row", USERINFO)
def test_a_forged_userinfo_answer_logs_nobody_in(row: str, forge: Forge, browser: Browser) -> None:
    USERINFO[row](forge)
    assert browser.log_in().status_code == 400
    assert browser.user is None
    assert not User.objects.exists()


def test_control_the_stock_library_logs_in_as_the_person_of_the_other_subject(
    forge: Forge, settings: Any, known_by_mail: User
) -> None:
    USERINFO["another subject"](forge)
    assert _stock(forge, settings) == known_by_mail


def test_a_signed_userinfo_answer_logs_in(forge: Forge, browser: Browser) -> None:
    forge.answers["/userinfo"] = signed(forge, RSA_KEY)
    assert browser.log_in().status_code == 302
    assert browser.user
    assert browser.user.name == "Anne Aagaard"


def test_the_access_token_travels_in_the_header_only(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    assert [call.headers["authorization"] for call in forge.calls("/userinfo")] == [
        f"Bearer {forge.access_token}"
    ]
    assert not [call for call in forge.seen if forge.access_token in str(call.query)]


def test_the_stock_backend_method_is_closed_in_ours(forge: Forge, db: None) -> None:
    """Django asks every backend when a password is checked; the stock one would take a code from that
    address."""
    from portal.web.login.backend import MitIDBackend

    code = forge.code_for("")
    request = RequestFactory().post(
        f"/supportkonto/log-ind/?state=s&code={code}", {"login": "x", "password": "y"}
    )
    request.session = SessionStore()
    assert MitIDBackend().authenticate(request, username="x", password="y") is None
    assert not forge.calls("/token")
    forge.userinfo["email"] = "nobody@knows.example"
    with pytest.raises(Exception):  # noqa: B017 - whatever it ends with: the code was exchanged before
        OIDCAuthenticationBackend().authenticate(request, username="x", password="y")
    assert forge.calls("/token")
