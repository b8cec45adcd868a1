"""The questions of a connection."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.forms import CvrField, DatePartsField, PortalForm


class ChooseCompany(PortalForm):
    """A company by its number; those the register ties the person to are buttons of their own on the page."""

    cvr = CvrField(label=_("CVR-nummer"), help_text=_("8 cifre. Det står på virk.dk og på jeres regninger."))


class NameAdministrator(PortalForm):
    """Who shall be the first administrator. `version` is the case as it was shown."""

    SELF, OTHER = "self", "other"
    version = forms.IntegerField(widget=forms.HiddenInput)
    who = forms.ChoiceField(
        label=_("Hvem skal være administrator?"),
        choices=[(SELF, _("Jeg selv")), (OTHER, _("En anden"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvem der skal være administrator.")},
    )
    email = forms.EmailField(
        label=_("Administratorens e-mailadresse"),
        help_text=_("Vi sender et link, som administratoren skal bruge for at komme i gang."),
        error_messages={
            "required": _("Indtast administratorens e-mailadresse."),
            "invalid": _("Indtast e-mailadressen, så den ligner navn@virksomhed.dk."),
        },
    )
    name = forms.CharField(
        label=_("Administratorens fulde navn"),
        help_text=_("Kun, hvis det er en anden end dig. Skriv navnet som på sundhedskortet."),
        required=False, max_length=140,
    )  # fmt: skip
    birth_date = DatePartsField(
        label=_("Administratorens fødselsdato"),
        help_text=_(
            "Kun, hvis det er en anden end dig. Bruges til at sikre, at den rigtige person åbner linket."
        ),
        required=False,
        error_messages={"invalid": _("Fødselsdatoen findes ikke i kalenderen. Skriv dag, måned og år.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("who") == self.OTHER:
            if len((data.get("name") or "").split()) < 2:
                self.add_error("name", _("Indtast administratorens fornavn og efternavn."))
            if not data.get("birth_date") and "birth_date" not in self.errors:
                self.add_error("birth_date", _("Indtast administratorens fødselsdato."))
        return data


class SetUp(PortalForm):
    """The first settings of an organisation."""

    private = forms.ChoiceField(
        label=_("Må medarbejdere bruge deres private MitID på arbejdet?"),
        help_text=_(
            "Hver medarbejder skal også selv sige ja. Siger én nej, får medarbejderen et MitID kun til erhverv."
        ),
        choices=[
            ("yes", _("Ja, hvis medarbejderen selv vil")),
            ("no", _("Nej, alle får et MitID kun til erhverv")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, om medarbejdere må bruge deres private MitID.")},
    )


class Sign(PortalForm):
    """The signature: a tick for having read, and the hash of what was read."""

    read = forms.BooleanField(
        label=_("Jeg har læst aftalen og accepterer den på organisationens vegne"),
        error_messages={"required": _("Bekræft, at du har læst aftalen og accepterer den.")},
    )
    document_sha256 = forms.CharField(widget=forms.HiddenInput)


class Proceed(PortalForm):
    """Nothing to fill in: the button itself is the answer."""

    version = forms.IntegerField(widget=forms.HiddenInput)
