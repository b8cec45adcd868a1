"""A person at a real browser: every page they come to is looked at for accessibility, width and silence."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

AGENT = "demo-agent"
if TYPE_CHECKING:
    from tests.journeys.live import Portal

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "requirements" / "node_modules" / "axe-core" / "axe.min.js").read_text()
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


# Playwright keeps an event loop in this thread; the ORM is used between its steps, never inside them.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
_shared: dict[str, object] = {"users": 0}


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all modules that name this fixture: a thread can have one Playwright only."""
    if not _shared["users"]:
        _shared["playwright"] = playwright = sync_playwright().start()
        _shared["chromium"] = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    _shared["users"] += 1
    yield _shared["chromium"]
    _shared["users"] -= 1
    if not _shared["users"]:
        _shared["chromium"].close()
        _shared["playwright"].stop()


class Person:
    """One person with a browser of their own. `check` is called on every new page they look at."""

    def __init__(self, browser: Browser, address: str, *, javascript: bool = True, language: str = "da-DK"):
        self.address, self.seen = address, set()
        self.context = browser.new_context(
            locale=language, java_script_enabled=javascript, viewport={"width": 1280, "height": 900}
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.noise: list[str] = []
        self.page.on(
            "console", lambda m: self.noise.append(m.text) if m.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))
        self.javascript = javascript

    def go(self, path: str) -> "Person":
        self.page.goto(path if path.startswith("http") else self.address + path)
        return self.look()

    def press(self, name: str) -> "Person":
        """Press the button or follow the link with this name in the page's main part."""
        wanted = re.compile(name.replace("/", r"\/"))  # it goes on into the browser, where a slash ends it
        main = self.page.locator("main")
        found = main.get_by_role("button", name=wanted).or_(main.get_by_role("link", name=wanted)).first
        self._there(found, name).click()
        self.page.wait_for_load_state()
        return self.look()

    def choose(self, label: str) -> "Person":
        self._there(self.page.get_by_label(label, exact=False).first, label).check()
        return self

    def write(self, label: str, text: str) -> "Person":
        self._there(self.page.get_by_label(label, exact=False).first, label).fill(text)
        return self

    def _there(self, found: Locator, name: str) -> Locator:
        try:
            found.wait_for(timeout=10_000)
        except PlaywrightTimeout:
            raise AssertionError(f"no {name!r} on {self.page.url}:\n{self.text[:1500]}") from None
        return found

    @property
    def text(self) -> str:
        """What the page's main part says."""
        return self.page.inner_text("main")

    def until(self, path: str, text: str, seconds: int = 90) -> "Person":
        """Look at the page again each second until it says `text`, as somebody who waits does."""
        for _ in range(seconds):
            if text in self.go(path).text:
                return self
            self.page.wait_for_timeout(1000)
        raise AssertionError(f"{text!r} never came on {self.page.url}:\n{self.text[:1500]}")

    def reads(self, *texts: str) -> "Person":
        shown = self.text
        for text in texts:
            assert text in shown, f"{text!r} is not on {self.page.url}:\n{shown[:1500]}"
        return self

    def look(self) -> "Person":
        """Once per kind of page: nothing said in the console, axe content, no sideways scrolling at 320 px."""
        kind = re.sub(r"[0-9a-f-]{36}|\d{8}|[\w-]{40,}", "*", self.page.url.split("?")[0])
        assert not self.noise, f"{self.page.url}: {self.noise}"
        if kind in self.seen or not kind.startswith(self.address):
            return self
        self.seen.add(kind)
        for width in (1280, 320):
            self.page.set_viewport_size({"width": width, "height": 900})
            self._accessible(width)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 320, f"{kind} scrolls sideways"
        self.page.set_viewport_size({"width": 1280, "height": 900})
        return self

    def _accessible(self, width: int) -> None:
        if not self.javascript:
            return
        self.page.evaluate(AXE)
        result = self.page.evaluate("axe.run({resultTypes: ['violations']})")
        faults = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in result["violations"]]
        assert not faults, f"{self.page.url} at {width}: {faults}"

    def log_in(self, name: str, cpr: str = "") -> "Person":
        """From any page with the log-in button, through the stand-in MitID, back to where they wanted to go. `cpr` tells
        two of one name apart."""
        self.press("Log ind med MitID")
        if "/log-ind/" in self.page.url:
            self.press("Log ind med MitID")
        return self.approve(name, cpr)

    def approve(self, name: str, cpr: str = "") -> "Person":
        assert not self.page.url.startswith(self.address), self.page.inner_text("main")
        self.page.locator("main input[type=search], main input[type=text]").first.fill(cpr or name)
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()
        self.page.locator(f"main :is(a, button):has-text('{name}')").first.click()
        self.page.wait_for_load_state()
        self.page.get_by_role("button", name=re.compile("Godkend")).click()
        self.page.wait_for_load_state()
        return self.look()

    def log_in_as_staff(self, portal: "Portal") -> "Person":
        """As the agent that `up` tells of: password, then the code that the agent's phone would show."""
        password = portal.tells(rf"as {AGENT}, password (\S+),")
        self.go("/support/").write("Brugernavn", AGENT).write("Adgangskode", password)
        self.press("Log ind med adgangskode")
        self.write("Engangskode", portal.command("otp_code", AGENT).strip()).press("Fortsæt")
        return self

    def link_in_mail(self, address: str, subject: str = "") -> str:
        """The newest single-use link mailed to this address, read in the development mailbox."""
        for _ in range(30):
            self.page.goto(f"{self.address}/postkasse/?q={address}")
            letters = (
                self.page.locator("main table a", has_text=subject)
                if subject
                else self.page.locator("main table a")
            )
            if letters.count():
                letters.first.click()
                found = re.search(r"http\S+/aktivering/\S+/", self.page.inner_text("main"))
                if found:
                    return found[0]
            self.page.wait_for_timeout(1000)
        raise AssertionError(f"no mail to {address}")

    def close(self) -> None:
        self.context.close()
