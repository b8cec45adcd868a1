"""Rights given, asked for and gathered in groups."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.forms import (
    ConfirmForm,
    CvrField,
    DatePartsField,
    FilterForm,
    MailField,
    PortalForm,
    RadioWithHints,
    SeNumberField,
)
from rights.models import Right
from rights.models.catalogue import LimitType
from rights.queries import catalogue

LEVELS = (("low", _("Lav")), ("substantial", _("Betydelig")), ("high", _("Høj")))
MIDNIGHT = datetime.time()


def start_of(day: datetime.date | None) -> datetime.datetime | None:
    """The first moment of the day in Denmark."""
    return timezone.make_aware(datetime.datetime.combine(day, MIDNIGHT)) if day else None


def end_of(day: datetime.date | None) -> datetime.datetime | None:
    """The moment after the day's last: "until and including"."""
    return start_of(day + datetime.timedelta(days=1)) if day else None


class CatalogueFilter(FilterForm):
    q = forms.CharField(
        label=_("Søg"),
        help_text=_("Navnet på en rettighed eller et it-system."),
        required=False,
        max_length=200,
    )
    category = forms.ChoiceField(label=_("Kategori"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        basic = (catalogue.BASIC, _("Basispakke: de mest brugte"))
        named = [(name, name) for name in catalogue.categories()]
        self.fields["category"].choices = [("", _("Alle kategorier")), basic, *named]  # type: ignore[attr-defined]


class GrantFilter(FilterForm):
    q = forms.CharField(
        label=_("Søg"),
        help_text=_("Navnet på en bruger, en brugergruppe eller en rettighed."),
        required=False,
        max_length=200,
    )


class TermsForm(PortalForm):
    """What the right is limited to, and for how long."""

    limit_type = forms.ChoiceField(
        label=_("Hvad skal rettigheden gælde for?"),
        choices=LimitType.choices,
        widget=RadioWithHints(
            hints={
                "": _("Alle produktionsenheder og SE-numre."),
                "p": _("Kun én af jeres produktionsenheder."),
                "se": _("Kun ét SE-nummer."),
            }
        ),
        required=False,
        error_messages={"invalid_choice": _("Vælg, hvad rettigheden skal gælde for")},
    )
    p_number = forms.ChoiceField(
        label=_("P-nummer"),
        required=False,
        error_messages={"invalid_choice": _("Vælg et af jeres egne P-numre")},
    )
    se_number = SeNumberField(label=_("SE-nummer"), required=False)
    starts_on = DatePartsField(
        label=_("Fra"),
        help_text=_("Lad felterne være tomme, hvis rettigheden skal gælde fra nu."),
        required=False,
    )
    ends_on = DatePartsField(
        label=_("Til og med"),
        help_text=_("Vi minder jer om det 60, 30 og 7 dage før. Tomme felter: ingen slutdato."),
        required=False,
    )
    fieldsets = ((_("Hvornår gælder den?"), ("starts_on", "ends_on")),)

    def __init__(
        self, *args: Any, right: Right, units: Iterable[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        units = list(units)
        allowed = {"", *right.allowed_limits} - ({"p"} if not units else set())
        choices = [(value, label) for value, label in LimitType.choices if value in allowed]
        self.fields["limit_type"].choices = choices  # type: ignore[attr-defined]
        self.fields["limit_type"].initial = ""
        self.fields["p_number"].choices = [("", _("Vælg et P-nummer")), *units]  # type: ignore[attr-defined]
        if len(choices) == 1:
            del self.fields["limit_type"]
        for value, name in (("p", "p_number"), ("se", "se_number")):
            if value not in allowed:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        wanted = {"p": "p_number", "se": "se_number"}.get(found.get("limit_type", ""))
        if wanted and wanted not in self.errors and not found.get(wanted):
            self.add_error(wanted, ValidationError(_NEEDED[wanted], code="required"))
        return found

    def terms(self) -> dict[str, Any]:
        """What `grant_right` takes."""
        found = self.cleaned_data
        kind = found.get("limit_type", "")
        value = found.get({"p": "p_number", "se": "se_number"}.get(kind, ""), "")
        return {
            "limit_type": kind,
            "limit_value": value,
            "starts_at": start_of(found["starts_on"]),
            "ends_at": end_of(found["ends_on"]),
        }


_NEEDED = {
    "p_number": _("Vælg det P-nummer, rettigheden skal gælde for"),
    "se_number": _("Indtast det SE-nummer, rettigheden skal gælde for"),
}


class BecauseForm(ConfirmForm):
    because = forms.CharField(
        label=_("Begrundelse"), help_text=_("Den står i historikken."), required=False, max_length=200
    )


class RenewForm(PortalForm):
    ends_on = DatePartsField(
        label=_("Til og med"), error_messages={"required": _("Indtast den nye slutdato")}
    )


class GroupForm(PortalForm):
    name = forms.CharField(
        label=_("Navn"), max_length=100, error_messages={"required": _("Indtast et navn til brugergruppen")}
    )
    description = forms.CharField(
        label=_("Beskrivelse"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ExternalForm(PortalForm):
    cvr = CvrField(
        label=_("CVR-nummer"), error_messages={"required": _("Indtast organisationens CVR-nummer")}
    )
    email = MailField(
        label=_("E-mailadresse"),
        help_text=_("Den, brugeren er oprettet med i sin egen organisation."),
        error_messages={"required": _("Indtast brugerens e-mailadresse")},
    )


class PersonFilter(FilterForm):
    q = forms.CharField(label=_("Søg efter navn eller e-mail"), required=False, max_length=200)


class RequestForm(PortalForm):
    """Rights chosen in the catalogue, and why."""

    ret = forms.ModelMultipleChoiceField(
        queryset=Right.objects.none(),
        widget=forms.MultipleHiddenInput,
        error_messages={"required": _("Vælg mindst én rettighed i kataloget")},
    )
    reason = forms.CharField(
        label=_("Hvorfor har du brug for det?"),
        help_text=_("Skriv det, så den, der skal svare, kan forstå det. Mindst 10 tegn."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        error_messages={"required": _("Skriv, hvad du skal bruge rettigheden til")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ret"].queryset = catalogue.available()  # type: ignore[attr-defined]


APPROVE, REJECT = "approve", "reject"


class AnswerForm(PortalForm):
    """One choice per right asked for, and a word to the one who asked."""

    def __init__(self, *args: Any, lines: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        choices = [(APPROVE, _("Godkend")), (REJECT, _("Afvis")), ("", _("Svar senere"))]
        for line in self.lines:
            label = f"{line.right.name} ({line.right.system.name})"
            self.fields[f"answer_{line.pk}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, widget=forms.RadioSelect, initial=""
            )
        self.fields["why"] = forms.CharField(
            label=_("Besked til ansøgeren"),
            help_text=_("Skal udfyldes, hvis du afviser noget."),
            required=False,
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["ends_on"] = DatePartsField(
            label=_("Godkendt til og med"), help_text=_("Tomme felter: ingen slutdato."), required=False
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.chosen(REJECT) and not found.get("why"):
            self.add_error("why", ValidationError(_("Skriv kort, hvorfor du afviser"), code="required"))
        return found

    def chosen(self, answer: str) -> list[Any]:
        return [line for line in self.lines if self.cleaned_data.get(f"answer_{line.pk}") == answer]
