"""Every page of the world in a real browser, at 1280 and 320 px: axe finds nothing, the console stays silent, the
policy stops nothing, and nothing scrolls sideways. `verify --full` looks at the English pages too."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page

from tests.house.looking import Seen, look, pages, room
from tests.house.test_pages_as_text import NOT_HERE
from tests.house.world import made, world
from tests.journeys.browser import AXE, browser

__all__ = ["browser", "made", "world"]
pytestmark = pytest.mark.browser
KEPT = {"Cache-Control": "max-age=3600"}
# Not the page's: a session of the test client, and what the server here says itself.
OURS = ("Set-Cookie", "Content-Length")
ROOMS = sorted({room(each) for each in pages()})
TWICE = "() => { const all = [...document.querySelectorAll('[id]')].map(e => e.id); return all.filter((id, n) => all.indexOf(id) !== n) }"


class Shown(BaseHTTPRequestHandler):
    """Gives the browser what the test client got, with its real headers, and the files that pages use."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = re.sub(r"[?#].*", "", self.path)
        file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if file:
            self._give(200, {"Content-Type": guess_type(path)[0] or "", **KEPT}, Path(file).read_bytes())
        elif self.headers.get("Sec-Fetch-Mode") == "navigate":
            shown = self.server.shown
            headers = {name: value for name, value in shown.headers.items() if name not in OURS}
            self._give(shown.status_code, headers, shown.content)
        else:
            self._give(404 if path.startswith("/static/") else 204, {}, b"")

    def _give(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        """Silence: what goes wrong is said in the browser's console."""


class Window:
    """One page in the browser, the server behind it, and what it said."""

    def __init__(self, page: Page, server: ThreadingHTTPServer):
        self.page, self.server, self.said = page, server, []
        self.home = f"http://localhost:{server.server_port}"
        page.on("console", lambda m: self.said.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def open(self, address: str, response: Any, width: int = 1280) -> Page:
        self.said, self.server.shown = [], response
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(self.home + address)
        return self.page

    def faults(self, seen: Seen) -> Iterator[str]:
        self.open(seen.address, seen.response)
        self.page.evaluate(AXE)
        yield from (f"two elements are called #{each}" for each in self.page.evaluate(TWICE))
        for width in (1280, 320):
            self.page.set_viewport_size({"width": width, "height": 900})
            yield from (f"{width} px: {each}" for each in self._axe())
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > 320:
            yield f"{wide} px wide at 320 px"
        yield from self.said

    def _axe(self) -> list[str]:
        result = self.page.evaluate("axe.run({resultTypes: ['violations']})")
        return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in result["violations"]]


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shown)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def window(browser: Any, server: ThreadingHTTPServer) -> Iterator[Window]:
    context = browser.new_context(locale="da-DK")
    yield Window(context.new_page(), server)
    context.close()


def found(world: Any, window: Window, name: str) -> dict[str, list[str]]:
    faults = {}
    for each in pages(name):
        seen = look(world, each)
        told = ["nothing to show"] if seen is None else list(window.faults(seen))
        if told and each.name not in NOT_HERE:
            faults[f"{each.name} {seen.address if seen else ''}"] = told
    return faults


def say(faults: dict[str, list[str]]) -> str:
    return "\n".join(f"{page}\n    " + "\n    ".join(told) for page, told in faults.items())


@pytest.mark.parametrize("name", ROOMS)
def test_every_page_in_a_browser(name, world, window):
    faults = found(world, window, name)
    assert not faults, say(faults)


@pytest.mark.full
@pytest.mark.parametrize("name", ROOMS)
def test_every_page_in_a_browser_in_english(name, world, window):
    for client in world.clients.values():
        client.cookies["language"] = "en"
    faults = found(world, window, name)
    assert not faults, say(faults)


def test_the_browser_check_can_fail(world, window, rf):
    """The control: a picture without words, a script of the page's own, a wide box."""
    from django.http import HttpResponse

    bad = "<!doctype html><html lang=da><title>x</title><h1>x</h1><img src=/static/img/favicon.svg><div id=a></div><div id=a></div>"
    answer = HttpResponse(bad + "<pre style='width: 900px'>x</pre><script>1</script>" + "<p>" + "x" * 999)
    answer["Content-Security-Policy"] = "default-src 'self'"
    told = " ".join(window.faults(Seen(pages("web")[0], "nobody", "/x/", answer)))
    for word in ("image-alt", "#a", "wide at 320", "Content Security Policy"):
        assert word in told, word
