"""The questions of an agreement that is there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.forms import PortalForm


class Terminate(PortalForm):
    word = forms.CharField(
        label=_("Skriv OPSIG med store bogstaver"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input-width-s"}),
        error_messages={"required": _("Skriv OPSIG for at opsige.")},
    )


class AcceptTerms(PortalForm):
    read = forms.BooleanField(
        label=_("Jeg har læst de nye vilkår og accepterer dem på organisationens vegne"),
        error_messages={"required": _("Bekræft, at du har læst vilkårene og accepterer dem.")},
    )
    text_sha256 = forms.CharField(widget=forms.HiddenInput)
