"""What the pages of this app ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandates.models import Mandate
from portal.core.forms import CvrField, DatePartsField, FilterForm, MailField, PortalForm
from rights.models import Right
from rights.models.catalogue import LimitType

MONTHS = [("", _("Så længe reglerne tillader")), ("12", _("1 år")), ("24", _("2 år")), ("36", _("3 år"))]


class MandateFilter(FilterForm):
    q = forms.CharField(
        label=_("Søg"),
        help_text=_("Den anden parts navn eller CVR-nummer."),
        required=False,
        max_length=200,
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Alle, der ikke er afsluttet")), ("all", _("Alle")), *Mandate.State.choices],
    )


class ClientSearch(FilterForm):
    q = forms.CharField(
        label=_("Søg"), help_text=_("Organisationens navn eller CVR-nummer."), required=False, max_length=200
    )


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


class RenewForm(PortalForm):
    months = forms.TypedChoiceField(
        label=_("Hvor længe?"), choices=MONTHS, coerce=int, empty_value=None, required=False
    )


class RenewFilter(FilterForm):
    side = forms.ChoiceField(
        label=_("Vis"), required=False, choices=[("received", _("Givet til os")), ("given", _("Givet af os"))]
    )
    days = forms.ChoiceField(
        label=_("Udløber inden for"),
        required=False,
        choices=[("90", _("90 dage")), ("30", _("30 dage")), ("365", _("Et år")), ("1830", _("Fem år"))],
    )


class ClientGroupForm(PortalForm):
    name = forms.CharField(
        label=_("Navn på kundegruppen"),
        max_length=100,
        error_messages={"required": _("Indtast et navn til kundegruppen")},
    )


class StaffForm(PortalForm):
    """Who of our own people: one by e-mail, or a group. `groups`: (id, name) pairs; `rights`: Right rows."""

    email = MailField(label=_("Medarbejderens e-mail"), required=False)
    group = forms.ChoiceField(label=_("Eller en brugergruppe"), required=False)
    right = forms.ChoiceField(label=_("Hvilken rettighed?"), required=False)

    def __init__(self, *args: Any, groups: Any = (), rights: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("Ingen gruppe")), *groups]  # type: ignore[attr-defined]
        told = [(str(right.pk), right.name) for right in rights]
        self.fields["right"].choices = [("", _("Alle i fuldmagten")), *told]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("email")) == bool(data.get("group")) and "email" not in self.errors:
            self.add_error("email", _("Indtast en medarbejders e-mail, eller vælg en brugergruppe"))
        return data


class BulkForm(PortalForm):
    """Many clients × a group of staff, by one new client group."""

    name = forms.CharField(
        label=_("Navn på kundegruppen"),
        help_text=_("Findes den allerede, lægges kunderne i den."),
        max_length=100,
        error_messages={"required": _("Indtast et navn til kundegruppen")},
    )
    clients = forms.CharField(
        label=_("Kundernes CVR-numre"),
        help_text=_("Ét pr. linje. Op til 100.000."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=1_200_000,
        error_messages={"required": _("Indtast mindst ét CVR-nummer")},
    )
    group = forms.ChoiceField(
        label=_("Brugergruppe, der skal kunne handle for dem"),
        error_messages={"required": _("Vælg en brugergruppe")},
    )
    step = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, groups: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = groups  # type: ignore[attr-defined]

    def clean_clients(self) -> list[str]:
        return lines_of(self.cleaned_data["clients"])


def lines_of(text: str) -> list[str]:
    """The numbers, one per line, blanks removed, each once, in their order."""
    bare = (line.replace(" ", "").strip(",;") for line in text.splitlines())
    return list(dict.fromkeys(line for line in bare if line))
