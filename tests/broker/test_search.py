"""Finding a person in the list."""

import pytest

from .forms import Page, names, opened, press
from .relying_party import Browser, RelyingParty


def test_the_first_twenty_are_listed_those_shipped_first(portal: RelyingParty, browser: Browser) -> None:
    _, page = opened(portal, browser)
    assert names(page)[:7] == ["anna", "egon", "tove", "jens", "emil", "rikke", "nadia"]
    assert len(names(page)) == 20
    assert "Det er de første 20" in page.text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("opdigt", ["anna"]),
        ("ANNA opdigtsen", ["anna"]),
        ("opdigtsen anna", ["anna"]),
        ("jævn", ["jens"]),
        ("740379", ["anna"]),
        ("740379-1010", ["anna"]),
        ("7403799999", []),
        ("%", []),
        ("ingen hedder sådan", []),
    ],
)
def test_the_search_takes_names_and_numbers(
    portal: RelyingParty, browser: Browser, words: str, found: list[str]
) -> None:
    _, page = opened(portal, browser)
    response = press(browser, page, "search", q=words)
    assert names(Page(response)) == found
    assert "7403" not in response.url
    assert ("Ingen passer" in response.text) is not found or not found


@pytest.mark.parametrize("words", ["\0", "<script>", "x" * 101])
def test_odd_searches_are_answered(portal: RelyingParty, browser: Browser, words: str) -> None:
    _, page = opened(portal, browser)
    response = press(browser, page, "search", q=words)
    assert response.status_code == 200
    assert "<script>" not in response.text
