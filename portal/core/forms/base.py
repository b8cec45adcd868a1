"""The forms every page builds on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.forms.boundfield import BoundField
from django.utils.functional import Promise, cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.core.forms.rendering import DkfdsRenderer

Text = str | Promise
UNHELPFUL = forms.Field.default_error_messages[
    "required"
]  # "Dette felt er påkrævet": which one, and then what?


@dataclass(frozen=True)
class Group:
    """Fields that stand together; `legend` is "" for the fields without a heading of their own."""

    legend: Text
    fields: list[BoundField]


class PortalForm(forms.Form):
    """A form in the design system: `{% error_summary form %}` above the heading, `{{ form }}` below it.

    `fieldsets`: `((legend, (field names…)), …)` in the order of the page; fields outside of them come first.
    """

    default_renderer = DkfdsRenderer()
    fieldsets: tuple[tuple[Text, tuple[str, ...]], ...] = ()
    shows_marks = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == UNHELPFUL:
                field.error_messages["required"] = str(_says_what_to_do(field))

    @cached_property
    def marks(self) -> str:
        """Which fields are marked: the rarer kind, "optional" or "required"; "" for none."""
        visible = [field for field in self.fields.values() if not field.widget.is_hidden]
        marks_optional = sum(field.required for field in visible) * 2 >= len(visible)
        if not self.shows_marks:
            return ""
        return "optional" if marks_optional else "required"

    def groups(self) -> list[Group]:
        """The visible fields in the order of the page."""
        grouped = [name for _legend, names in self.fieldsets for name in names]
        if unknown := set(grouped) - set(self.fields):
            raise ImproperlyConfigured(f"{type(self).__name__}.fieldsets names {', '.join(sorted(unknown))}")
        loose = ("", tuple(name for name in self.fields if name not in grouped))
        groups = [Group(legend, self._visible(names)) for legend, names in (loose, *self.fieldsets)]
        return [group for group in groups if group.fields]

    def _visible(self, names: tuple[str, ...]) -> list[BoundField]:
        return [self[name] for name in names if not self[name].is_hidden]

    def error_summary(self) -> Iterator[tuple[str, str]]:
        """(href, message) of every error in the order of the page; href is "" where nothing is to be seen."""
        for message in self.non_field_errors():
            yield "", str(message)
        shown: list[Any] = [
            *self.hidden_fields(),
            *(field for group in self.groups() for field in group.fields),
        ]
        for field in shown:
            for message in field.errors:
                yield f"#{field.error_target}" if field.error_target else "", str(message)

    def get_context(self) -> dict[str, Any]:
        return super().get_context() | {"groups": self.groups()}


def _says_what_to_do(field: forms.Field) -> Text:
    """For fields that brought no words: hidden ones, and those of forms from other packages."""
    if field.widget.is_hidden:
        return _("Noget, der hører til siden, kom ikke med. Hent siden igen, og prøv en gang til")
    return format_lazy(_("Udfyld “{label}”"), label=field.label or "")


class ConfirmForm(PortalForm):
    """A page that asks nothing but "are you sure": sending it is the answer. Subclass it to ask why."""


class FilterForm(PortalForm):
    """Search and filters above a list, sent with GET: everything is voluntary, so nothing is marked."""

    shows_marks = False
    use_required_attribute = False
