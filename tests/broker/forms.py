"""The login pages as a browser without scripts reads them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import requests

from .relying_party import Attempt, Browser, RelyingParty


@dataclass
class Form:
    """One form of a page: where it goes, its fields as they stand, and its buttons."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """The forms and links of a page."""

    def __init__(self, response: requests.Response) -> None:
        super().__init__()
        self.url, self.text = response.url, response.text
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.feed(response.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "form":
            self.forms.append(Form(urljoin(self.url, has["action"])))
        elif tag == "a":
            self.links.append(urljoin(self.url, has["href"]))
        elif tag == "input" and (has["type"] != "radio" or "checked" in has):
            self.forms[-1].fields[has["name"]] = has.get("value") or ""
        elif tag == "button":
            self.forms[-1].buttons.append(has["value"])

    def form(self, button: str) -> Form:
        return next(form for form in self.forms if button in form.buttons)


def press(browser: Browser, page: Page, button: str, **changes: str) -> requests.Response:
    """Send the form the button belongs to, with some of its fields changed."""
    form = page.form(button)
    return browser.post(form.action, form.fields | changes | {"action": button})


def opened(portal: RelyingParty, browser: Browser, **params: str) -> tuple[Attempt, Page]:
    """The login page a request leads to."""
    attempt = portal.begin(**params)
    response = browser.get(attempt.url)
    assert response.status_code == 200
    return attempt, Page(response)


def chosen(browser: Browser, page: Page, key: str) -> Page:
    """The page of one person in the list."""
    return Page(browser.get(next(link for link in page.links if f"persona={key}" in link)))


def names(page: Page) -> list[str]:
    """The keys of the persons listed."""
    return [link.rpartition("persona=")[2] for link in page.links if "persona=" in link]
