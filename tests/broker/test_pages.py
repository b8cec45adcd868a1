"""Logging in through the pages."""

import pytest

from .forms import Page, chosen, opened, press
from .relying_party import LOA, Browser, RelyingParty


def test_a_person_is_chosen_and_logs_in(portal: RelyingParty, browser: Browser) -> None:
    attempt, page = opened(portal, browser, acr_values=f"{LOA}Substantial")
    page = chosen(browser, page, "anna")
    assert "Giver sikringsniveau Betydelig" in page.text
    response = press(browser, page, "approve", authenticator="password-chip")
    answer = portal.redeem(attempt, portal.callback(attempt, response)["code"])
    assert answer.claims["acr"] == f"{LOA}High"
    assert answer.userinfo["name"] == "Anna Opdigtsen"
    assert answer.claims["identity_type"] == "private"


def test_what_is_chosen_beforehand_reaches_the_level_asked_for(
    portal: RelyingParty, browser: Browser
) -> None:
    for level, expected in (("Substantial", "app"), ("High", "app-high")):
        _, page = opened(portal, browser, acr_values=LOA + level)
        page = chosen(browser, page, "anna")
        assert page.form("approve").fields["authenticator"] == expected


def test_a_role_makes_the_login_professional(portal: RelyingParty, browser: Browser) -> None:
    attempt, page = opened(portal, browser)
    page = chosen(browser, page, "egon")
    role = next(
        line.split('value="')[1].split('"')[0] for line in page.text.splitlines() if "acting_as-1" in line
    )
    response = press(browser, page, "approve", acting_as=role)
    answer = portal.redeem(attempt, portal.callback(attempt, response)["code"])
    assert (answer.claims["identity_type"], answer.userinfo["cvr"]) == ("professional", "99000023")


def test_a_weaker_choice_is_passed_on_and_does_not_ask_for_ever(
    portal: RelyingParty, browser: Browser
) -> None:
    attempt, page = opened(portal, browser, acr_values=f"{LOA}High", max_age="0", prompt="login")
    page = chosen(browser, page, "emil")
    assert "lavere, end tjenesten beder om" in page.text
    response = press(browser, page, "approve", authenticator="password")
    answer = portal.redeem(attempt, portal.callback(attempt, response)["code"])
    assert answer.claims["acr"] == f"{LOA}Low"
    assert "Log ind som" in browser.get(attempt.url).text


@pytest.mark.parametrize(("button", "error"), [("cancel", "access_denied"), ("error", "server_error")])
@pytest.mark.parametrize("step", [1, 2])
def test_cancel_and_error_lead_back_from_both_steps(
    portal: RelyingParty, browser: Browser, button: str, error: str, step: int
) -> None:
    attempt, page = opened(portal, browser)
    if step == 2:
        page = chosen(browser, page, "anna")
    assert portal.callback(attempt, press(browser, page, button))["error"] == error


def test_a_step_up_opens_at_the_person_and_lets_one_change(portal: RelyingParty, browser: Browser) -> None:
    attempt, page = opened(portal, browser)
    press(browser, chosen(browser, page, "anna"), "approve")
    _, page = opened(portal, browser, acr_values=f"{LOA}High")
    assert "Log ind som Anna Opdigtsen" in page.text
    assert "beder dig om at bekræfte med MitID igen" in page.text
    another = Page(browser.get(next(link for link in page.links if link.endswith("persona="))))
    assert "Emil Eksempelsen" in another.text


def test_an_authenticator_the_person_lacks_is_an_error_on_the_page(
    portal: RelyingParty, browser: Browser
) -> None:
    _, page = opened(portal, browser)
    response = press(browser, chosen(browser, page, "emil"), "approve", authenticator="app-high")
    assert response.status_code == 200
    assert "<title>Fejl:" in response.text
    assert response.text.count("Vælg et af de identifikationsmidler, personen har.") == 2


def test_local_login_needs_an_organisation(portal: RelyingParty, browser: Browser) -> None:
    _, page = opened(portal, browser)
    response = press(browser, chosen(browser, page, "emil"), "approve", authenticator="local")
    assert "Vælg en organisation, når du bruger lokalt login." in response.text


def test_the_same_answer_is_not_given_to_another_request(portal: RelyingParty, browser: Browser) -> None:
    _, page = opened(portal, browser)
    form = chosen(browser, page, "anna").form("approve")
    browser.session.post(form.action, form.fields | {"action": "approve"}, allow_redirects=False, timeout=20)
    attempt = portal.begin(prompt="login")
    assert "Log ind som Anna Opdigtsen" in browser.get(attempt.url).text
