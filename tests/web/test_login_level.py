"""The attack list, E: the level and the freshness that came against those that were asked for."""

import time
from typing import Any

import pytest
from django.test import Client

from portal.core.permissions import Level
from portal.web.login import asked
from portal.web.login.claims import level_of
from tests.web.conftest import TRAIL, Browser, as_carl, proven
from tests.web.forge import LOA, Forge

# -----------------------------------------------------------------------

LOOK_ALIKES = (
    "Low", f"{LOA}Low", f"{LOA}Substantial.evil", f"{LOA}substantial", f" {LOA}Substantial", f"{LOA}Substantial/",
    "https://evil.example/concept/core/nsis/loa/Substantial", "http://data.gov.dk/concept/core/nsis/loa/Substantial",
    "urn:grn:authn:dk:mitid:substantial", "substantial", "Betydelig", "3", "", None, 2, ["Substantial"],
)  # fmt: skip


@pytest.mark.parametrize("acr", LOOK_ALIKES)
def test_a_level_below_or_unknown_is_refused(acr: Any, forge: Forge, browser: Browser) -> None:
    forge.claims |= {"acr": acr, "loa": acr}
    response = browser.log_in()
    assert response.status_code == 403
    assert "ikke stærkt nok" in response.content.decode()
    assert browser.user is None


@pytest.mark.parametrize("bend", [
    {"drop": {"acr", "loa"}}, {"drop": {"acr"}}, {"claims": {"acr": f"{LOA}Substantial", "loa": f"{LOA}Low"}},
    {"claims": {"acr": f"{LOA}High", "loa": "Substantial"}},
    {"claims": {"acr": f"{LOA}Low", "loa": f"{LOA}Low", "aal": "High", "ial": "High"}},
    {"claims": {"acr": f"{LOA}Low", "loa": f"{LOA}Low", "amr": ["code_app_enchanced", "u2f_token"]}},
])  # fmt: skip
def test_the_level_comes_from_one_claim_and_nothing_contradicts_it(
    bend: Any, forge: Forge, browser: Browser
) -> None:
    for name, value in bend.items():
        getattr(forge, name).update(value)
    assert browser.log_in().status_code == 403
    assert browser.user is None


@pytest.mark.parametrize(("acr", "level"), [
    (f"{LOA}Substantial", Level.SUBSTANTIAL), ("https://data.gov.dk/concept/core/nsis/High", Level.HIGH),
    ("https://data.gov.dk/concept/core/loa/Substantial", Level.SUBSTANTIAL), ("High", Level.HIGH),
    ("SUBSTANTIAL", Level.SUBSTANTIAL),
])  # fmt: skip
def test_the_five_spellings_of_a_level_are_read(
    acr: str, level: Level, forge: Forge, browser: Browser
) -> None:
    forge.claims |= {"acr": acr, "loa": acr}
    assert browser.log_in().status_code == 302
    assert proven(browser)["level"] == level.name


def test_levels_are_compared_whole() -> None:
    assert level_of(f"{LOA}High") is Level.HIGH
    assert level_of(f"{LOA}HIGH") is None


def test_the_level_may_stand_in_another_claim_by_setting(
    forge: Forge, browser: Browser, settings: Any
) -> None:
    settings.OIDC_LEVEL_CLAIM = "loa"
    forge.drop.add("acr")
    assert browser.log_in().status_code == 302


