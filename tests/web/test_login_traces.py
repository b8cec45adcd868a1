"""The attack list, J: what a login leaves behind: in logs, rows, pages and cookies."""

import logging
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from portal.web.login import context
from portal.web.login.keys import KEYS
from tests.web.conftest import Browser, as_carl
from tests.web.forge import CPR, Forge

# ------------------------------------------------------------------------------------


def test_no_log_line_holds_a_token_a_code_or_a_cpr_number(
    forge: Forge, browser: Browser, caplog: Any, capsys: Any
) -> None:
    from portal.settings.logs import logging_config

    logging.config.dictConfig(logging_config(as_json=True, level="DEBUG"))
    kept: list[str] = []
    real = forge.id_token

    def remember(nonce: str) -> str:
        kept.append(real(nonce))
        return kept[-1]

    forge.id_token = remember  # type: ignore[method-assign]
    for bend in ({}, {"iss": "https://evil.example"}, {"acr": "Low"}):
        forge.claims.update(bend)
        params = browser.start()
        code = forge.code_for(params["nonce"])
        browser.come_back(params, code=code)
        written = capsys.readouterr().err
        [verifier] = forge.calls("/token")[-1].form["code_verifier"]
        assert "oidc/callback" in written
        for secret in (code, params["state"], params["nonce"], verifier, kept[-1], forge.access_token, CPR,
                       CPR[:6] + "-" + CPR[6:]):  # fmt: skip
            assert secret not in written
    KEYS.forget()


def test_the_cpr_number_is_kept_nowhere(forge: Forge, browser: Browser) -> None:
    from django.contrib.sessions.models import Session
    from django.core import serializers
    from django.db import connection

    browser.log_in()
    assert browser.user
    assert browser.user.cpr_index
    sessions = [str(each.get_decoded()) for each in Session.objects.all()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM core_auditpayload")
        trail = [row[0] for row in cursor.fetchall()]
    everything = [*sessions, *trail, serializers.serialize("json", [browser.user])]
    assert not [text for text in everything if CPR in text or "610166" in text]
    assert browser.user.cpr_index != CPR.encode()


def test_a_token_that_itself_holds_the_cpr_number_is_not_kept(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    assert browser.client.session[context.ID_TOKEN]
    forge.claims["cprNumberIdentifier"] = CPR
    browser.log_in()
    assert browser.client.session[context.ID_TOKEN] == ""


def test_the_pages_of_a_login_are_never_stored_and_the_cookie_returns_from_another_site(
    forge: Forge, browser: Browser
) -> None:
    params = browser.start()
    response = browser.come_back(params)
    assert "no-store" in response["Cache-Control"]
    assert response.cookies["session"]["samesite"] == "Lax"
    assert response.cookies["session"]["httponly"]
    assert "no-store" in browser.client.get("/oidc/callback/?state=x&code=y")["Cache-Control"]


def test_the_session_key_changes_at_login(forge: Forge, browser: Browser) -> None:
    browser.start()
    key = browser.key
    browser.log_in()
    again = browser.key
    browser.log_in()
    assert len({key, again, browser.key}) == 3


def test_another_persons_login_takes_nothing_over_from_the_session(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    session = browser.client.session
    session["draft"] = "of Anne"
    session.save()
    as_carl(forge)
    browser.log_in()
    assert browser.user
    assert browser.user.subject == "subject-of-carl"
    assert "draft" not in browser.client.session


def test_the_login_page_begins_nothing_by_itself(db: None) -> None:
    client = Client()
    response = client.get("/log-ind/", {"next": "/organisationer/"})
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count('action="/oidc/authenticate/"') == 1
    assert 'name="next" value="/organisationer/"' in page
    assert "supportkonto" not in page
    assert "session" not in client.cookies


def test_localhost_is_led_to_the_address_whose_cookies_return(db: None) -> None:
    response = Client(headers={"host": "localhost:8000"}).get("/log-ind/?next=/organisationer/")
    parts = urlsplit(response["Location"])
    assert (parts.scheme, parts.netloc, parts.path) == ("http", "127.0.0.1:8000", "/log-ind/")
    assert parse_qs(parts.query) == {"next": ["/organisationer/"]}
