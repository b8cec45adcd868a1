"""An organisation's own login provider."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.forms import DatePartsField, PortalForm, UploadField


class LocalIdpForm(PortalForm):
    name = forms.CharField(
        label=_("Navn"),
        help_text=_("Det ser medarbejderne på login-siden, fx “Aaby Bageris login”."),
        max_length=100,
        error_messages={"required": _("Indtast et navn")},
    )
    issuer = forms.CharField(
        label=_("Adresse (issuer)"),
        help_text=_("Den begynder med https:// og står i jeres OpenID-opsætning."),
        max_length=500,
        error_messages={"required": _("Indtast adressen på jeres lokale IdP")},
    )
    client_id = forms.CharField(
        label=_("Klient-id"), max_length=200, error_messages={"required": _("Indtast klient-id")}
    )
    client_secret = forms.CharField(
        label=_("Hemmelighed"),
        help_text=_("Den vises aldrig igen. Lad feltet stå tomt for at beholde den, I har gemt."),
        required=False,
        max_length=500,
        widget=forms.PasswordInput,
    )


class StatementForm(PortalForm):
    file = UploadField(label=_("Revisorerklæring"), formats=("pdf", "png", "jpg"), max_megabytes=10)
    level = forms.ChoiceField(
        label=_("Anmeldt sikringsniveau (NSIS)"),
        choices=[("LOW", _("Lav")), ("SUBSTANTIAL", _("Betydelig")), ("HIGH", _("Høj"))],
        initial="SUBSTANTIAL",
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg det anmeldte niveau")},
    )
    expires_on = DatePartsField(
        label=_("Gælder til og med"),
        help_text=_("Dagen efter stopper login med lokal IdP, indtil I har lagt en ny erklæring ind."),
        error_messages={"required": _("Indtast den sidste dag, erklæringen gælder")},
    )


class SubjectForm(PortalForm):
    subject = forms.CharField(
        label=_("Navn hos jeres lokale IdP"),
        help_text=_("Det, jeres lokale IdP sender som “sub” for medarbejderen."),
        max_length=255,
        error_messages={"required": _("Indtast medarbejderens navn hos jeres lokale IdP")},
    )
