"""The frame of every page, the error pages, and the front end's packages."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.backends.django import DjangoTemplates
from django.template.loader import render_to_string
from django.utils.translation import override
from lxml import html

BASE = Path(settings.BASE_DIR)
TEMPLATES = sorted((BASE / "templates").rglob("*.html"))
ERROR_PAGES = sorted(path.stem for path in (BASE / "templates" / "errors").glob("*.html"))
UNDEFINED = "!undefined!"


@pytest.fixture(scope="module")
def strict():
    """The project's template engine, but with a shout where a variable is missing."""
    options = {**settings.TEMPLATES[0]["OPTIONS"], "string_if_invalid": UNDEFINED, "context_processors": []}
    return DjangoTemplates(
        {"NAME": "strict", "DIRS": settings.TEMPLATES[0]["DIRS"], "APP_DIRS": True, "OPTIONS": options}
    )


def test_there_is_a_page_for_every_error():
    assert ERROR_PAGES == [
        "400",
        "403",
        "404",
        "405",
        "409",
        "429",
        "500",
        "503",
        "maintenance",
        "old_form",
        "rule",
    ]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_needs_nothing_from_anybody(strict, name, language):
    with override(language):
        text = strict.get_template(f"errors/{name}.html").render({})
    page = html.fromstring(text)
    assert UNDEFINED not in text
    assert page.get("lang") == language
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//h1")[0].text_content().strip() in page.xpath("//title")[0].text
    assert page.xpath("//a[@href='/hjaelp/']")


def test_the_page_without_access_says_what_is_missing_and_whom_to_ask():
    told = {"needed": ["Brugeradministrator"], "administrators": ["Søren Ågesen"], "request_id": "r-17"}
    page = html.fromstring(render_to_string("errors/403.html", told))
    words = page.xpath("//main")[0].text_content()
    assert all(word in words for word in ("Brugeradministrator", "Søren Ågesen", "r-17"))


def test_no_page_holds_script_or_style_of_its_own():
    for path in TEMPLATES:
        text = re.sub(r"{%.*?%}", "", path.read_text())
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text), path
        executed = [tag for tag in re.findall(r"<script[^>]*>", text) if "application/json" not in tag]
        assert all(" src=" in tag for tag in executed), path


def test_every_icon_is_in_the_design_system():
    sprite = finders.find("dkfds/img/all-svg-icons.svg")
    assert sprite, "the design system is not fetched: python3 manage.py assets"
    known = set(re.findall(r'id="([^"]+)"', Path(sprite).read_text()))
    used = {name for path in TEMPLATES for name in re.findall(r'{%\s*icon "([^"]+)"', path.read_text())} | {
        "info",
        "success",
        "warning",
        "error",
    }
    assert used <= known


def test_every_static_file_a_template_names_is_there():
    for path in TEMPLATES:
        for name in re.findall(r"{% static '([^']+)' %}", path.read_text()):
            assert finders.find(name), f"{path}: {name}"


def test_the_lock_names_no_host():
    lock = (BASE / "requirements" / "package-lock.json").read_text()
    assert "://" not in lock
    assert all("integrity" in each for name, each in json.loads(lock)["packages"].items() if name)


def test_packages_are_pinned_to_one_version():
    package = json.loads((BASE / "requirements" / "package.json").read_text())
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)


def test_the_portals_own_script_stays_light():
    scripts = {
        path.name: len(path.read_text().splitlines()) for path in (BASE / "static" / "js").glob("*.js")
    }
    assert set(scripts) == {"portal.js", "poll.js"}
    assert max(scripts.values()) < 60
