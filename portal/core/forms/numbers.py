"""Fields for Danish numbers; each cleans to the one way it is stored."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.core.identifiers import clean_number, is_cvr, is_ean, is_p_number, is_se_number, parse_cpr


class _NumberField(forms.CharField):
    """Typed with or without blanks, dots and "DK"; cleans to digits only."""

    check: Callable[[str], bool]
    width = "input-width-s"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false", "class": self.width}

    def to_python(self, value: Any) -> str:
        return clean_number(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not type(self).check(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class CvrField(_NumberField):
    """`12 34 56 78`, `DK12345678` … → `12345678`. `allows_portal_number`: also 0 and seven digits, for
    organisations that have no CVR number and got one from the portal."""

    check = staticmethod(is_cvr)
    default_error_messages = {
        "required": _("Indtast et CVR-nummer"),
        "invalid": _("Indtast et CVR-nummer på 8 cifre. Tjek, at alle cifre er rigtige"),
    }

    def __init__(self, *, allows_portal_number: bool = False, **kwargs: Any) -> None:
        self.allows_portal_number = allows_portal_number
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        if not (self.allows_portal_number and re.fullmatch(r"0[0-9]{7}", value or "")):
            super().validate(value)


class SeNumberField(_NumberField):
    """→ eight digits."""

    check = staticmethod(is_se_number)
    default_error_messages = {
        "required": _("Indtast et SE-nummer"),
        "invalid": _("Indtast et SE-nummer på 8 cifre. Tjek, at alle cifre er rigtige"),
    }


class PNumberField(_NumberField):
    """→ ten digits."""

    check = staticmethod(is_p_number)
    default_error_messages = {
        "required": _("Indtast et P-nummer"),
        "invalid": _("Indtast et P-nummer på 10 cifre. Tjek, at alle cifre er rigtige"),
    }


class EanField(_NumberField):
    """→ thirteen digits (the location number of NemHandel)."""

    check = staticmethod(is_ean)
    default_error_messages = {
        "required": _("Indtast et EAN-nummer"),
        "invalid": _("Indtast et EAN-nummer på 13 cifre. Tjek, at alle cifre er rigtige"),
    }


class CprField(_NumberField):
    """`010190-1234` → `0101901234`. The message never repeats what was typed.

    `allow_substitute`: take substitute numbers (day + 60); unless said, ALLOW_SUBSTITUTE_CPR decides.
    """

    default_error_messages = {
        "required": _("Indtast et CPR-nummer"),
        "invalid": _("Indtast et CPR-nummer på 10 cifre, fx 010190-1234"),
    }

    def __init__(self, *, allow_substitute: bool | None = None, **kwargs: Any) -> None:
        self.allow_substitute = allow_substitute
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        forms.CharField.validate(self, value)
        asked = self.allow_substitute
        allowed = settings.ALLOW_SUBSTITUTE_CPR if asked is None else asked
        if value and parse_cpr(value, allow_substitute=allowed) is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
