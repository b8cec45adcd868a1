"""The attack list, H: the login ends here first, whatever the provider does; only by POST, only by the
person."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from portal.web.login import context
from tests.web.conftest import Browser
from tests.web.forge import Forge


def leave(browser: Browser) -> tuple[str, dict[str, str]]:
    response = browser.client.post("/log-af/")
    parts = urlsplit(response["Location"])
    return f"{parts.scheme}://{parts.netloc}{parts.path}", {k: v[0] for k, v in parse_qs(parts.query).items()}


def test_logging_out_ends_the_session_and_leads_to_the_provider(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    key, id_token = browser.key, browser.client.session[context.ID_TOKEN]
    address, params = leave(browser)
    assert address == f"{forge.issuer}/logout"
    assert params["id_token_hint"] == id_token
    assert params["client_id"] == "erhvervsadgang"
    assert params["post_logout_redirect_uri"] == "http://127.0.0.1:8000/log-af/faerdig/"
    assert browser.user is None
    assert not Session.objects.filter(pk=key).exists()


def test_the_old_cookie_opens_nothing_after_logging_out(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    old = Client()
    old.cookies["session"] = browser.key
    assert old.get("/mine-logins/").status_code == 200
    leave(browser)
    assert old.get("/mine-logins/").status_code == 302


def test_the_browser_is_told_to_forget_the_pages_but_not_the_providers_cookies(
    forge: Forge, browser: Browser
) -> None:
    browser.log_in()
    response = browser.client.post("/log-af/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in response["Cache-Control"]
    assert "Clear-Site-Data" not in browser.client.get("/log-af/faerdig/")


def test_the_session_ends_although_the_provider_is_down(
    forge: Forge, browser: Browser, settings: Any
) -> None:
    settings.OIDC_OP_LOGOUT_ENDPOINT = "http://127.0.0.1:1/logout"
    browser.log_in()
    leave(browser)
    assert browser.user is None


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_only_a_post_logs_out(method: str, forge: Forge, browser: Browser) -> None:
    browser.log_in()
    assert getattr(browser.client, method)("/log-af/").status_code == 405
    assert browser.user


def test_another_site_cannot_log_anybody_out(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.client.cookies
    assert strict.post("/log-af/").status_code == 403
    assert browser.user


def test_the_return_with_our_state_says_that_both_ends_are_closed(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    _address, params = leave(browser)
    page = browser.client.get("/log-af/faerdig/", {"state": params["state"]}).content.decode()
    assert "både her og hos MitID" in page


@pytest.mark.parametrize("query", [{}, {"state": "made-up"}, {"state": ""}, {"state": "æ"}])
def test_a_return_without_our_state_claims_nothing_about_the_provider(
    query: dict[str, str], forge: Forge, browser: Browser
) -> None:
    browser.log_in()
    leave(browser)
    page = browser.client.get("/log-af/faerdig/", query).content.decode()
    assert "Du er logget ud her" in page
    assert "hos MitID" not in page


def test_the_state_of_a_log_out_works_once(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    _address, params = leave(browser)
    browser.client.get("/log-af/faerdig/", {"state": params["state"]})
    assert (
        "både her" not in browser.client.get("/log-af/faerdig/", {"state": params["state"]}).content.decode()
    )


def test_the_receipt_shown_to_somebody_still_logged_in_says_so(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    page = browser.client.get("/log-af/faerdig/", {"state": "made-up"}).content.decode()
    assert "Du er stadig logget ind" in page
    assert browser.user


def test_logging_out_as_nobody_is_harmless(db: None) -> None:
    assert Client().post("/log-af/")["Location"] == "/log-af/faerdig/"


def test_each_log_out_has_a_state_of_its_own(forge: Forge, browser: Browser) -> None:
    states = set()
    for _ in range(3):
        browser.log_in()
        states.add(leave(browser)[1]["state"])
    assert len(states) == 3
