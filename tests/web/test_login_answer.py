"""The attack list, C: what comes back with the browser."""

import re
import time
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView

from portal.core.models import User
from portal.web.login import asked
from tests.web.conftest import Browser
from tests.web.forge import LOA, Forge

# ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["unknown", "", None])
def test_a_state_nobody_asked_for_logs_nobody_in(state: str | None, forge: Forge, browser: Browser) -> None:
    params = browser.start()
    assert browser.come_back(params, state=state).status_code == 400
    assert browser.user is None
    assert not forge.calls("/token")


def test_a_state_works_once(forge: Forge, browser: Browser) -> None:
    params = browser.start()
    assert browser.come_back(params).status_code == 302
    assert browser.come_back(params).status_code == 400
    assert len(forge.calls("/token")) == 1


def test_a_state_of_another_session_logs_nobody_in(forge: Forge, browser: Browser) -> None:
    victim = Browser(forge)
    victim.start()
    assert victim.come_back(browser.start()).status_code == 400
    assert victim.user is None


def test_two_states_in_one_answer_are_refused(forge: Forge, browser: Browser) -> None:
    params = browser.start()
    query = f"state={params['state']}&state={params['state']}&code={forge.code_for(params['nonce'])}"
    assert browser.get(f"/oidc/callback/?{query}").status_code == 400
    assert browser.user is None


def test_two_codes_in_one_answer_are_refused(forge: Forge, browser: Browser) -> None:
    params = browser.start()
    codes = "&".join(f"code={forge.code_for(params['nonce'])}" for _ in range(2))
    assert browser.get(f"/oidc/callback/?state={params['state']}&{codes}").status_code == 400
    assert browser.user is None


def test_a_code_used_before_is_refused(forge: Forge, browser: Browser) -> None:
    code = forge.code_for(browser.start()["nonce"])
    forge.codes.clear()
    response = browser.come_back(browser.start(), code=code)
    assert response.status_code == 400
    assert "udløbe" in response.content.decode()


def test_an_answer_long_after_it_was_asked_for_is_refused(
    forge: Forge, browser: Browser, time_machine: Any
) -> None:
    params = browser.start()
    time_machine.move_to(time.time() + asked.OPEN_SECONDS + 5)
    assert browser.come_back(params).status_code == 400
    assert browser.user is None


def test_an_answer_after_the_session_is_gone_is_refused(forge: Forge, browser: Browser) -> None:
    params = browser.start()
    browser.client.cookies.clear()
    response = browser.come_back(params)
    assert response.status_code == 400
    assert "Prøv igen" in response.content.decode()


@pytest.mark.parametrize(
    "query", ["error=x", "error=access_denied&state=unknown", "error=login_required&state=", ""]
)
def test_an_error_without_our_state_changes_nothing(query: str, forge: Forge, browser: Browser) -> None:
    browser.log_in()
    before, key = browser.user, browser.key
    assert browser.get(f"/oidc/callback/?{query}").status_code == 400
    assert (browser.user, browser.key) == (before, key)


def test_control_the_stock_library_logs_out_on_such_an_error(forge: Forge, browser: Browser, rf: Any) -> None:
    browser.log_in()
    request = rf.get("/oidc/callback/?error=x")
    request.session, request.user = browser.client.session, browser.user
    OIDCAuthenticationCallbackView.as_view()(request)
    assert not request.user.is_authenticated


