"""A page that the test client got, shown in a real browser: no server, the real headers and the real style sheets."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Request, Route

from tests.journeys.browser import AXE

# An address a browser trusts without TLS: else it says that it ignores a header.
HOME = "http://127.0.0.1:9"
WIDTHS = (1280, 320)


class Shown:
    def __init__(self, page: Page):
        self.page, self.said, self.answer = page, [], None
        page.on("console", lambda m: self.said.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.route("**/*", self._serve)

    def _serve(self, route: Route, request: Request) -> None:
        path = request.url.removeprefix(HOME)
        if path.startswith("/static/"):
            found = finders.find(re.sub(r"[?#].*", "", path.removeprefix("/static/")))
            route.fulfill(path=found) if found else route.fulfill(status=404)
        elif request.is_navigation_request():
            headers = {name: value for name, value in self.answer.headers.items() if name != "Set-Cookie"}
            route.fulfill(status=self.answer.status_code, headers=headers, body=self.answer.content)
        else:
            route.fulfill(status=204)

    def faults(self, address: str, answer: Any) -> Iterator[str]:
        """What axe finds at each width, what is wider than 320 px, what the console says."""
        self.said, self.answer = [], answer
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.goto(HOME + address)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.evaluate(AXE)
            result = self.page.evaluate("axe.run({resultTypes: ['violations']})")
            yield from (f"{width} px: {v['id']}: {v['nodes'][0]['html'][:200]}" for v in result["violations"])
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > 320:
            yield f"{wide} px wide at 320 px"
        yield from self.said
