"""The login pages in a real browser: accessible, narrow enough, and usable with scripts switched off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from tests.journeys.browser import browser as chromium

from .conftest import PROJECT
from .relying_party import LOA, RelyingParty, first_values

__all__ = ["chromium"]
pytestmark = pytest.mark.browser

AXE = PROJECT / "requirements" / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (1280, 320)


def people(page: Page, portal: RelyingParty) -> None:
    page.goto(portal.begin(acr_values=f"{LOA}Substantial").url)


def no_people(page: Page, portal: RelyingParty) -> None:
    people(page, portal)
    page.fill("#id_q", "ingen hedder sådan")
    page.press("#id_q", "Enter")
    page.wait_for_selector("text=Ingen passer")


def authenticators(page: Page, portal: RelyingParty) -> None:
    page.goto(portal.begin(acr_values=f"{LOA}High", ui_locales="en").url)
    page.click("text=Emil Eksempelsen")
    page.wait_for_selector("text=Log in as Emil Eksempelsen")


def error(page: Page, portal: RelyingParty) -> None:
    page.goto(portal.begin().url)
    page.click("text=Emil Eksempelsen")
    page.check("input[value=local]")
    page.get_by_role("button", name="Godkend").click()
    page.wait_for_selector(".alert-error")


def step_up(page: Page, portal: RelyingParty) -> None:
    page.goto(portal.begin(login_hint="persona:anna;auth=app").url)
    page.goto(portal.begin(acr_values=f"{LOA}High").url)
    page.wait_for_selector("text=bekræfte med MitID igen")


def logout_question(page: Page, portal: RelyingParty) -> None:
    page.goto(portal.begin(login_hint="persona:anna;auth=app").url)
    page.goto(f"{portal.issuer}/identity/o/logout")
    page.wait_for_selector("text=Vil du logge ud?")


def refused(page: Page, portal: RelyingParty) -> None:
    page.goto(portal.begin(client_id="stranger").url)


def home(page: Page, portal: RelyingParty) -> None:
    page.goto(f"{portal.issuer}/")


STATES = (people, no_people, authenticators, error, step_up, logout_question, refused, home)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_a_page_is_accessible_and_fits(
    chromium: Chromium, portal: RelyingParty, state: Callable[[Page, RelyingParty], None], width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda problem: complaints.append(str(problem)))
    state(page, portal)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"IBM Plex Sans"')
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(item["id"], item["nodes"][0]["target"]) for item in found["violations"]] == []
    assert [text for text in complaints if "status of 400" not in text] == []
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_without_scripts_a_person_is_found_logs_in_and_comes_back(
    chromium: Chromium, portal: RelyingParty, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    attempt = portal.begin(acr_values=f"{LOA}High")
    page.goto(attempt.url)
    page.get_by_label("Søg efter en person").fill("regnestykke")
    page.get_by_role("button", name="Søg").click()
    page.get_by_role("link", name="Rikke Regnestykke").click()
    page.get_by_label("Adgangskode og MitID-chip").check()
    page.get_by_label("Regnestykket Revision P/S").check()
    page.get_by_role("button", name="Godkend").click()
    page.wait_for_selector("text=Tilbage")
    values = first_values(page.url)
    assert (page.url.partition("?")[0], values["state"]) == (portal.redirect_uri, attempt.state)
    answer = portal.redeem(attempt, values["code"])
    assert (answer.claims["acr"], answer.userinfo["cvr"]) == (f"{LOA}High", "99000058")
    context.close()


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(
    chromium: Chromium, portal: RelyingParty
) -> None:
    page = chromium.new_page()
    page.goto(portal.begin().url)
    page.click("text=Anna Opdigtsen")
    reached = []
    for _ in range(9):
        page.keyboard.press("Tab")
        focus = "e => e.innerText || e.value"
        reached.append(page.evaluate(f"({focus})(document.activeElement)").strip())
    assert reached == [
        "Gå til sidens indhold",
        "Dansk",
        "English",
        "Vælg en anden person",
        "app",
        "private",
        "Godkend",
        "Afbryd login",
        "Sådan bliver niveauet til",
    ]
    page.close()
