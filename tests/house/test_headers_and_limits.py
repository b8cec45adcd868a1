"""Every answer, errors and static files too, carries the security headers; nothing personal is stored; what can be
guessed, mailed or carried away is limited."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.web import limits
from portal.web.closed import reopening
from portal.web.login.context import ENDED
from tests.house.routes import OURS, routes
from tests.web.test_login_headers import bare

STATIC = ("/static/css/portal.css", "/static/js/portal.js", "/static/dkfds/css/dkfds-virkdk.min.css",
          "/static/dkfds/fonts/IBMPlexSans/complete/woff2/IBMPlexSans-Regular.woff2", "/static/findes-ikke.css")  # fmt: skip


@pytest.fixture(autouse=True)
def _nobody_tried_yet():
    cache.clear()


def plain(route):
    """Not the API: it has no frame, no policy to break, and its own content types."""
    return not route.pattern.startswith((".well-known", "oauth2", "access/", "api/", "identities/v1"))


@pytest.mark.parametrize("who", ["nobody", "administrator"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_answers_with_all_headers(who, method, anne, log_in):
    client = log_in(anne) if who == "administrator" else Client()
    for route in OURS:
        if route.name in ("login:log_out", "login:end_other_sessions"):
            continue
        cache.clear()
        response = getattr(client, method)(route.address())
        assert response.status_code < 500 or route.name == "front:health", route
        assert bare(response) == [], route
        if who == "administrator":
            assert "no-store" in response["Cache-Control"], route


def test_static_files_carry_them_and_may_be_kept(db):
    for path in STATIC:
        response = Client().get(path)
        response.close()
        assert response.status_code == (404 if "findes-ikke" in path else 200), path
        assert bare(response) == [], path
        assert ("no-store" in response["Cache-Control"]) == ("findes-ikke" in path), path


REFUSED = {
    "400": lambda client: client.get("/", {"x": "\x00"}),
    "404": lambda client: client.get("/findes/ikke/"),
    "405": lambda client: client.get("/sprog/"),
    "413": lambda client: client.post("/sprog/", headers={"Content-Length": "90000000"}),
    "415": lambda client: client.post("/sprog/", "x", content_type="application/x-java"),
    "400 host": lambda client: client.get("/", headers={"Host": "evil.example"}),
}


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", REFUSED)
def test_every_refusal_is_a_page_with_all_headers(name, language, db):
    client = Client()
    client.cookies["language"] = language
    response = REFUSED[name](client)
    assert response.status_code == int(name.split()[0])
    assert bare(response) == []
    text = response.content.decode()
    assert f'<html lang="{language}"' in text
    assert text.count("<h1") == 1


@pytest.mark.parametrize("path", ["/healthz", "/.well-known/authzen-configuration", "/api/v1/grants", "/"])
def test_answers_of_the_api_and_pages_forbid_sniffing_and_framing(path, db):
    response = Client().get(path)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"


def test_logging_out_and_running_out_clear_what_the_browser_kept(anne, log_in):
    client = log_in(anne)
    assert client.post("/log-af/")["Clear-Site-Data"] == '"cache", "storage"'
    client = log_in(anne)
    session = client.session
    session["session_seen"] = 1
    session.save()
    response = client.get(reverse("web:overview", args=[anne.organisation.cvr]))
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert client.session[ENDED] == "idle"


# -- limits


def test_every_limited_address_exists():
    assert set(limits.LIMITS) <= {each.name for each in routes()}


def test_every_address_that_gives_a_list_as_a_file_is_limited():
    """What leaves as a file of many rows; a document or an attachment of one's own is a page like others."""
    given = {
        each.name
        for each in routes()
        if re.search(r"(export|_errors|review_file|(receipt|employee)_file)", each.name)
    }
    assert given <= set(limits.LIMITS)
    assert len(given) >= 7


@pytest.mark.parametrize("name", limits.LIMITS)
def test_so_many_and_no_more(name, anne, log_in, monkeypatch):
    limit, methods = limits.LIMITS[name]
    small = type(limit)(f"test.{name}", 2, 60)
    monkeypatch.setitem(limits.LIMITS, name, (small, methods))
    route = next(each for each in routes() if each.name == name)
    client, method = log_in(anne), methods.split()[0].lower()
    answers = [getattr(client, method)(route.address()) for _ in range(3)]
    assert [each.status_code == 429 for each in answers] == [False, False, True]
    assert int(answers[2]["Retry-After"]) >= 1
    assert "Vent" in answers[2].content.decode()
    assert bare(answers[2]) == []


def test_one_person_s_tries_do_not_stop_another(anne, carl, log_in, monkeypatch):
    monkeypatch.setitem(
        limits.LIMITS, "identities_public:code", (type(limits.CODES)("test.two", 1, 60), "POST")
    )
    path = reverse("identities_public:code")
    first = log_in(anne)
    assert first.post(path).status_code != 429
    assert first.post(path).status_code == 429
    assert log_in(carl).post(path).status_code != 429
    assert first.get(path).status_code == 200


# -- maintenance


@pytest.mark.parametrize(("language", "words"), [("da", "lukket et øjeblik"), ("en", "closed for a moment")])
def test_while_closed_every_page_says_so_and_when_it_opens(
    language, words, settings, db, django_assert_num_queries
):
    until = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=2)
    settings.MAINTENANCE = until.isoformat()
    client = Client()
    client.cookies["language"] = language
    with django_assert_num_queries(0):
        response = client.get("/99000015/brugere/")
    assert response.status_code == 503
    assert 7000 < int(response["Retry-After"]) <= 7200
    assert words in response.content.decode()
    assert response["Content-Language"] == language
    assert bare(response) == []
    assert response["Cache-Control"] == "no-store"


def test_while_closed_the_api_gets_a_problem_and_the_balancer_its_answer(settings, db):
    settings.MAINTENANCE = "on"
    asked = Client().post("/access/v1/evaluation", "{}", content_type="application/json")
    assert (asked.status_code, asked["Content-Type"]) == (503, "application/problem+json")
    assert int(asked["Retry-After"]) >= 60
    assert Client().get("/healthz").status_code == 200
    style = Client().get(STATIC[0])
    style.close()
    assert style.status_code == 200


@pytest.mark.parametrize("text", ["on", "2001-01-01T00:00", "2026-99-99T00:00", ""])
def test_a_moment_that_is_none_or_past_is_not_told(text):
    assert reopening(text) is None
