"""Finding, renewing and distributing among many."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandates.models import Mandate
from portal.core.forms import FilterForm, MailField, PortalForm

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
