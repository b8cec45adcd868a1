"""The attack list, D: what is asked, and that nobody else decides it."""

import hashlib
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from django.test import Client

from portal.web.login import asked
from tests.web.conftest import Browser
from tests.web.forge import CPR, LOA, Forge

# -----------------------------------------------------------------------------------------


def test_the_request_says_what_it_must_and_nothing_more(
    forge: Forge, browser: Browser, settings: Any
) -> None:
    settings.BASE_URL = "https://erhvervsadgang.example"
    params = browser.start()
    assert params.keys() == {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "acr_values",
                             "code_challenge", "code_challenge_method", "ui_locales"}  # fmt: skip
    assert params["response_type"] == "code"
    assert "openid" in params["scope"].split()
    assert params["code_challenge_method"] == "S256"
    assert params["acr_values"] == f"{LOA}Substantial"
    assert params["redirect_uri"] == "https://erhvervsadgang.example/oidc/callback/"


def test_the_address_of_the_return_does_not_follow_the_host_the_browser_named(forge: Forge, db: None) -> None:
    client = Client(
        headers={"host": "localhost", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https"}
    )
    where = Browser(forge, client).start()["redirect_uri"]
    assert where == "http://127.0.0.1:8000/oidc/callback/"


def test_state_nonce_and_challenge_are_fresh_and_long(forge: Forge, browser: Browser) -> None:
    attempts = [browser.start() for _ in range(5)]
    for name in ("state", "nonce", "code_challenge"):
        values = {params[name] for params in attempts}
        assert len(values) == 5
        assert all(len(value) >= 43 for value in values)


def test_the_verifier_fits_the_challenge_and_is_sent_to_the_token_endpoint_only(
    forge: Forge, browser: Browser
) -> None:
    params = browser.start()
    browser.come_back(params)
    [call] = forge.calls("/token")
    [verifier] = call.form["code_verifier"]
    digest = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    assert 43 <= len(verifier) <= 128
    assert digest == params["code_challenge"]
    assert call.form["redirect_uri"] == [params["redirect_uri"]]
    assert not call.query


@pytest.mark.parametrize("extra", [
    {"acr_values": f"{LOA}Low"}, {"prompt": "none"}, {"scope": "openid admin"}, {"auth_params": "acr_values=x"},
    {"max_age": "999999"}, {"redirect_uri": "https://evil.example"}, {"login_hint": CPR}, {"response_type": "token"},
    {"level": "low"}, {"purpose": "anything"},
])  # fmt: skip
def test_nothing_the_browser_sends_changes_what_is_asked(
    extra: dict[str, str], forge: Forge, browser: Browser
) -> None:
    plain = browser.start()
    bent = browser.start(**extra)
    fresh = ("state", "nonce", "code_challenge")
    assert {k: v for k, v in bent.items() if k not in fresh} == {
        k: v for k, v in plain.items() if k not in fresh
    }


def test_a_login_starts_by_pressing_a_button_not_by_a_link(forge: Forge, browser: Browser) -> None:
    response = browser.client.get("/oidc/authenticate/", {"next": "/organisationer/"})
    assert response["Location"] == "/log-ind/?next=%2Forganisationer%2F"
    assert asked.STATES not in browser.client.session


def test_a_login_cannot_be_started_from_another_site(forge: Forge, db: None) -> None:
    assert Client(enforce_csrf_checks=True).post("/oidc/authenticate/").status_code == 403


def test_no_address_on_the_way_holds_a_cpr_number(forge: Forge, browser: Browser) -> None:
    params = browser.start()
    response = browser.come_back(params)
    assert CPR not in str(params) + response["Location"] + str([call.query for call in forge.seen])


def test_the_language_goes_along(forge: Forge, browser: Browser) -> None:
    assert browser.start()["ui_locales"] == "da"
    browser.client.cookies["language"] = "en"
    assert browser.start()["ui_locales"] == "en"
