"""The closed vocabulary of the trail: every event of every app with its sentence in the reader's language."""

import functools
import importlib
from typing import Any

from django.apps import apps
from django.db import models


@functools.cache
def vocabulary() -> dict[str, Any]:
    """Event name → lazy sentence, gathered from the `events` module of every app. Raises on a name used twice."""
    known: dict[str, Any] = {}
    for config in apps.get_app_configs():
        for choices in _choices(config.name):
            for event in choices:
                if event.value in known:
                    raise RuntimeError(f"{event.value} is declared twice")
                known[event.value] = event.label
    return known


def _choices(app: str) -> list[type[models.TextChoices]]:
    try:
        module = importlib.import_module(f"{app}.events")
    except ModuleNotFoundError as missing:
        if missing.name != f"{app}.events":
            raise
        return []
    return [each for each in vars(module).values()
            if isinstance(each, type) and issubclass(each, models.TextChoices) and each is not models.TextChoices]  # fmt: skip


def sentence(event: str) -> str:
    """The event in words; the bare name if a later version of the portal no longer knows it."""
    return str(vocabulary().get(event, event))
