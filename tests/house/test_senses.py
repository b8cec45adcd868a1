"""The main pages by keyboard, by ear, magnified, with wider spacing, in forced colours and without motion."""

import os
import re
from pathlib import Path

import pytest

from tests.house.test_pages_in_a_browser import Window, browser, server, window
from tests.house.world import made, world

__all__ = ["browser", "made", "server", "window", "world"]
pytestmark = pytest.mark.browser
# What follows the clock or what other areas put in front of somebody.
CLOCK = re.compile(r"(?<=Support: 70 00 00 00\.)[^\"\n]*|\d+(?= ulæste)|(?<=code: )[0-9a-f-]{36}")
SPOKEN = Path(__file__).parent / "spoken"
# Name → who looks, address.
MAIN = {
    "front": ("nobody", "/"),
    "log_in": ("nobody", "/log-ind/"),
    "picker": ("anne", "/organisationer/?alle"),
    "overview": ("anne", "/99000015/"),
    "settings": ("anne", "/99000015/indstillinger/"),
    "no_access": ("bo", "/99000015/indstillinger/"),
    "not_found": ("nobody", "/findes/ikke/"),
    "help": ("nobody", "/hjaelp/"),
}
FOCUSED = """() => { const e = document.activeElement, b = e.getBoundingClientRect(), s = getComputedStyle(e);
  return e === document.body ? null : {what: e.outerHTML.slice(0, 120), width: b.width, height: b.height,
    outline: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none',
    left: b.left, right: b.right} }"""
WIDER = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }'
    + 'p { margin-bottom: 2em !important }'); document.adoptedStyleSheets = [sheet] }"""
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(e => {
  const s = getComputedStyle(e), hides = s.overflow === 'hidden' || s.overflowX === 'hidden' || s.overflowY === 'hidden';
  return hides && s.textOverflow !== 'ellipsis' && e.innerText && e.clientWidth > 2
    && (e.scrollWidth > e.clientWidth + 2 || e.scrollHeight > e.clientHeight + 2) }).map(e => e.outerHTML.slice(0, 120))"""


def show(world, window, name, width=1280):
    who, address = MAIN[name]
    return window.open(address, world.clients[who].get(address), width)


def test_by_keyboard_every_stop_is_seen_and_none_is_a_trap(world, window):
    for name in MAIN:
        page, stops = show(world, window, name), []
        for _ in range(120):
            page.keyboard.press("Tab")
            stop = page.evaluate(FOCUSED)
            if stop is None:
                break
            stops.append(stop)
        else:
            raise AssertionError(f"{name}: the keyboard does not come out of {stops[-1]}")
        assert 'class="skipnav"' in stops[0]["what"], name
        unseen = [
            each["what"] for each in stops if not each["outline"] or each["width"] < 2 or each["right"] <= 0
        ]
        assert unseen == [], name
        assert len({each["what"] for each in stops}) > 4, name


def test_the_skip_link_leads_to_the_content(world, window):
    page = show(world, window, "overview")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


@pytest.mark.parametrize("name", [each for each in MAIN if each != "help"])  # it follows the clock
def test_what_is_read_aloud_is_what_was_approved(name, world, window):
    """Approve a change with APPROVE=1; the file is reviewed like code."""
    page = show(world, window, name)
    heard = CLOCK.sub("…", page.locator("body").aria_snapshot()) + "\n"
    approved = SPOKEN / f"{name}.txt"
    if os.environ.get("APPROVE"):
        approved.write_text(heard)
    assert heard == approved.read_text(), f"read it aloud, then APPROVE=1: {approved}"


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_wider_spacing_and_magnified_text_cut_nothing_off(width, world, window):
    for name in MAIN:
        page = show(world, window, name, width)
        page.evaluate(WIDER)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.evaluate(CUT_OFF) == [], name


def test_in_forced_colours_shapes_keep_their_edges(world, browser, server):
    context = browser.new_context(forced_colors="active")
    window = Window(context.new_page(), server)
    window.open("/komponenter/", world.clients["anne"].get("/komponenter/"))
    for css in (".alert", ".badge", ".card", ".panel", ".filter-form"):
        wide = window.page.evaluate(
            f"parseFloat(getComputedStyle(document.querySelector('{css}')).borderTopWidth)"
        )
        assert wide >= 1, css
    radio = window.page.locator("main input[type=radio]").first
    radio.check(force=True)
    seen = "e => getComputedStyle(e.nextElementSibling, '::after').backgroundColor"
    assert radio.evaluate(seen) not in ("rgba(0, 0, 0, 0)", "transparent")
    context.close()


def test_without_motion_nothing_moves(world, browser, server):
    context = browser.new_context(reduced_motion="reduce")
    window = Window(context.new_page(), server)
    window.open("/komponenter/", world.clients["anne"].get("/komponenter/"))
    slow = """() => [...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);
      return [s.animationDuration, s.transitionDuration].join(',').split(',').some(d => parseFloat(d) > 0.001) }).length"""
    assert window.page.evaluate(slow) == 0
    context.close()


def test_without_scripts_the_pages_still_lead_on(world, browser, server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 900})
    window = Window(context.new_page(), server)
    for name in ("overview", "picker", "settings"):
        page = show(world, window, name, 320)
        assert page.locator("main h1").is_visible()
        assert page.get_by_role("link", name="Overblik").first.is_visible() or name == "picker"
        assert page.get_by_role("button", name="Log ud").first.is_visible()
    context.close()
