"""Logging out at the broker on behalf of a client."""

from urllib.parse import urlencode

from .relying_party import Browser, RelyingParty

APP = "persona:anna;auth=app"


def logout_url(portal: RelyingParty, **params: str) -> str:
    return f"{portal.issuer}/identity/o/logout?{urlencode(params)}"


def test_with_the_id_token_it_happens_at_once_and_leads_back(portal: RelyingParty, browser: Browser) -> None:
    answer = portal.log_in(browser, login_hint=APP)
    response = browser.get(
        logout_url(
            portal,
            id_token_hint=answer.id_token,
            post_logout_redirect_uri=portal.after_logout,
            state="back-again",
        )
    )
    assert response.status_code == 302
    assert response.headers["Location"] == f"{portal.after_logout}?state=back-again"
    assert portal.refused(browser, prompt="none")["error"] == "login_required"


def test_after_it_the_access_token_is_dead(portal: RelyingParty, browser: Browser) -> None:
    answer = portal.log_in(browser, login_hint=APP)
    assert portal.ask_userinfo(answer.access_token).status_code == 200
    browser.get(logout_url(portal, id_token_hint=answer.id_token))
    assert portal.ask_userinfo(answer.access_token).status_code == 401


def test_a_code_that_was_not_used_before_it_is_dead_too(portal: RelyingParty, browser: Browser) -> None:
    answer = portal.log_in(browser, login_hint=APP)
    attempt = portal.begin()
    code = portal.callback(attempt, browser.get(attempt.url))["code"]
    browser.get(logout_url(portal, id_token_hint=answer.id_token))
    assert portal.exchange(attempt, code).json()["error"] == "invalid_grant"


def test_a_foreign_address_is_not_followed_and_nobody_is_logged_out(
    portal: RelyingParty, browser: Browser
) -> None:
    answer = portal.log_in(browser, login_hint=APP)
    response = browser.get(
        logout_url(
            portal, id_token_hint=answer.id_token, post_logout_redirect_uri="http://elsewhere.example/"
        )
    )
    assert response.status_code == 400
    assert portal.log_in(browser, prompt="none").claims["sid"] == answer.claims["sid"]


def test_somebody_elses_id_token_only_asks(portal: RelyingParty, browser: Browser) -> None:
    stranger = portal.log_in(Browser(portal.issuer), login_hint="persona:emil;auth=app")
    mine = portal.log_in(browser, login_hint=APP)
    response = browser.get(logout_url(portal, id_token_hint=stranger.id_token))
    assert "Vil du logge ud?" in response.text
    assert "Anna Opdigtsen" in response.text
    assert portal.log_in(browser, prompt="none").claims["sid"] == mine.claims["sid"]


def test_without_a_session_it_leads_back_all_the_same(portal: RelyingParty, browser: Browser) -> None:
    answer = portal.log_in(Browser(portal.issuer), login_hint=APP)
    response = browser.get(
        logout_url(portal, id_token_hint=answer.id_token, post_logout_redirect_uri=portal.after_logout)
    )
    assert response.headers["Location"] == portal.after_logout
