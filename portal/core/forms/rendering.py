"""One renderer and one bound field: Django's own form rendering, drawn with the design system's markup."""

from typing import Any, Protocol, runtime_checkable

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.functional import cached_property

CONTROL_CLASS: dict[type[forms.Widget], str] = {
    forms.Select: "form-select",
    forms.RadioSelect: "form-radio",
    forms.CheckboxSelectMultiple: "form-checkbox",
    forms.CheckboxInput: "form-checkbox",
    forms.FileInput: "",
}


@runtime_checkable
class MarkedForm(Protocol):
    """A form that says which of its fields get a mark: "optional", "required", or "" for none."""

    @property
    def marks(self) -> str: ...


class DkfdsBoundField(BoundField):
    """A field in a form that knows its classes, its template, its link target and its mark."""

    @cached_property
    def control_class(self) -> str:
        for each in type(self.field.widget).__mro__:
            if each in CONTROL_CLASS:
                return CONTROL_CLASS[each]
        return "form-input"

    @cached_property
    def layout(self) -> str:
        """Which field template draws it: parts, choices, checkbox or control."""
        if isinstance(self.field.widget, forms.MultiWidget):
            return "parts"
        if self.use_fieldset:
            return "choices"
        if isinstance(self.field.widget, forms.CheckboxInput):
            return "checkbox"
        return "control"

    @property
    def template_name(self) -> str:
        return getattr(self.field, "template_name", None) or f"dkfds/field_{self.layout}.html"

    @property
    def error_target(self) -> str:
        """The id an error summary leads to: the first control of the field; "" when it is hidden."""
        if self.is_hidden:
            return ""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label

    @property
    def mark(self) -> str:
        """ "optional", "required" or "": only the rarer kind in a form is marked."""
        marks = self.form.marks if isinstance(self.form, MarkedForm) else ""
        return marks if (marks == "required") == self.field.required else ""

    @property
    def is_file(self) -> bool:
        return isinstance(self.field.widget, forms.FileInput)

    @property
    def character_limit(self) -> Any:
        """How many characters may be written (the widget's `data-character-limit`); a script counts down."""
        return self.field.widget.attrs.get("data-character-limit")

    @property
    def aria_describedby(self) -> str | None:
        described_by = super().aria_describedby
        if self.character_limit and described_by is not None:
            return f"{described_by} {self.auto_id}_limit".strip()
        return described_by

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        own = (widget or self.field.widget).attrs.get("class", "")
        if classes := f"{self.control_class} {own}".strip():
            attrs["class"] = classes
        # Not allowed on radio buttons; the fieldset carries the description.
        if self.use_fieldset:
            attrs.pop("aria-invalid", None)
        return attrs


class DkfdsRenderer(TemplatesSetting):
    form_template_name = "dkfds/form.html"
    field_template_name = "dkfds/field_control.html"
    bound_field_class = DkfdsBoundField
