"""allauth's forms in the design system, each field with a message of its own."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.core.forms import PortalForm

REQUIRED = {
    "login": _("Indtast dit brugernavn"),
    "password": _("Indtast din adgangskode"),
    "oldpassword": _("Indtast den adgangskode, du bruger nu"),
    "password1": _("Indtast en ny adgangskode"),
    "password2": _("Indtast den nye adgangskode en gang til"),
    "code": _("Indtast koden"),
    "name": _("Indtast et navn til nøglen"),
    "credential": _("Brug din adgangsnøgle"),
}
LABELS = {
    "login": _("Brugernavn"),
    "password": _("Adgangskode"),
    "oldpassword": _("Nuværende adgangskode"),
    "password1": _("Ny adgangskode"),
    "password2": _("Ny adgangskode igen"),
    "code": _("Kode"),
    "name": _("Navn på nøglen"),
}


class StaffForm(PortalForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.error_messages["required"] = REQUIRED.get(name, _("Udfyld feltet"))
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name in ("login", "password"):
                field.help_text = ""


class LoginForm(StaffForm, account.LoginForm):
    pass


class ReauthenticateForm(StaffForm, account.ReauthenticateForm):
    pass


class ChangePasswordForm(StaffForm, account.ChangePasswordForm):
    pass


class SetPasswordForm(StaffForm, account.ResetPasswordKeyForm):
    pass


class CodeForm(StaffForm, mfa.AuthenticateForm):
    pass


class ReauthenticateCodeForm(StaffForm, mfa.ReauthenticateForm):
    pass


class AddPasskeyForm(StaffForm, webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].label = _("Log ind med nøglen alene (anbefales)")
        self.fields["passwordless"].help_text = _("Nøglen beder selv om fingeraftryk, ansigt eller pinkode.")
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(StaffForm, webauthn.EditWebAuthnForm):
    pass


class NewCodesForm(StaffForm, GenerateRecoveryCodesForm):
    pass


class OtpForm(PortalForm):
    """The six digits of the phone, with or without a blank between them."""

    code = forms.CharField(
        label=_("Engangskode"),
        help_text=_("Seks cifre fra kodeappen på din telefon."),
        max_length=12,
        error_messages={"required": _("Indtast de seks cifre, som kodeappen viser")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code",
                                      "class": "input-width-xs", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if not (code.isascii() and code.isdecimal() and len(code) == 6):
            raise ValidationError(_("Indtast de seks cifre, som kodeappen viser"), code="invalid")
        return code
