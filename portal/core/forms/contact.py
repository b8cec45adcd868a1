"""Phones and mail addresses; each cleans to the one way it is stored."""

import re
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _


class PhoneField(forms.CharField):
    """`12 34 56 78`, `+45 12345678`, `0046 …` → E.164 (`+4512345678`); without a country it is Danish."""

    widget = forms.TelInput
    default_error_messages = {
        "required": _("Indtast et telefonnummer"),
        "invalid": _("Indtast et telefonnummer, fx 12 34 56 78 eller +46 70 123 45 67"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "tel", "class": "input-width-s"}

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(typed, "DK")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class AnyAlphabetEmailValidator(EmailValidator):
    """As Django's, but the part before @ may hold æ, ø, å and other letters (RFC 6531)."""

    user_regex = re.compile(
        r"^[-!#$%&'*+/=?^_`{}|~\w]+(\.[-!#$%&'*+/=?^_`{}|~\w]+)*\Z",
        re.IGNORECASE,
    )


class MailField(forms.EmailField):
    """A mail address; the part after @ comes back in small letters."""

    default_validators = [AnyAlphabetEmailValidator()]
    default_error_messages = {
        "required": _("Indtast en e-mailadresse"),
        "invalid": _("Indtast en e-mailadresse som navn@eksempel.dk"),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"spellcheck": "false"}

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        name, at, domain = typed.rpartition("@")
        return f"{name}{at}{domain.lower()}"
