"""Which items, and what about them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.forms import CheckboxesWithHints, PortalForm


class Items(PortalForm):
    """`choices`: (id, name, what it is about) of the items on the page."""

    shows_marks = False
    price_shown = forms.DecimalField(required=False, widget=forms.HiddenInput)
    items = forms.MultipleChoiceField(
        label=_("Hvad skal følge med?"),
        widget=CheckboxesWithHints(),
        error_messages={"required": _("Vælg mindst én på listen.")},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str, str]], label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["items"]
        field.label, field.widget.hints = label, {pk: hint for pk, _name, hint in choices}
        field.choices = [(pk, name) for pk, name, _hint in choices]
