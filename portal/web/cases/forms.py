"""What people and agents write in a case."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.core import uploads
from portal.core.forms import CvrField, FilterForm, MailField, PhoneField, PortalForm, UploadField
from portal.web.cases.models import Case
from portal.web.cases.queries import agents

MOST = 10


class TextField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        told: dict[str, Any] = {"max_length": 5000, "widget": forms.Textarea(attrs={"rows": 6})}
        super().__init__(**{**told, **kwargs})


class WithFile(PortalForm):
    """`cleaned_data["upload"]` is the judged file or None."""

    upload = UploadField(
        label=_("Vedhæft en fil"), formats=("pdf", "png", "jpg"), max_megabytes=MOST, required=False
    )

    def clean_upload(self) -> uploads.Upload | None:
        given = self.cleaned_data["upload"]
        if not given:
            return None
        try:
            return uploads.accept(given, max_bytes=MOST * uploads.MEGABYTE)
        except uploads.UploadRefused as refused:
            raise ValidationError(str(refused), code="refused") from refused


class AskForm(WithFile):
    field_order = ("subject", "solution", "text", "upload", "email", "phone")

    subject = forms.CharField(label=_("Hvad drejer det sig om?"), max_length=150,
                              error_messages={"required": _("Skriv kort, hvad det drejer sig om")})  # fmt: skip
    solution = forms.ChoiceField(label=_("Hvilken løsning?"), choices=Case.Solution.choices, initial=Case.Solution.PORTAL,
                                 error_messages={"required": _("Vælg en løsning")})  # fmt: skip
    text = TextField(
        label=_("Fortæl, hvad der er sket"),
        help_text=_(
            "Skriv, hvad du ville gøre, og hvad der skete i stedet. Skriv ikke CPR-numre eller koder."
        ),
        error_messages={"required": _("Fortæl, hvad der er sket")},
    )
    email = MailField(
        label=_("Hvor skal vi skrive til?"), error_messages={"required": _("Indtast din e-mailadresse")}
    )
    phone = PhoneField(label=_("Telefon"), required=False)


class WriteForm(WithFile):
    field_order = ("text", "upload")

    text = TextField(label=_("Skriv til supporten"), error_messages={"required": _("Skriv en besked")})


class CallForm(PortalForm):
    name = forms.CharField(
        label=_("Hvem ringer?"), max_length=200, error_messages={"required": _("Skriv navnet")}
    )
    number = CvrField(label=_("Organisationens CVR-nummer"), required=False)
    subject = forms.CharField(label=_("Hvad drejer det sig om?"), max_length=150,
                              error_messages={"required": _("Skriv kort, hvad det drejer sig om")})  # fmt: skip
    solution = forms.ChoiceField(label=_("Hvilken løsning?"), choices=Case.Solution.choices, initial=Case.Solution.PORTAL,
                                 error_messages={"required": _("Vælg en løsning")})  # fmt: skip
    text = TextField(label=_("Hvad er der sket?"), error_messages={"required": _("Skriv, hvad der er sket")})
    email = MailField(label=_("E-mail"), required=False)
    phone = PhoneField(label=_("Telefon"), required=False)


class VersionedForm(PortalForm):
    """Knows which version of the case the agent has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(VersionedForm, WithFile):
    field_order = ("text", "upload", "then", "version")

    text = TextField(label=_("Besked"), error_messages={"required": _("Skriv en besked")})
    then = forms.ChoiceField(
        label=_("Og så?"), widget=forms.RadioSelect, initial="wait", error_messages={"required": _("Vælg, hvad der så sker")},
        choices=[("wait", _("Send, og vent på svar")), ("solved", _("Send, og luk sagen som løst")),
                 ("note", _("Gem kun som internt notat"))],
    )  # fmt: skip


class HandOverForm(VersionedForm):
    colleague = forms.ModelChoiceField(label=_("Kollega"), queryset=agents(), error_messages={
        "required": _("Vælg en kollega"), "invalid_choice": _("Vælg en kollega på listen")})  # fmt: skip
    text = TextField(
        label=_("Hvor langt er du nået?"), error_messages={"required": _("Skriv, hvor langt du er nået")}
    )


class HandOnForm(VersionedForm):
    solution = forms.ChoiceField(label=_("Hvilken løsning?"), choices=Case.Solution.choices,
                                 error_messages={"required": _("Vælg en løsning")})  # fmt: skip
    text = TextField(
        label=_("Hvad skal tredje niveau vide?"), error_messages={"required": _("Skriv, hvad de skal vide")}
    )


class TakeBackForm(VersionedForm):
    text = TextField(label=_("Hvad svarede tredje niveau?"), error_messages={"required": _("Skriv svaret")})


class QueueFilter(FilterForm):
    vis = forms.ChoiceField(label=_("Vis"), required=False, choices=[
        ("mine", _("Mine")), ("new", _("Nye")), ("late", _("Over tiden")), ("third_level", _("Hos tredje niveau")),
        ("all", _("Alle"))])  # fmt: skip
