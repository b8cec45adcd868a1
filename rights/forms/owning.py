"""Reviewing, and what service owners maintain."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.forms import (
    CheckboxesWithHints,
    DatePartsField,
    FilterForm,
    PortalForm,
)
from rights.forms.giving import LEVELS
from rights.models import Right
from rights.models.catalogue import LimitType


class ReviewFilter(FilterForm):
    """Who holds all of these, here, on that day?"""

    ret = forms.ModelMultipleChoiceField(
        label=_("Rettigheder"),
        help_text=_("Vælger du flere, vises dem, der har dem alle."),
        queryset=Right.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    number = forms.CharField(
        label=_("P-nummer eller SE-nummer"), required=False, max_length=14, widget=forms.TextInput()
    )
    on = DatePartsField(label=_("På datoen"), help_text=_("Tomme felter: i dag."), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rights = Right.objects.select_related("system").order_by("system__name_da", "name_da")
        field = self.fields["ret"]
        field.queryset = rights  # type: ignore[attr-defined]
        field.label_from_instance = lambda right: f"{right.system.name}: {right.name}"  # type: ignore[attr-defined]

    def limit(self) -> tuple[str, str]:
        number = "".join(c for c in self.cleaned_data.get("number", "") if c.isdigit())
        return ("", "") if not number else ("p" if len(number) == 10 else "se", number)


class SystemForm(PortalForm):
    name_da = forms.CharField(
        label=_("Navn på dansk"), max_length=100, error_messages={"required": _("Indtast navnet på dansk")}
    )
    name_en = forms.CharField(
        label=_("Navn på engelsk"),
        max_length=100,
        error_messages={"required": _("Indtast navnet på engelsk")},
    )
    category_da = forms.CharField(
        label=_("Kategori på dansk"),
        max_length=60,
        error_messages={"required": _("Indtast kategorien på dansk")},
    )
    category_en = forms.CharField(
        label=_("Kategori på engelsk"),
        max_length=60,
        error_messages={"required": _("Indtast kategorien på engelsk")},
    )


class RightForm(PortalForm):
    name_da = forms.CharField(
        label=_("Navn på dansk"), max_length=100, error_messages={"required": _("Indtast navnet på dansk")}
    )
    name_en = forms.CharField(
        label=_("Navn på engelsk"),
        max_length=100,
        error_messages={"required": _("Indtast navnet på engelsk")},
    )
    description_da = forms.CharField(
        label=_("Beskrivelse på dansk"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    description_en = forms.CharField(
        label=_("Beskrivelse på engelsk"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    required_level = forms.ChoiceField(
        label=_("Kræver sikringsniveauet"),
        choices=LEVELS,
        initial="substantial",
        error_messages={"required": _("Vælg et sikringsniveau.")},
    )
    allowed_limits = forms.MultipleChoiceField(
        label=_("Kan begrænses til"),
        choices=[choice for choice in LimitType.choices if choice[0]],
        required=False,
        widget=CheckboxesWithHints(),
    )
    in_basic_package = forms.BooleanField(label=_("Er med i basispakken"), required=False)
    may_be_given = forms.BooleanField(
        label=_("Kan gives til andre organisationer med fuldmagt"), required=False
    )


class NewRightForm(RightForm):
    code = forms.SlugField(
        label=_("Kode"),
        help_text=_(
            "Den sidste del af rettighedens nøgle. Små bogstaver, tal og bindestreger. Kan ikke ændres."
        ),
        max_length=60,
        error_messages={"required": _("Indtast en kode")},
    )


class ClientForm(PortalForm):
    name = forms.CharField(
        label=_("Hvad skal systemadgangen hedde?"),
        max_length=100,
        error_messages={"required": _("Indtast et navn til systemadgangen")},
    )
