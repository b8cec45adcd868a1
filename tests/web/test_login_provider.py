"""The attack list, G, and the provider down, slow, huge or wrong: a page within seconds, and recovery by
itself."""

import json
import time
from typing import Any

import pytest
from django.core.management import CommandError

from portal.web.login import keys, provider
from portal.web.login.errors import ProviderDown
from tests.web.agents import run
from tests.web.conftest import Browser
from tests.web.forge import OTHER_RSA_KEY, Forge, Raw, public_jwk

BROKEN: dict[str, Raw] = {
    "500": Raw(500),
    "502": Raw(502, "text/html", b"<html>"),
    "429": Raw(429),
    "a redirect": Raw(302, headers={"Location": "http://127.0.0.1:9/"}),
    "huge": Raw(body=b'{"x": "' + b"x" * (provider.KEYS_BYTES + 10) + b'"}'),
}
OF_THE_KEYS: dict[str, Raw] = {
    **BROKEN,
    "empty": Raw(body=b""),
    "no keys": Raw(body=b'{"keys": []}'),
    "no list": Raw(body=b'{"keys": {}}'),
    "not JSON": Raw(body=b"<html>"),
    "404": Raw(404),
    "too many keys": Raw(
        body=json.dumps({"keys": [{"kid": str(n)} for n in range(keys.MOST_KEYS + 1)]}).encode()
    ),
    "duplicate members": Raw(body=b'{"keys": [], "keys": []}'),
}


def is_down(response: Any) -> bool:
    return response.status_code == 503 and "MitID svarer ikke lige nu" in response.content.decode()


@pytest.mark.parametrize("row", OF_THE_KEYS)
def test_a_broken_key_set_becomes_a_page_and_heals_by_itself(
    row: str, forge: Forge, browser: Browser
) -> None:
    forge.answers["/jwks"] = OF_THE_KEYS[row]
    assert is_down(browser.log_in())
    assert browser.user is None
    del forge.answers["/jwks"]
    assert browser.log_in().status_code == 302


@pytest.mark.parametrize("path", ["/token", "/userinfo"])
@pytest.mark.parametrize("row", BROKEN)
def test_a_broken_answer_becomes_a_page(row: str, path: str, forge: Forge, browser: Browser) -> None:
    forge.answers[path] = BROKEN[row]
    assert is_down(browser.log_in())
    assert browser.user is None


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b'{"access_token": 5, "id_token": "x"}', b"{}",
                                  b'{"error": "x", "error": "y"}'])  # fmt: skip
def test_a_token_answer_that_is_none_is_refused(body: bytes, forge: Forge, browser: Browser) -> None:
    forge.answers["/token"] = Raw(body=body)
    assert browser.log_in().status_code == 400
    assert browser.user is None


def test_a_client_the_provider_does_not_know_is_our_fault_not_the_users(
    forge: Forge, browser: Browser
) -> None:
    forge.answers["/token"] = Raw(401, body=b'{"error": "invalid_client"}')
    assert is_down(browser.log_in())


@pytest.mark.parametrize("path", ["/token", "/userinfo", "/jwks"])
@pytest.mark.parametrize("raw", [Raw(delay=4), Raw(body=b'{"keys": "' + b"x" * 60 + b'"}', trickle=0.1)])
def test_a_slow_provider_is_given_up_after_the_time_out(
    path: str, raw: Raw, forge: Forge, browser: Browser, settings: Any
) -> None:
    settings.OIDC_TIMEOUT = 1
    forge.answers[path] = raw
    params = browser.start()
    began = time.monotonic()
    assert is_down(browser.come_back(params))
    assert time.monotonic() - began < 3


def test_a_provider_that_is_not_there_becomes_a_page_at_once(
    forge: Forge, browser: Browser, settings: Any
) -> None:
    params = browser.start()
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://127.0.0.1:1/token"
    assert is_down(browser.come_back(params))


def test_the_time_out_is_five_seconds() -> None:
    from portal.settings import login

    assert login.OIDC_TIMEOUT == 5


