"""Choices that need a word of explanation each."""

from typing import Any

from django import forms
from django.utils.functional import Promise


class _WithHints:
    """`hints`: value → explanation, shown under the choice and read with it."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, hints: dict[str, str | Promise] | None = None
    ) -> None:
        super().__init__(attrs)  # type: ignore[call-arg]
        self.hints = hints or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        if hint := self.hints.get(str(value)):
            option["hint"] = hint
            if control_id := option["attrs"].get("id"):
                option["attrs"]["aria-describedby"] = f"{control_id}_hint"
        return option


class RadioWithHints(_WithHints, forms.RadioSelect):
    """Radio buttons, each with its explanation."""


class CheckboxesWithHints(_WithHints, forms.CheckboxSelectMultiple):
    """Checkboxes, each with its explanation."""
