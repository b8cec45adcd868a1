"""What a service owner lets organisations do with a right by mandate."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.forms import CheckboxesWithHints, PortalForm
from rights.forms.giving import LEVELS

ROLES = (
    ("organisation_administrator", _("Organisationsadministratorer")),
    ("rights_administrator", _("Rettighedsadministratorer")),
    ("user_administrator", _("Brugeradministratorer")),
    ("management_representative", _("Ledelsen og ejere uden aftale")),
)


def _roles(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=ROLES, required=False, widget=CheckboxesWithHints())


class PolicyForm(PortalForm):
    """What organisations may do with the right when they give it to others."""

    give = _roles(_("Hvem må give den ved fuldmagt?"))
    request = forms.BooleanField(label=_("Andre må bede om den"), required=False)
    withdraw = _roles(_("Hvem hos fuldmagtsgiver må trække den tilbage?"))
    waive = _roles(_("Hvem hos fuldmagtshaver må frasige sig den?"))
    sub_delegate = forms.ChoiceField(
        label=_("Må fuldmagtshaver give den videre?"),
        choices=[("no", _("Nej")), ("ask", _("Ja, når fuldmagtsgiver siger ja hver gang")), ("yes", _("Ja"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, om den må gives videre")},
    )
    longest_months = forms.IntegerField(
        label=_("Længste varighed i måneder"),
        help_text=_("Højst 60, som er fem år."),
        min_value=1,
        max_value=60,
        error_messages={
            "required": _("Indtast et antal måneder fra 1 til 60"),
            "invalid": _("Indtast et antal måneder fra 1 til 60"),
            "min_value": _("Indtast et antal måneder fra 1 til 60"),
            "max_value": _("Indtast et antal måneder fra 1 til 60"),
        },
    )
    second_signatory = forms.BooleanField(
        label=_("Kræver to underskrivere hos fuldmagtsgiver"), required=False
    )
    level = forms.ChoiceField(
        label=_("Den, der giver eller svarer, skal være logget ind på niveauet"),
        choices=LEVELS,
        error_messages={"required": _("Vælg et sikringsniveau.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("give") and not (data.get("withdraw") and data.get("waive")):
            raise forms.ValidationError(
                _("Kan rettigheden gives, skal nogen på begge sider kunne afslutte fuldmagten igen.")
            )
        return data
