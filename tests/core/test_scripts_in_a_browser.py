"""The portal's two scripts in a real browser, on pages drawn by the real templates under the real policy."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Request, Route

from portal.core.templatetags import _pieces
from tests.journeys.browser import browser

__all__ = ["browser"]
pytestmark = pytest.mark.browser

HOME = "http://portal.example/"
KINDS = ("script", "style", "img", "font", "connect")
POLICY = "; ".join(["default-src 'none'", *(f"{kind}-src 'self'" for kind in KINDS)])
JOB = """{% extends "base.html" %}{% load static ui %}
{% block scripts %}<script src="{% static 'js/poll.js' %}" defer></script>{% endblock %}
{% block main %}<h1>Flytning</h1>{% job_progress "Flytter brugere" 0 100 poll="/del/" %}{% endblock %}"""
LIST = """{% extends "base.html" %}{% load ui %}
{% block main %}<h1>Brugere</h1><form method="post" action="/gem/">
{% table "Brugere" kind="table--selectable" %}
<thead><tr>{% select_all %}<th scope="col">Navn</th></tr></thead>
<tbody><tr>{% select_row 1 "Anne" %}<td>Anne</td></tr><tr>{% select_row 2 "Bo" %}<td>Bo</td></tr></tbody>
{% endtable %}
{% table_actions one="1 valgt" many="{count} valgt" none="Ingen valgt" %}<button type="submit">Gem</button>
{% endtable_actions %}</form>{% endblock %}"""
FORM = """{% extends "base.html" %}{% load ui %}
{% block main %}{% error_summary form %}<h1>Formular</h1>
<form method="post" novalidate>{{ form }}</form>{% endblock %}"""

Answer = Callable[[Request], dict]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of `source`; `answer` plays the server for everything that is no static file."""
    contexts, said = [], []

    def open_page(source: str, answer: Answer | None = None, **context) -> Page:
        drawn = Template(source).render(Context(context))
        contexts.append(browser.new_context())
        page = contexts[-1].new_page()
        page.clock.install()
        page.on("console", lambda message: said.append(message.text) if "Policy" in message.text else None)
        page.on("pageerror", lambda error: said.append(str(error)))

        def serve(route: Route) -> None:
            path = route.request.url.removeprefix(HOME)
            if path.startswith("static/"):
                route.fulfill(path=finders.find(path.removeprefix("static/")))
            elif path == "":
                headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
                route.fulfill(body=drawn, headers=headers)
            elif answer:
                route.abort() if (told := answer(route.request)) is None else route.fulfill(**told)

        page.route("**/*", serve)
        page.goto(HOME)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def part(done: int) -> dict:
    told = _pieces.progress_part(
        "Flytter brugere", done, 100, poll="/del/", finished=done == 100, result="/faerdig/"
    )
    return {"body": render_to_string("components/progress_part.html", told), "content_type": "text/html"}


def wait_for_answer(page: Page, seconds: int = 2) -> None:
    with page.expect_request("**/del/"):
        page.clock.run_for(seconds * 1000)
    page.wait_for_timeout(150)


def heard(page: Page) -> str:
    return page.text_content("[data-poll-status]") or ""


def test_progress_is_read_out_at_each_quarter_only_and_ends_by_itself(visit):
    steps = iter([10, 30, 40, 60, 100])
    page = visit(JOB, lambda request: part(next(steps)))
    spoken = []
    for _step in range(5):
        wait_for_answer(page)
        spoken.append(heard(page))
    assert spoken == [
        "",
        "30 procent er færdigt.",
        "30 procent er færdigt.",
        "60 procent er færdigt.",
        "Færdig.",
    ]
    assert page.is_visible("text=Se resultatet")
    assert not page.is_visible("text=Opdatér status")
    page.clock.run_for(60_000)  # a sixth question would find no answer and fail the page


def test_a_lost_network_keeps_what_is_shown_and_asks_again(visit):
    answers = iter([part(30), None, part(60)])
    page = visit(JOB, lambda request: next(answers))
    wait_for_answer(page)
    wait_for_answer(page)
    assert "30 af 100" in page.text_content(".progress-part")
    wait_for_answer(page, seconds=4)
    assert "60 af 100" in page.text_content(".progress-part")


@pytest.mark.parametrize("told", [{"status": 302, "headers": {"Location": "/log-ind/"}}, {"status": 404}])
def test_a_closed_door_ends_the_asking_and_leaves_the_page_as_it_is(visit, told):
    asked = []
    page = visit(JOB, lambda request: asked.append(request.url) or told)
    wait_for_answer(page)
    page.clock.run_for(60_000)
    page.wait_for_timeout(50)
    assert len(asked) == 1
    assert page.is_visible("text=Opdatér status")
    assert "0 af 100" in page.text_content(".progress-part")


def test_the_chosen_rows_are_counted_in_the_words_of_the_page(visit):
    page = visit(LIST)
    counts = [page.text_content(".table-selected-number")]
    for row in ("#ids-1", "#ids-2"):
        page.check(row)
        counts.append(page.text_content(".table-selected-number"))
    page.uncheck("#select-all")
    assert [*counts, page.text_content(".table-selected-number")] == [
        "Ingen valgt",
        "1 valgt",
        "2 valgt",
        "Ingen valgt",
    ]


def test_a_form_is_sent_once(visit):
    sent = []
    page = visit(LIST, lambda request: sent.append(request.method) or {"status": 204})
    for _press in range(3):
        page.click("text=Gem")
        page.wait_for_timeout(100)
    assert sent == ["POST"]
    page.clock.run_for(6000)
    page.click("text=Gem")
    page.wait_for_timeout(100)
    assert sent == ["POST", "POST"]


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(visit):
    from portal.web.gallery import SampleForm

    page = visit(FORM, form=SampleForm({}))
    assert page.evaluate("document.activeElement.dataset.module") == "error-summary"
    page.click("[data-module=error-summary] a >> nth=2")
    assert page.evaluate("document.activeElement.id") == "id_birth_0"


def test_what_was_just_done_takes_the_focus_where_nothing_is_wrong(visit):
    source = '{% extends "base.html" %}{% block main %}<h1>Brugere</h1>{% endblock %}'
    messages = [type("Message", (), {"level_tag": "success", "__str__": lambda self: "Gemt"})()]
    page = visit(source, messages=messages)
    assert page.evaluate("document.activeElement.className") == "messages"


def test_the_countdown_speaks_the_language_of_the_page(visit):
    from django.utils.translation import override

    from portal.web.gallery import SampleForm

    with override("en"):
        page = visit(FORM, form=SampleForm())
    page.locator("#id_note").press_sequentially("hello")
    assert page.text_content("#id_note ~ .character-limit") == "You have 295 characters left"


def test_escape_closes_the_menu_and_gives_the_focus_back_to_its_button(visit):
    bakery, ship = (
        SimpleNamespace(name=name, cvr=cvr) for name, cvr in (("Bageriet", "92000009"), ("Skibet", "1"))
    )
    shell = SimpleNamespace(organisation=bakery, organisations=[bakery, ship])
    page = visit('{% extends "base.html" %}{% block main %}<h1>Overblik</h1>{% endblock %}', shell=shell)
    page.click(".organisation-switch button")
    page.focus(".organisation-switch a >> nth=1")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('aria-controls')") == "organisation-list"
    assert not page.is_visible("#organisation-list")