def test_a_step_up_asks_for_level_and_freshness(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    params = browser.start(purpose="step_up", level="high")
    assert params["acr_values"] == f"{LOA}High"
    assert params["prompt"] == "login"
    assert params["max_age"] == str(asked.FRESH_SECONDS)


def test_a_step_up_by_nobody_is_an_ordinary_login(forge: Forge, browser: Browser) -> None:
    assert "prompt" not in browser.start(purpose="step_up", level="high")


def test_high_asked_and_substantial_given_is_refused(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    before, key = proven(browser), browser.key
    response = browser.log_in(purpose="step_up", level="high")
    assert response.status_code == 403
    assert "niveau Høj" in response.content.decode()
    assert (proven(browser), browser.key) == (before, key)


def test_a_step_up_gives_the_session_a_new_key_and_the_new_proof(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    key, before = browser.key, proven(browser)
    forge.claims |= {"acr": f"{LOA}High", "loa": f"{LOA}High", "auth_time": int(time.time()) + 1}
    assert browser.log_in(purpose="step_up", level="high", next="/organisationer/").status_code == 302
    assert browser.key != key
    assert proven(browser)["level"] == "HIGH"
    assert proven(browser)["at"] >= before["at"]
    assert TRAIL.filter(event="web.login.confirmed").count() == 1
    old = Client()
    old.cookies["session"] = key
    assert old.get("/mine-logins/").status_code == 302


def test_control_without_rotating_the_old_key_would_still_open_the_door(
    forge: Forge, browser: Browser
) -> None:
    browser.log_in()
    again = Client()
    again.cookies["session"] = browser.key
    assert again.get("/mine-logins/").status_code == 200


@pytest.mark.parametrize("age", [7200, asked.FRESH_SECONDS + 120, 90])
def test_a_step_up_answered_from_an_old_login_is_refused(age: int, forge: Forge, browser: Browser) -> None:
    """The provider ignored prompt=login or max_age: its login is older than the question."""
    forge.claims["auth_time"] = int(time.time()) - age
    browser.log_in()
    before, key = proven(browser), browser.key
    response = browser.log_in(purpose="step_up")
    assert response.status_code == 403
    assert "bad dig ikke om at bekræfte igen" in response.content.decode()
    assert (proven(browser), browser.key) == (before, key)


def test_a_step_up_answered_with_the_proof_that_stood_before_is_refused(
    forge: Forge, browser: Browser
) -> None:
    """Even within the tolerance for clocks: it is the very same login."""
    forge.claims["auth_time"] = int(time.time()) - 20
    browser.log_in()
    assert browser.log_in(purpose="step_up").status_code == 403


def test_an_old_login_is_accepted_where_no_age_was_asked(forge: Forge, browser: Browser) -> None:
    forge.claims["auth_time"] = int(time.time()) - 7200
    assert browser.log_in().status_code == 302
    assert proven(browser)["at"] < "2999"


def test_a_step_up_answered_by_another_person_is_refused(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    before, key = browser.user, browser.key
    forge.claims |= {"sub": "subject-of-carl", "auth_time": int(time.time()) + 1}
    response = browser.log_in(purpose="step_up")
    assert response.status_code == 403
    assert "ikke den samme" in response.content.decode()
    assert (browser.user, browser.key) == (before, key)
    assert proven(browser)["subject"] == "subject-of-anne"


@pytest.mark.parametrize("claims", [{"identity_type": "private"}, {"cvr": "99000023"}])
def test_a_step_up_answered_from_another_organisation_or_as_private_is_refused(
    claims: dict[str, str], forge: Forge, browser: Browser
) -> None:
    forge.claims |= {"identity_type": "professional", "cvr": "99000015"}
    browser.log_in()
    key = browser.key
    forge.claims |= {"auth_time": int(time.time()) + 1, **claims}
    assert browser.log_in(purpose="step_up").status_code == 403
    assert browser.key == key
    assert proven(browser)["organisation_cvr"] == "99000015"


def test_a_step_up_that_began_in_a_session_somebody_else_has_taken_over_is_refused(
    forge: Forge, browser: Browser
) -> None:
    browser.log_in()
    params = browser.start(purpose="step_up")
    states = browser.client.session[asked.STATES]
    as_carl(forge)
    browser.log_in()
    session = browser.client.session
    session[asked.STATES] = states
    session.save()
    forge.claims |= {"sub": "subject-of-anne", "auth_time": int(time.time()) + 1}
    assert browser.come_back(params).status_code == 403
    assert browser.user
    assert browser.user.subject == "subject-of-carl"


@pytest.mark.parametrize("bend", [
    {"identity_type": "test"}, {"identity_type": ""}, {"identity_type": None}, {"identity_type": "Private"},
    {"identity_type": "professional"}, {"identity_type": "professional", "cvr": "12345678"},
    {"identity_type": "professional", "cvr": ["99000015"]},
])  # fmt: skip
def test_an_identity_type_we_do_not_know_or_without_its_organisation_is_refused(
    bend: dict[str, Any], forge: Forge, browser: Browser
) -> None:
    forge.claims |= bend
    assert browser.log_in().status_code == 403
    assert browser.user is None


def test_the_two_answers_must_agree_about_the_identity_type(forge: Forge, browser: Browser) -> None:
    forge.claims |= {"cvr": "99000015"}
    forge.userinfo["identity_type"] = "professional"
    assert browser.log_in().status_code == 403


def test_a_private_login_carries_no_organisation_whatever_it_says(forge: Forge, browser: Browser) -> None:
    forge.claims |= {"cvr": "99000015", "rid": "12345678"}
    browser.log_in()
    assert (proven(browser)["organisation_cvr"], proven(browser)["rid"]) == ("", "")
