"""acr_values, max_age and prompt: when an existing login is enough, and when it is not."""

import time

from .relying_party import LOA, Browser, RelyingParty

APP = "persona:anna;auth=app"


def page(portal: RelyingParty, browser: Browser, **params: str) -> str:
    """The login page a request leads to."""
    response = browser.get(portal.begin(**params).url)
    assert response.status_code == 200, response.headers
    return response.text


def test_a_second_request_is_answered_from_the_session(
    portal: RelyingParty, other: RelyingParty, browser: Browser
) -> None:
    first = portal.log_in(browser, login_hint=APP).claims
    time.sleep(1.1)
    second = other.log_in(browser).claims
    assert (second["sid"], second["auth_time"]) == (first["sid"], first["auth_time"])
    assert second["iat"] > first["iat"]


def test_without_a_session_the_login_page_is_shown(portal: RelyingParty, browser: Browser) -> None:
    assert "Vælg den opdigtede person" in page(portal, browser)


def test_a_higher_level_than_the_session_has_asks_again(portal: RelyingParty, browser: Browser) -> None:
    portal.log_in(browser, login_hint=APP)
    text = page(portal, browser, acr_values=f"{LOA}High")
    assert "Log ind som Anna Opdigtsen" in text
    assert "igen" in text


def test_a_step_up_gives_a_new_login_at_the_higher_level(portal: RelyingParty, browser: Browser) -> None:
    first = portal.log_in(browser, login_hint=APP).claims
    second = portal.log_in(browser, acr_values=f"{LOA}High", login_hint="persona:anna;auth=app-high").claims
    assert second["acr"] == f"{LOA}High"
    assert second["sub"] == first["sub"]
    assert second["sid"] != first["sid"]
    assert portal.log_in(browser).claims["sid"] == second["sid"]


def test_the_level_of_the_session_is_enough_for_a_lower_one(portal: RelyingParty, browser: Browser) -> None:
    first = portal.log_in(browser, login_hint="persona:anna;auth=app-high").claims
    second = portal.log_in(browser, acr_values=f"{LOA}Substantial").claims
    assert second["sid"] == first["sid"]
    assert second["acr"] == f"{LOA}High"


def test_the_first_known_level_of_several_counts(portal: RelyingParty, browser: Browser) -> None:
    portal.log_in(browser, login_hint=APP)
    assert "Log ind som" in page(portal, browser, acr_values=f"urn:unknown {LOA}High {LOA}Low")


def test_an_unknown_level_asks_for_nothing(portal: RelyingParty, browser: Browser) -> None:
    first = portal.log_in(browser, login_hint=APP).claims
    assert portal.log_in(browser, acr_values=f"{LOA}High.evil").claims["sid"] == first["sid"]


def test_a_person_who_cannot_reach_the_level_is_answered_with_the_lower_one(
    portal: RelyingParty, browser: Browser
) -> None:
    claims = portal.log_in(browser, acr_values=f"{LOA}High", login_hint=APP).claims
    assert claims["acr"] == f"{LOA}Substantial"


def test_prompt_login_asks_although_there_is_a_session(portal: RelyingParty, browser: Browser) -> None:
    portal.log_in(browser, login_hint=APP)
    assert "Log ind som Anna Opdigtsen" in page(portal, browser, prompt="login")


def test_prompt_login_gives_a_newer_auth_time(portal: RelyingParty, browser: Browser) -> None:
    first = portal.log_in(browser, login_hint=APP).claims
    time.sleep(1.1)
    second = portal.log_in(browser, login_hint=APP, prompt="login").claims
    assert second["auth_time"] > first["auth_time"]


def test_an_old_login_is_renewed_when_max_age_is_passed(portal: RelyingParty, browser: Browser) -> None:
    first = portal.log_in(browser, login_hint=APP).claims
    assert portal.log_in(browser, max_age="60").claims["auth_time"] == first["auth_time"]
    time.sleep(2.1)
    assert "Log ind som" in page(portal, browser, max_age="1")
    renewed = portal.log_in(browser, max_age="1", login_hint=APP).claims
    assert renewed["auth_time"] > first["auth_time"]


def test_max_age_zero_always_asks(portal: RelyingParty, browser: Browser) -> None:
    portal.log_in(browser, login_hint=APP)
    assert "Log ind som" in page(portal, browser, max_age="0")


def test_prompt_none_without_a_session_is_login_required(portal: RelyingParty, browser: Browser) -> None:
    assert portal.refused(browser, prompt="none")["error"] == "login_required"


def test_prompt_none_is_answered_from_the_session_also_for_a_new_client(
    portal: RelyingParty, other: RelyingParty, browser: Browser
) -> None:
    first = portal.log_in(browser, login_hint=APP).claims
    assert portal.log_in(browser, prompt="none").claims["sid"] == first["sid"]
    assert other.log_in(browser, prompt="none").claims["sid"] == first["sid"]


def test_prompt_none_never_steps_up(portal: RelyingParty, browser: Browser) -> None:
    portal.log_in(browser, login_hint=APP)
    for params in ({"acr_values": f"{LOA}High"}, {"max_age": "0"}):
        assert portal.refused(browser, prompt="none", **params)["error"] == "login_required"


def test_prompt_none_does_not_follow_a_hint(portal: RelyingParty, browser: Browser) -> None:
    assert portal.refused(browser, prompt="none", login_hint=APP)["error"] == "login_required"


def test_a_hint_for_somebody_else_changes_the_person(portal: RelyingParty, browser: Browser) -> None:
    first = portal.log_in(browser, login_hint=APP).claims
    second = portal.log_in(browser, login_hint="persona:emil;auth=app").claims
    assert second["sub"] != first["sub"]
    assert portal.log_in(browser).claims["sub"] == second["sub"]
