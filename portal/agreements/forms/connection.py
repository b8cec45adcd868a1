"""The questions of a connection."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.forms import CprField, CvrField, DatePartsField, MailField, PortalForm


class ChooseCompany(PortalForm):
    """A company by its number; those the register ties the person to are buttons of their own on the page."""

    cvr = CvrField(label=_("CVR-nummer"), help_text=_("8 cifre. Det står på virk.dk og på jeres regninger."))


class ChooseConnected(PortalForm):
    """An organisation that is connected, by CVR number or by the number the portal gave it."""

    cvr = CvrField(
        label=_("CVR-nummer"),
        help_text=_("8 cifre. Har I ikke et CVR-nummer, så det nummer, I fik af os; det begynder med 0."),
        allows_portal_number=True,
    )


KINDS = (
    ("foreign_company", _("Udenlandsk virksomhed")),
    ("foreign_authority", _("Udenlandsk eller international myndighed")),
    ("other", _("Anden organisation uden CVR-nummer")),
)


class WithoutRegister(PortalForm):
    """An organisation that has no CVR number, in the applicant's words."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("Hvad er det for en organisation?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvad det er for en organisation.")},
    )
    name = forms.CharField(
        label=_("Organisationens navn"),
        max_length=140,
        error_messages={"required": _("Indtast organisationens navn.")},
    )
    country = forms.CharField(
        label=_("Land"), max_length=60, error_messages={"required": _("Indtast landet.")}
    )
    number = forms.CharField(
        label=_("Nummer i hjemlandets register"),
        help_text=_("Fx et organisations- eller handelsregisternummer. Har I NemID Erhverv, så skriv nummeret derfra, "
                    "så jeres brugere kan flytte med."),
        required=False, max_length=40,
    )  # fmt: skip
    address = forms.CharField(
        label=_("Adresse"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


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
    email = MailField(
        label=_("Administratorens e-mailadresse"),
        help_text=_("Vi sender et link, som administratoren skal bruge for at komme i gang."),
        error_messages={
            "required": _("Indtast administratorens e-mailadresse."),
            "invalid": _("Indtast e-mailadressen, så den ligner navn@virksomhed.dk."),
        },
    )
    own_email = MailField(
        label=_("Din egen e-mailadresse"),
        help_text=_("Kun, hvis det er en anden end dig. Hertil sender vi kvittering og nyt om sagen."),
        required=False,
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
    cpr = CprField(
        label=_("Eller administratorens CPR-nummer"),
        help_text=_("I stedet for fødselsdatoen, hvis du kender det. Det gemmes krypteret."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("who") == self.OTHER:
            if len((data.get("name") or "").split()) < 2:
                self.add_error("name", _("Indtast administratorens fornavn og efternavn."))
            if not data.get("own_email") and "own_email" not in self.errors:
                self.add_error("own_email", _("Indtast din egen e-mailadresse."))
            if (
                not data.get("birth_date")
                and not data.get("cpr")
                and not {"birth_date", "cpr"} & set(self.errors)
            ):
                self.add_error("birth_date", _("Indtast administratorens fødselsdato eller CPR-nummer."))
        return data


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
