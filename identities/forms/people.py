"""Who a user is: found, created, put right."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from identities.models import AdministratorRole, Identity
from portal.core.forms import (
    CprField,
    DatePartsField,
    FilterForm,
    MailField,
    PhoneField,
    PNumberField,
    PortalForm,
    SeNumberField,
)


class IdentityFilter(FilterForm):
    """Above the list: one box for every way to find somebody, and the status."""

    q = forms.CharField(
        label=_("Søg"),
        help_text=_("Navn, e-mail, RID, UUID eller P-nummer. Små stavefejl gør ikke noget."),
        required=False,
        max_length=200,
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Alle undtagen lukkede")), *Identity.State.choices, ("expired", _("Link udløbet"))],
    )
    role = forms.ChoiceField(
        label=_("Rolle"), required=False, choices=[("", _("Alle roller")), *AdministratorRole.choices]
    )


class PersonFields(PortalForm):
    """Who it is: the fields create and edit share."""

    given_name = forms.CharField(
        label=_("Fornavn"), max_length=100, error_messages={"required": _("Indtast fornavnet")}
    )
    surname = forms.CharField(
        label=_("Efternavn"), max_length=100, error_messages={"required": _("Indtast efternavnet")}
    )
    email = MailField(
        label=_("E-mail"),
        help_text=_("Aktiveringslinket sendes hertil. Flere kan dele en adresse."),
        required=False,
    )
    phone = PhoneField(label=_("Telefon"), required=False)
    department = forms.CharField(label=_("Afdeling"), max_length=100, required=False)
    p_number = PNumberField(label=_("P-nummer"), required=False)
    se_number = SeNumberField(label=_("SE-nummer"), required=False)


class CreateForm(PersonFields):
    birth_date = DatePartsField(
        label=_("Fødselsdato"),
        help_text=_(
            "Så kan kun en med den fødselsdato aktivere. Ved I den ikke, bekræfter I medarbejderen bagefter."
        ),
        required=False,
    )
    cpr = CprField(label=_("CPR-nummer"), required=False)
    path = forms.ChoiceField(
        label=_("Hvis I hverken kender CPR-nummer eller fødselsdato"),
        required=False,
        choices=[
            ("claim", _("Medarbejderen melder sig, og I bekræfter navnet")),
            ("code", _("I afleverer en midlertidig kode personligt")),
        ],
        initial="claim",
        widget=forms.RadioSelect,
    )
    starts_on = DatePartsField(
        label=_("Startdato"), help_text=_("Aktiveringslinket sendes den dag."), required=False
    )
    ends_on = DatePartsField(
        label=_("Slutdato"), help_text=_("Brugeren lukkes natten efter."), required=False
    )
    price_shown = forms.DecimalField(required=False, widget=forms.HiddenInput)
    fieldsets: Any = (
        (_("Arbejdet"), ("department", "p_number", "se_number")),
        (_("Sådan ved vi, at det er den rigtige"), ("birth_date", "cpr", "path")),
        (_("Hvornår"), ("starts_on", "ends_on")),
    )

    def __init__(self, *args: Any, organisation: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organisation is not None and not organisation.asks_for_cpr:
            del self.fields["cpr"]
            self.fieldsets = (
                self.fieldsets[0],
                (self.fieldsets[1][0], ("birth_date", "path")),
                self.fieldsets[2],
            )
        elif organisation is not None:
            self.fields["cpr"].help_text = _("I bruger det til: %(purpose)s") % {
                "purpose": organisation.cpr_purpose
            }


class EditForm(PersonFields):
    may_sign = forms.BooleanField(label=_("Må underskrive for organisationen"), required=False)
    language = forms.ChoiceField(
        label=_("Sprog i mails"),
        choices=[("da", _("Dansk")), ("en", _("Engelsk"))],
        error_messages={"required": _("Vælg et sprog.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    fieldsets: Any = (
        (_("Arbejdet"), ("department", "p_number", "se_number")),
        (_("Andet"), ("may_sign", "language")),
    )


class PseudonymForm(PortalForm):
    pseudonym = forms.CharField(
        label=_("Pseudonym"),
        help_text=_("Det vises i stedet for navnet, fx “Medarbejder 7”. Lad feltet stå tomt for at slå fra."),
        max_length=100,
        required=False,
    )
