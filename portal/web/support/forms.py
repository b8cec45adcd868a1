"""What the desk asks its own people."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from identities.forms import ProofingForm
from portal.agreements.rules.cases import ASKS
from portal.core.forms import FilterForm, MailField, PortalForm
from portal.web.support.rules import HOURS, TOO_SHORT, is_reason
from portal.web.support.terms import Term, understand


class SearchForm(PortalForm):
    """Sent with POST: names and addresses belong in no address line, log or browser history."""

    q = forms.CharField(
        label=_("Find en organisation"),
        help_text=_("CVR-nummer, navn, e-mail, RID, UUID eller sagsnummer. Ikke CPR-nummer."),
        max_length=200,
        error_messages={"required": _("Skriv det, du vil søge efter")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_q(self) -> Term:
        term = understand(self.cleaned_data["q"])
        if term.kind == "cpr":
            raise ValidationError(
                _("Søg ikke med CPR-nummer. Brug navn, e-mail, RID eller CVR-nummer"), code="cpr"
            )
        if term.kind == "name" and len(term.text) < 3:
            raise ValidationError(_("Skriv mindst tre bogstaver"), code="short")
        return term


class ReasonField(forms.CharField):
    """Why, in words that the organisation can read."""

    def __init__(self, **kwargs: Any) -> None:
        told: dict[str, Any] = {
            "label": _("Begrundelse"),
            "help_text": _("Organisationen kan læse den i sin historik. Skriv ingen CPR-numre."),
            "max_length": 500,
            "error_messages": {"required": _("Skriv en begrundelse")},
            "widget": forms.Textarea(attrs={"rows": 3}),
        }
        super().__init__(**{**told, **kwargs})

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip()
        if not is_reason(text):
            raise ValidationError(TOO_SHORT, code="short")
        return text


def _hours() -> list[tuple[int, Any]]:
    return [(n, ngettext_lazy("%(n)s time", "%(n)s timer", n) % {"n": n}) for n in HOURS]


class AccessForm(PortalForm):
    case_number = forms.CharField(
        label=_("Sagsnummer"),
        max_length=40,
        error_messages={"required": _("Skriv sagens nummer")},
        widget=forms.TextInput(attrs={"class": "input-width-m", "autocomplete": "off"}),
    )
    reason = ReasonField()
    hours = forms.TypedChoiceField(
        label=_("Hvor længe"), coerce=int, choices=_hours, widget=forms.RadioSelect, initial=1,
        error_messages={"required": _("Vælg, hvor længe du har brug for adgang")},
    )  # fmt: skip
    is_outsider = forms.BooleanField(
        label=_("Jeg er ikke ansat, ejer eller administrator i organisationen"),
        error_messages={"required": _("Hører du selv til organisationen, må en kollega tage sagen")},
    )

    def clean_case_number(self) -> str:
        number = str(self.cleaned_data["case_number"]).strip()
        if not any(each.isalnum() for each in number):
            raise ValidationError(_("Skriv sagens nummer"), code="blank")
        return number


class ExtendForm(PortalForm):
    hours = forms.TypedChoiceField(
        label=_("Forlæng med"), coerce=int, choices=_hours, widget=forms.RadioSelect, initial=2,
        error_messages={"required": _("Vælg, hvor meget adgangen forlænges")},
    )  # fmt: skip
    reason = ReasonField()


class PeopleFilter(FilterForm):
    q = forms.CharField(
        label=_("Find en bruger"),
        help_text=_("Navn, e-mail, RID eller UUID."),
        required=False,
        max_length=200,
    )


class ReasonForm(PortalForm):
    """Above all other answers: why."""

    reason = ReasonField()


class EmailForm(ReasonForm):
    email = MailField(
        label=_("Den rigtige e-mailadresse"), error_messages={"required": _("Indtast adressen")}
    )


class AnswerWithReason(PortalForm):
    """Yes or no to what a colleague or the nightly recount has proposed, and why."""

    approved = forms.TypedChoiceField(
        label=_("Dit svar"), coerce=lambda value: value == "yes", empty_value=None, widget=forms.RadioSelect,
        choices=[("yes", _("Godkend")), ("no", _("Afvis"))], error_messages={"required": _("Vælg et svar")},
    )  # fmt: skip
    reason = ReasonField()


class SupportProofing(ProofingForm):
    reason = ReasonField()


class PackageForm(PortalForm):
    """Which package of the inbox to import; nothing outside it can be chosen."""

    path = forms.ChoiceField(
        label=_("Pakke"),
        help_text=_("Mapper og ZIP-filer i indbakken på serveren."),
        error_messages={"required": _("Vælg en pakke")},
    )

    def __init__(self, *args: Any, packages: list[Path], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.packages = {each.name: each for each in packages}
        self.fields["path"].choices = [(name, name) for name in self.packages]  # type: ignore[attr-defined]

    def clean_path(self) -> Path:
        return self.packages[self.cleaned_data["path"]]


class MessageForm(PortalForm):
    text = forms.CharField(label=_("Besked"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
                           error_messages={"required": _("Skriv en besked")})  # fmt: skip


class AskApplicantForm(MessageForm):
    field_order = ("asks_for", "text")

    asks_for = forms.ChoiceField(
        label=_("Hvad mangler?"), widget=forms.RadioSelect, choices=list(ASKS.items()),
        error_messages={"required": _("Vælg, hvad der mangler")},
    )  # fmt: skip