def test_cancelling_is_told_in_plain_words_and_keeps_the_login(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    before = browser.user
    params = browser.start(purpose="step_up", next="/organisationer/")
    response = browser.come_back(
        params, code=None, error="access_denied", error_description="mitid_user_aborted"
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "Du afbrød hos MitID" in page
    assert "Du er stadig logget ind" in page
    assert 'value="step_up"' in page
    assert "mitid_user_aborted" not in page
    assert browser.user == before


@pytest.mark.parametrize(("error", "status"), [("server_error", 503), ("temporarily_unavailable", 503),
                                               ("login_required", 503), ("<script>", 503)])  # fmt: skip
def test_an_error_of_the_provider_becomes_a_page(
    error: str, status: int, forge: Forge, browser: Browser
) -> None:
    response = browser.come_back(browser.start(), code=None, error=error)
    assert response.status_code == status
    assert "<script>" not in response.content.decode().split("</head>")[1]


def test_parallel_tabs_keep_their_own_next_and_level(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    first = browser.start(purpose="step_up", level="high", next="/organisationer/?a=1")
    second = browser.start(next="/organisationer/?b=2")
    assert browser.come_back(second)["Location"] == "/organisationer/?b=2"
    forge.claims |= {"acr": f"{LOA}High", "loa": f"{LOA}High", "auth_time": int(time.time()) + 1}
    assert browser.come_back(first)["Location"] == "/organisationer/?a=1"


def test_only_so_many_logins_are_open_at_once(forge: Forge, browser: Browser) -> None:
    oldest = browser.start()
    others = [browser.start() for _ in range(asked.MOST_OPEN)]
    assert len(browser.client.session[asked.STATES]) == asked.MOST_OPEN
    assert browser.come_back(oldest).status_code == 400
    assert browser.come_back(others[0]).status_code == 302


def test_the_issuer_parameter_of_another_provider_is_refused(forge: Forge, browser: Browser) -> None:
    assert browser.come_back(browser.start(), iss="https://evil.example").status_code == 400
    assert browser.user is None
    assert not forge.calls("/token")


def test_our_own_issuer_parameter_is_accepted(forge: Forge, browser: Browser, settings: Any) -> None:
    settings.OIDC_OP_SENDS_ISS = True
    assert browser.come_back(browser.start(), iss=forge.issuer).status_code == 302


def test_a_missing_issuer_parameter_is_refused_where_it_was_promised(
    forge: Forge, browser: Browser, settings: Any
) -> None:
    settings.OIDC_OP_SENDS_ISS = True
    assert browser.log_in().status_code == 400
    assert browser.user is None


def test_control_the_stock_library_takes_the_answer_of_another_issuer(
    forge: Forge, db: None, rf: Any, settings: Any
) -> None:
    """Its view reads no `iss` at all: the code goes to the token endpoint."""
    settings.AUTHENTICATION_BACKENDS = ["mozilla_django_oidc.auth.OIDCAuthenticationBackend"]
    known = User(issuer="https://login.example", subject="anne", name="Anne", email="anne@bageri.example")
    known.set_unusable_password()
    known.save()
    forge.userinfo["email"] = known.email
    request = rf.get(
        "/oidc/callback/", {"state": "s", "code": forge.code_for("n"), "iss": "https://evil.example"}
    )
    request.session = SessionStore()
    request.session["oidc_states"] = {"s": {"nonce": "n", "code_verifier": "v" * 43}}
    request.session.save()
    request.user = AnonymousUser()
    OIDCAuthenticationCallbackView.as_view()(request)
    assert request.user == known


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_answer_comes_by_get_only(method: str, forge: Forge, browser: Browser) -> None:
    params = browser.start()
    query = f"state={params['state']}&code={forge.code_for(params['nonce'])}"
    assert getattr(browser.client, method)(f"/oidc/callback/?{query}").status_code == 405
    assert browser.user is None


ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "/\\/evil.example",
    "http:evil.example", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "evil.example",
    "/%0d%0aLocation: https://evil.example", "/\r\nLocation: https://evil.example", "/\tevil", "/\x00evil",
    " //evil.example",
    "/ /evil.example\n", "https:///evil.example", "http://testserver.evil.example/", "http://testserver@evil.example/",
    "@evil.example", "?next=https://evil.example", "#https://evil.example", "ftp://evil.example", "/" + "a" * 2001,
    "//evil.example/%2f..", "/\u2028/evil.example", "//\u3002evil.example", "///", "////evil.example",
    "http://[::1", "/log-af/", "/log-ind/", "/oidc/callback/?error=x", "mailto:a@b", "..//evil.example", "",
)  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_login_never_leads_elsewhere(address: str, forge: Forge, browser: Browser) -> None:
    where = browser.log_in(next=address)["Location"]
    assert where == "/organisationer/" or (where.startswith("/%0d%0a") and "\n" not in where)
    page = Client().get("/log-ind/", {"next": address}).content.decode()
    [offered] = (
        ["400"]
        if "\x00" in address
        else re.findall(r'action="/oidc/authenticate/">.*?name="next" value="([^"]*)"', page, re.S)
    )
    assert offered in ("", "400") or offered.startswith("/%0d%0a")


def test_a_login_leads_back_to_the_page_that_asked(forge: Forge, browser: Browser) -> None:
    assert (
        browser.log_in(next="/organisationer/?side=2&x=%C3%A6")["Location"]
        == "/organisationer/?side=2&x=%C3%A6"
    )
