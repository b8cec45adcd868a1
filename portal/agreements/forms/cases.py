"""What an applicant hands in and writes in a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.agreements.models import Attachment
from portal.core.forms import MailField, PortalForm, UploadField


class Attach(PortalForm):
    """One file; several are added one after the other."""

    kind = forms.ChoiceField(
        label=_("Hvad viser filen?"),
        choices=Attachment.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvad filen viser.")},
    )
    file = UploadField(label=_("Fil"), formats=("pdf", "png", "jpg"), max_megabytes=10)


class Write(PortalForm):
    text = forms.CharField(
        label=_("Din besked"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Skriv din besked.")},
    )


class Invite(PortalForm):
    email = MailField(
        label=_("E-mailadresse"),
        help_text=_("Personen får et link til sagen og logger ind med sit eget MitID."),
    )


class SignForCaseWork(PortalForm):
    """The signature of somebody whom the register does not show to be entitled."""

    position = forms.CharField(
        label=_("Din stilling i organisationen"),
        help_text=_("Fx kommunaldirektør, formand eller direktør."),
        max_length=100,
        error_messages={"required": _("Indtast din stilling i organisationen.")},
    )
    read = forms.BooleanField(
        label=_("Jeg har læst aftalen og accepterer den på organisationens vegne"),
        error_messages={"required": _("Bekræft, at du har læst aftalen og accepterer den.")},
    )
    document_sha256 = forms.CharField(widget=forms.HiddenInput)