def test_a_provider_that_is_down_leaves_the_login_that_stood(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    key, user = browser.key, browser.user
    forge.answers["/token"] = Raw(500)
    assert is_down(browser.log_in(purpose="step_up"))
    assert (browser.key, browser.user) == (key, user)


def test_the_keys_are_fetched_once_for_many_logins(forge: Forge, browser: Browser) -> None:
    for _ in range(3):
        browser.log_in()
    assert len(forge.calls("/jwks")) == 1


def test_a_key_that_is_new_is_fetched_once_and_then_known(forge: Forge, browser: Browser) -> None:
    """Rotated after we looked: the new key signs before we have seen it."""
    browser.log_in()
    forge.key, forge.kid = OTHER_RSA_KEY, "two"
    forge.keys = [public_jwk(OTHER_RSA_KEY, "two")]
    assert browser.log_in().status_code == 302
    assert browser.log_in().status_code == 302
    assert len(forge.calls("/jwks")) == 2


def test_a_key_announced_before_it_signs_needs_no_second_look(forge: Forge, browser: Browser) -> None:
    forge.keys.append(public_jwk(OTHER_RSA_KEY, "two"))
    browser.log_in()
    forge.key, forge.kid = OTHER_RSA_KEY, "two"
    assert browser.log_in().status_code == 302
    assert len(forge.calls("/jwks")) == 1


def test_an_unknown_key_causes_one_more_look_not_a_storm(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    forge.kid = "three"
    assert browser.log_in().status_code == 400
    assert len(forge.calls("/jwks")) == 2


def test_a_withdrawn_key_stops_working_when_the_keys_grow_old(
    forge: Forge, browser: Browser, monkeypatch: Any
) -> None:
    browser.log_in()
    forge.keys = [public_jwk(OTHER_RSA_KEY, "two")]
    assert browser.log_in().status_code == 302
    monkeypatch.setattr(keys, "KEPT_SECONDS", 0)
    assert browser.log_in().status_code == 400


def test_no_redirect_is_followed(forge: Forge) -> None:
    forge.answers["/jwks"] = Raw(302, headers={"Location": f"{forge.issuer}/elsewhere"})
    with pytest.raises(ProviderDown):
        provider.get(f"{forge.issuer}/jwks")
    assert not forge.calls("/elsewhere")


def test_the_page_says_how_to_go_on_in_both_languages(forge: Forge, browser: Browser) -> None:
    forge.answers["/token"] = Raw(500)
    page = browser.log_in(next="/organisationer/").content.decode()
    assert "Intet, du har gemt, er gået tabt." in page
    assert 'name="next" value="/organisationer/"' in page
    browser.client.cookies["language"] = "en"
    assert "MitID is not answering right now" in browser.client.get("/log-ind/problem/").content.decode()


def test_starting_a_login_needs_no_provider(forge: Forge, browser: Browser) -> None:
    """A slow provider cannot hold up the page that leads to it."""
    browser.start()
    assert not forge.seen


# -- metadata
# --------------------------------------------------------------------------------------------------


def told(forge: Forge, **bend: Any) -> None:
    body = json.dumps(
        {name: value for name, value in {**forge.metadata(), **bend}.items() if value is not None}
    )
    forge.answers["/.well-known/openid-configuration"] = Raw(body=body.encode())


def test_an_operator_can_compare_the_metadata_with_the_settings(forge: Forge) -> None:
    assert "agree" in run("check_provider")


@pytest.mark.parametrize(("bend", "words"), [
    ({"issuer": "https://evil.example"}, "OIDC_OP_ISSUER"),
    ({"issuer": None}, "OIDC_OP_ISSUER"),
    ({"token_endpoint": "https://evil.example/token"}, "OIDC_OP_TOKEN_ENDPOINT"),
    ({"jwks_uri": None}, "OIDC_OP_JWKS_ENDPOINT"),
    ({"id_token_signing_alg_values_supported": ["ES256"]}, "RS256"),
    ({"code_challenge_methods_supported": None}, "PKCE"),
    ({"authorization_response_iss_parameter_supported": True}, "OIDC_OP_SENDS_ISS"),
    ({"scopes_supported": ["openid"]}, "mitid, nemlogin, profile, ssn"),
])  # fmt: skip
def test_metadata_that_differs_is_told(bend: dict[str, Any], words: str, forge: Forge) -> None:
    told(forge, **bend)
    with pytest.raises(CommandError, match=words):
        run("check_provider")


@pytest.mark.parametrize("raw", [Raw(500), Raw(body=b"<html>"), Raw(302), Raw(body=b"x" * 70_000)])
def test_metadata_that_cannot_be_had_is_told(raw: Raw, forge: Forge) -> None:
    forge.answers["/.well-known/openid-configuration"] = raw
    with pytest.raises(CommandError):
        run("check_provider")


def test_a_login_asks_for_no_metadata(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    assert not forge.calls("/.well-known/openid-configuration")
