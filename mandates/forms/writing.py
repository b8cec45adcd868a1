"""An offer or a request, step by step, and its answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.forms import CvrField, DatePartsField, MailField, PortalForm
from rights.models import Right
from rights.models.catalogue import LimitType


class OtherPartyForm(PortalForm):
    """Step 1: who."""

    cvr = CvrField(
        label=_("Den anden parts CVR-nummer"),
        error_messages={"required": _("Indtast den anden parts CVR-nummer")},
        allows_portal_number=True,
    )
    email = MailField(
        label=_("E-mail på den ene medarbejder, fuldmagten skal gælde"),
        help_text=_(
            "Lad feltet være tomt, hvis modtageren selv må fordele fuldmagten blandt sine medarbejdere."
        ),
        required=False,
    )


class SubMandateForm(PortalForm):
    cvr = CvrField(
        label=_("CVR-nummer på den, der skal have fuldmagten videre"),
        error_messages={"required": _("Indtast CVR-nummeret på den, der skal have fuldmagten videre")},
        allows_portal_number=True,
    )


class RightsForm(PortalForm):
    """Step 2: what. `rights`: the Right rows that can be chosen."""

    rights = forms.MultipleChoiceField(
        label=_("Rettigheder"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vælg mindst én rettighed")},
    )
    limit_type = forms.ChoiceField(
        label=_("Hvad skal fuldmagten gælde?"),
        required=False,
        choices=LimitType.choices,
        widget=forms.RadioSelect,
    )
    limit_value = forms.CharField(
        label=_("P-nummer eller SE-nummer"),
        help_text=_("Kun hvis fuldmagten ikke skal gælde hele organisationen."),
        required=False,
        max_length=12,
    )

    def __init__(self, *args: Any, rights: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(right.pk): right for right in rights}
        choices = [(key, f"{right.system.name}: {right.name}") for key, right in self.offered.items()]
        self.fields["rights"].choices = choices  # type: ignore[attr-defined]

    def clean_rights(self) -> list[Right]:
        return [self.offered[key] for key in self.cleaned_data["rights"]]

    def clean_limit_value(self) -> str:
        return str(self.cleaned_data["limit_value"]).replace(" ", "")


class PeriodForm(PortalForm):
    """Step 3: from, to, and a word to the other side."""

    starts_on = DatePartsField(
        label=_("Fra"),
        help_text=_("Lad felterne være tomme, hvis fuldmagten skal gælde, så snart der er sagt ja."),
        required=False,
    )
    ends_on = DatePartsField(
        label=_("Til og med"),
        help_text=_("Lad felterne være tomme, hvis den skal gælde så længe, reglerne tillader."),
        required=False,
    )
    message = forms.CharField(
        label=_("Besked til den anden part"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReasonForm(PortalForm):
    reason = forms.CharField(
        label=_("Begrundelse"),
        help_text=_("Vises for den anden part."),
        required=False,
        max_length=300,
    )


class AnswerForm(PortalForm):
    answer = forms.ChoiceField(
        label=_("Jeres svar"),
        choices=[("accept", _("Ja, vi accepterer fuldmagten")), ("decline", _("Nej, vi afviser den"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg ja eller nej")},
    )
    reason = forms.CharField(
        label=_("Begrundelse, hvis svaret er nej"),
        help_text=_("Vises for den anden part."),
        required=False,
        max_length=300,
    )
