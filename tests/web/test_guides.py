"""Guides per role and task, searchable, in both languages."""

import json
from typing import Any

import pytest

from portal.core.permissions import Role
from portal.web.guides import queries

pytestmark = pytest.mark.django_db
ALL = json.loads(queries.FILE.read_text())


@pytest.mark.parametrize("each", ALL, ids=[each["slug"] for each in ALL])
def test_every_guide_is_whole_in_both_languages(each: dict[str, Any], client: Any) -> None:
    assert each["role"] in set(Role)
    assert len(each["da"]["steps"]) == len(each["en"]["steps"])
    for language in ("da", "en"):
        page = client.get(
            f"/hjaelp/vejledninger/{each['slug']}/", HTTP_ACCEPT_LANGUAGE=language
        ).content.decode()
        assert each[language]["title"] in page
        assert all(
            words for words in (each[language]["who"], each[language]["after"], *each[language]["steps"])
        )


def test_there_is_one_for_every_role_that_does_something() -> None:
    assert {each["role"] for each in ALL} >= {
        "organisation_administrator", "user_administrator", "rights_administrator", "user", "management_representative",
        "service_owner", "support_agent",
    }  # fmt: skip


def test_they_are_found_by_words_and_by_role(client: Any) -> None:
    assert queries.found("da", "fuldmagt")[0].slug in ("fuldmagt", "fordel")
    assert {each.slug for each in queries.found("en", "lost phone")} == {"mistet"}
    assert {each.role for each in queries.found("da", role="user")} == {"user"}
    page = client.get("/hjaelp/vejledninger/?q=spær&rolle=").content.decode()
    assert "Spær en bruger med det samme" in page
    assert "Ingen vejledning passer" in client.get("/hjaelp/vejledninger/?q=xyzzy").content.decode()


@pytest.mark.parametrize("query", ["?rolle=x", "?q=" + "a" * 500, "?q=%3Cscript%3E", "?q[]=1"])
def test_bad_input_breaks_nothing(query: str, client: Any) -> None:
    page = client.get(f"/hjaelp/vejledninger/{query}")
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_an_unknown_guide_is_404(client: Any) -> None:
    assert client.get("/hjaelp/vejledninger/intet/").status_code == 404
