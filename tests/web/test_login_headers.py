"""Headers and language over every address of login and staff accounts, errors and static files."""

from typing import Any

import pytest
from django.test import Client

from portal.core.models import User
from tests.house.routes import routes
from tests.web.agents import make_agent
from tests.web.conftest import Browser
from tests.web.forge import Forge

OURS = [
    each
    for each in routes()
    if each.pattern.startswith(("log-", "oidc/", "mine-", "supportkonto/", "support/"))
]
WANTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def address_of(route: Any) -> str:
    return "/supportkonto/adgangskode/ny/1-abc/" if "(?P" in route.pattern else route.address()


def bare(response: Any) -> list[str]:
    """What is missing or wrong."""
    faults = [name for name, value in WANTED.items() if response.get(name) != value]
    policy = response.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "frame-ancestors 'none'" not in policy:
        faults.append("Content-Security-Policy")
    if "camera=()" not in response.get("Permissions-Policy", ""):
        faults.append("Permissions-Policy")
    return faults


@pytest.mark.parametrize("who", ["nobody", "person", "staff"])
def test_every_address_answers_with_all_headers_and_is_not_stored(
    who: str, forge: Forge, browser: Browser
) -> None:
    client = browser.client
    if who == "person":
        browser.log_in()
    if who == "staff":
        agent = make_agent()
        agent.log_in()
        agent.open_support()
        client = agent.client
    assert len(OURS) > 30
    for route in OURS:
        response = client.get(address_of(route))
        assert response.status_code < 500, route
        assert bare(response) == [], route
        assert "no-store" in response["Cache-Control"] or route.name == "support:jsi18n", route


def test_errors_carry_the_headers_too(db: None) -> None:
    client = Client()
    for path in ("/findes/ikke/", "/log-ind/problem/", "/oidc/callback/?state=x"):
        assert bare(client.get(path)) == [], path
    assert bare(Client(enforce_csrf_checks=True).post("/log-af/")) == []


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "options"])
def test_methods_nobody_declared_are_refused(method: str, db: None) -> None:
    for path in ("/oidc/callback/", "/oidc/authenticate/", "/log-af/", "/mine-logins/"):
        response = getattr(Client(), method)(path)
        assert response.status_code in (405, 200 if method == "options" else 405), (
            path,
            response.status_code,
        )


def test_a_page_that_says_it_may_be_kept_is_not_kept_for_somebody_with_a_session(rf: Any) -> None:
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpResponse

    from portal.web.middleware import HeadersMiddleware

    def page(request: Any) -> HttpResponse:
        request.session = SessionStore()
        return HttpResponse(headers={"Cache-Control": "public, max-age=60"})

    request = rf.get("/")
    assert HeadersMiddleware(page)(request)["Cache-Control"] == "public, max-age=60"
    request.COOKIES["session"] = "x"
    assert HeadersMiddleware(page)(request)["Cache-Control"] == "no-store"


def test_the_form_may_lead_to_the_provider_and_nowhere_else(db: None, settings: Any) -> None:
    policy = Client().get("/log-ind/")["Content-Security-Policy"]
    [form_action] = [part.strip() for part in policy.split(";") if part.strip().startswith("form-action")]
    assert form_action == "form-action 'self' http://127.0.0.1:8001"


# -- language
# --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("accepts", "language"), [
    ("", "da"), ("da", "da"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("de,en;q=0.8", "en"), ("de,sv", "da"),
    ("da;q=0.5,en;q=0.9", "en"), ("en;q=0,da", "da"), ("x" * 9000, "da"), ("en-gb;q=oops", "da"), ("*", "da"),
])  # fmt: skip
def test_without_a_choice_the_browser_decides(accepts: str, language: str, db: None) -> None:
    response = Client(headers={"accept-language": accepts}).get("/log-ind/")
    assert response["Content-Language"] == language
    assert f'<html lang="{language}">' in response.content.decode()
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize(
    ("cookie", "language"), [("da", "da"), ("en", "en"), ("de", "en"), ("<script>", "en"), ("", "en")]
)
def test_a_choice_decides_whatever_the_browser_asks_for(cookie: str, language: str, db: None) -> None:
    client = Client(headers={"accept-language": "en"})
    client.cookies["language"] = cookie
    assert client.get("/log-ind/")["Content-Language"] == language


def test_the_person_s_own_choice_comes_back_with_the_login(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    User.objects.update(language="en")
    other = Browser(forge)
    other.log_in()
    assert other.client.get("/mine-logins/")["Content-Language"] == "en"
