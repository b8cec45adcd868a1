"""Every form says what to do when something is missing, in its own words."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings

from portal.core.forms import PortalForm
from portal.core.forms.base import UNHELPFUL

OURS = Path(settings.BASE_DIR)


def our_packages() -> list[str]:
    here = (app for app in apps.get_app_configs() if Path(app.path).is_relative_to(OURS))
    return [app.name for app in here if "site-packages" not in app.path]


def all_forms() -> list[type[PortalForm]]:
    """Every form class of the portal's own apps, in whatever module named forms."""
    for package in our_packages():
        for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if found.name.rpartition(".")[2] in ("forms", "gallery") or ".forms." in found.name:
                importlib.import_module(found.name)
    return sorted(set(_subclasses(PortalForm)), key=named)


def _subclasses(form: type[PortalForm]) -> Iterator[type[PortalForm]]:
    for each in form.__subclasses__():
        if not each.__module__.startswith("tests."):
            yield each
        yield from _subclasses(each)


def named(form: type[PortalForm]) -> str:
    return f"{form.__module__}.{form.__qualname__}"


def own_fields(form: type[PortalForm]) -> dict[str, forms.Field]:
    """Its visible fields, without those that came from another package's form."""
    packages = (*our_packages(), "tests")
    foreign = [base for base in form.__mro__ if not base.__module__.startswith(packages)]
    taken_over = {id(field) for base in foreign for field in getattr(base, "base_fields", {}).values()}
    return {name: field for name, field in form.base_fields.items()
            if not field.widget.is_hidden and id(field) not in taken_over}  # fmt: skip


def wordless(form: type[PortalForm]) -> list[str]:
    """The required fields of a form that would say "Dette felt er påkrævet"."""
    return [name for name, field in own_fields(form).items()
            if field.required and field.error_messages["required"] == UNHELPFUL]  # fmt: skip


def nameless(form: type[PortalForm]) -> list[str]:
    return [name for name, field in own_fields(form).items() if not field.label]


@pytest.mark.parametrize("form", all_forms(), ids=named)
def test_every_required_field_says_itself_what_to_do(form):
    assert wordless(form) == []


@pytest.mark.parametrize("form", all_forms(), ids=named)
def test_every_visible_field_has_a_label_of_its_own(form):
    assert nameless(form) == []


class Foreign(forms.Form):
    code = forms.CharField(label="Kode")


Foreign.__module__ = "elsewhere.forms"


class Mute(PortalForm, Foreign):
    name = forms.CharField()
    version = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(label="Note", required=False)


def test_a_field_without_words_or_label_is_found():
    assert wordless(Mute) == ["name"]
    assert nameless(Mute) == ["name"]


def test_what_came_without_words_gets_some_when_it_is_shown():
    errors = Mute({}).errors
    assert errors["code"] == ["Udfyld “Kode”"]
    assert errors["version"] == [
        "Noget, der hører til siden, kom ikke med. Hent siden igen, og prøv en gang til"
    ]
