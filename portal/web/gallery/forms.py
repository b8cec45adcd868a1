"""Forms of the component gallery: every kind of field once."""

from django import forms
from django.utils.translation import gettext_lazy

from portal.core.forms import (
    CheckboxesWithHints,
    CvrField,
    DatePartsField,
    FilterForm,
    MailField,
    PhoneField,
    PortalForm,
    RadioWithHints,
    UploadField,
)


class SampleForm(PortalForm):
    """Every kind of field once."""

    fieldsets = (
        (gettext_lazy("Kontaktperson"), ("name", "mail", "phone", "birth")),
        (gettext_lazy("Organisation"), ("cvr", "unit", "way", "systems", "roster", "note", "accept")),
    )
    name = forms.CharField(
        label=gettext_lazy("Fulde navn"),
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Indtast kontaktpersonens fulde navn")},
    )
    mail = MailField(
        label=gettext_lazy("E-mailadresse"),
        help_text=gettext_lazy("Vi sender kvitteringen hertil."),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Indtast kontaktpersonens e-mailadresse")},
    )
    phone = PhoneField(label=gettext_lazy("Telefonnummer"), required=False)
    birth = DatePartsField(
        label=gettext_lazy("Fødselsdato"),
        help_text=gettext_lazy("For eksempel 1 2 1990"),
        error_messages={"required": gettext_lazy("Indtast kontaktpersonens fødselsdato")},
    )
    cvr = CvrField(
        label=gettext_lazy("CVR-nummer"),
        help_text=gettext_lazy("8 cifre"),
        error_messages={"required": gettext_lazy("Indtast organisationens CVR-nummer")},
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Afdeling"),
        choices=[
            ("", gettext_lazy("Vælg afdeling")),
            ("1", gettext_lazy("Regnskab")),
            ("2", gettext_lazy("Drift")),
        ],
        error_messages={"required": gettext_lazy("Vælg en afdeling")},
    )
    way = forms.ChoiceField(
        label=gettext_lazy("Hvordan vil I oprette brugerne?"),
        choices=[("one", gettext_lazy("Én ad gangen")), ("file", gettext_lazy("Med en fil"))],
        widget=RadioWithHints(
            hints={
                "one": gettext_lazy("Bedst til få brugere."),
                "file": gettext_lazy("Op til 40.000 rækker."),
            }
        ),
        error_messages={"required": gettext_lazy("Vælg, hvordan I vil oprette brugerne")},
    )
    systems = forms.MultipleChoiceField(
        label=gettext_lazy("Hvad skal brugerne kunne?"),
        help_text=gettext_lazy("Vælg mindst én ting."),
        choices=[("vat", gettext_lazy("Indberette moms")), ("pay", gettext_lazy("Indberette løn"))],
        widget=CheckboxesWithHints(hints={"vat": gettext_lazy("Gælder hele organisationen.")}),
        error_messages={"required": gettext_lazy("Vælg mindst én ting, som brugerne skal kunne")},
    )
    roster = UploadField(
        label=gettext_lazy("Liste over brugerne"), formats=("csv", "xlsx"), max_megabytes=2, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Bemærkning"),
        required=False,
        widget=forms.Textarea({"rows": 4, "data-character-limit": 300}),
    )
    accept = forms.BooleanField(
        label=gettext_lazy("Jeg bekræfter, at oplysningerne er rigtige"),
        error_messages={"required": gettext_lazy("Bekræft, at oplysningerne er rigtige")},
    )


class SampleFilter(FilterForm):
    q = forms.CharField(label=gettext_lazy("Navn eller mail"), required=False, widget=forms.SearchInput)
    state = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[("", gettext_lazy("Alle")), ("active", gettext_lazy("Aktiv"))],
    )
