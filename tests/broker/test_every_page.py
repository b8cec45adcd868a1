"""What holds for all of the pages: plain words, both languages, a strict policy."""

from .forms import Page, chosen, opened, press
from .relying_party import LOA, Browser, RelyingParty


def test_the_pages_say_that_this_is_not_mitid(portal: RelyingParty, browser: Browser) -> None:
    _, page = opened(portal, browser)
    for text in (page.text, chosen(browser, page, "anna").text, browser.get(f"{portal.issuer}/").text):
        assert "Det her er ikke MitID." in text
        assert "Alle personer er opdigtede." in text


def test_english_is_complete_and_can_be_chosen_on_the_page_or_by_the_client(
    portal: RelyingParty, browser: Browser
) -> None:
    _, page = opened(portal, browser)
    english = Page(browser.get(next(link for link in page.links if "ui_locales=en" in link)))
    assert '<html lang="en">' in english.text
    assert "Log in to Prøveportalen" in english.text
    attempt, page = opened(portal, browser, ui_locales="en-GB da", acr_values=f"{LOA}High")
    page = chosen(browser, page, "rikke")
    for danish in ("Vælg", "Giver", "sikringsniveau", "Godkend", "Afbryd", "Hvordan"):
        assert danish not in page.text
    answer = portal.redeem(attempt, portal.callback(attempt, press(browser, page, "approve"))["code"])
    assert answer.claims["acr"] == f"{LOA}High"


def test_without_a_wish_the_page_is_danish_whatever_the_browser_speaks(
    portal: RelyingParty, browser: Browser
) -> None:
    browser.session.headers["Accept-Language"] = "en"
    assert '<html lang="da">' in browser.get(portal.begin().url).text


def test_every_page_has_a_strict_policy_and_is_not_kept(portal: RelyingParty, browser: Browser) -> None:
    response = browser.get(portal.begin().url)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert f"form-action 'self' {portal.redirect_uri.rpartition('/portal/')[0]};" in f"{policy};"
    assert "frame-ancestors 'none'" in policy
    assert "no-store" in response.headers["Cache-Control"]
    assert "<script" not in response.text
    assert "style=" not in response.text


def test_the_cookies_are_the_brokers_own_and_unreadable_to_scripts(
    portal: RelyingParty, browser: Browser
) -> None:
    portal.log_in(browser, login_hint="persona:anna;auth=app")
    browser.get(portal.begin(prompt="login").url)
    cookies = {cookie.name: cookie for cookie in browser.session.cookies}
    assert cookies.keys() == {"standin_session", "standin_csrf"}
    for cookie in cookies.values():
        assert cookie.has_nonstandard_attr("HttpOnly")
        assert cookie.get_nonstandard_attr("SameSite") == "Lax"
