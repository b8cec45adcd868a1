"""A date as three boxes: no calendar to open, no script, any keyboard."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PARTS = (
    (_("Dag"), "day", 2, "bday-day"),
    (_("Måned"), "month", 2, "bday-month"),
    (_("År"), "year", 4, "bday-year"),
)


class DateParts(forms.MultiWidget):
    """Day, month and year; `is_birth_date` lets the browser fill in the user's own."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, is_birth_date: bool = False) -> None:
        boxes = []
        for _label, _name, size, autocomplete in PARTS:
            own = {"inputmode": "numeric", "maxlength": size}
            boxes.append(forms.TextInput(own | ({"autocomplete": autocomplete} if is_birth_date else {})))
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for box, (label, part, _size, _autocomplete) in zip(
            context["widget"]["subwidgets"], PARTS, strict=True
        ):
            box["label"], box["part"] = label, part
        return context


class DatePartsField(forms.MultiValueField):
    """Cleans to a `datetime.date`, or None where nothing was written and nothing is required.

    Errors: "required" (nothing written), "incomplete" (a box is empty), "invalid" (no such day).
    """

    widget = DateParts
    default_error_messages = {
        "required": _("Indtast en dato som dag, måned og år"),
        "incomplete": _("Indtast både dag, måned og år"),
        "invalid": _("Datoen findes ikke i kalenderen. Indtast den som dag, måned og år, fx 1 2 2027"),
    }

    def __init__(self, *, is_birth_date: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DateParts(is_birth_date=is_birth_date))
        parts = [forms.CharField(required=kwargs.get("required", True)) for _part in PARTS]
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> datetime.date | None:
        if self.disabled:
            return value if isinstance(value, datetime.date) else None
        boxes = [str(box or "").strip() for box in (value or [])]
        if any(boxes) and not all(boxes):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        cleaned: datetime.date | None = super().clean(boxes)
        return cleaned

    def compress(self, data_list: list[str]) -> datetime.date | None:
        if not data_list:
            return None
        day, month, year = data_list
        if not all(box.isascii() and box.isdecimal() for box in data_list) or len(year) != 4:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return datetime.date(int(year), int(month), int(day))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
