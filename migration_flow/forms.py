"""The company's answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from migration_flow.models import Decision
from migration_flow.rules import PROPOSALS
from migration_flow.rules.settings import SETTINGS
from portal.core.forms import FilterForm, MailField, PortalForm, UploadField


class Answer(PortalForm):
    """One thing: along or not; for a user also what should be put right on the way."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(
        label=_("Hvad skal der ske?"),
        choices=[(Decision.Choice.MOVE, _("Flyt med")), (Decision.Choice.LEAVE, _("Lad blive"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, om det skal flyttes med.")},
    )


class EmployeeAnswer(Answer):
    given_name = forms.CharField(label=_("Fornavn"), required=False, max_length=100)
    surname = forms.CharField(label=_("Efternavn"), required=False, max_length=100)
    email = MailField(label=_("E-mailadresse"), required=False,
                      help_text=_("Uden e-mailadresse kan brugeren ikke få sit link."))  # fmt: skip

    def change(self) -> dict[str, Any]:
        """What differs from what the legacy system knew."""
        return {name: self.cleaned_data[name] for name in ("given_name", "surname", "email")
                if name in self.changed_data and self.cleaned_data[name]}  # fmt: skip


class DecisionFilter(FilterForm):
    """Above a list of questions."""

    q = forms.CharField(
        label=_("Søg"), required=False, max_length=100, help_text=_("Navn, RID eller rettighed")
    )
    svar = forms.ChoiceField(
        label=_("Svar"), required=False,
        choices=[("", _("Alle")), ("mangler", _("Mangler")), *Decision.Choice.choices],
    )  # fmt: skip
    forslag = forms.ChoiceField(label=_("Hvorfor"), required=False)

    def __init__(self, *args: Any, item: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [(each.reason, each.words) for each in PROPOSALS if each.item == item]
        reasons += [(each.reason, each.words) for each in SETTINGS if item == Decision.Item.SETTING]
        self.fields["forslag"].choices = [("", _("Alle")), *reasons]  # type: ignore[attr-defined]


class Ticked(PortalForm):
    """What is ticked in a list, and the one answer to all of it."""

    choice = forms.ChoiceField(
        label=_("Hvad skal der ske med det valgte?"),
        choices=[(Decision.Choice.MOVE, _("Flyt med")), (Decision.Choice.LEAVE, _("Lad blive"))],
        error_messages={"required": _("Vælg, om det skal flyttes med.")},
    )

    @staticmethod
    def pairs(ticks: list[str]) -> list[tuple[int, int]]:
        """(id, version) of each tick; what is not ours is left out."""
        parts = [tick.partition(":") for tick in ticks]
        return [(int(key), int(version)) for key, _colon, version in parts
                if key.isdecimal() and version.isdecimal() and len(key) < 18 and len(version) < 9]  # fmt: skip


class AnswerFile(PortalForm):
    file = UploadField(
        label=_("Den udfyldte fil"), formats=("csv", "xlsx"), max_megabytes=20,
        error_messages={"required": _("Vælg en fil")},
    )  # fmt: skip


class AcceptProposals(PortalForm):
    """The button under a list: take all proposals that have no answer yet."""


class Execute(PortalForm):
    price_shown = forms.DecimalField(widget=forms.HiddenInput, required=False)
    sure = forms.BooleanField(
        label=_("Vi har set beslutningerne igennem"),
        error_messages={"required": _("Bekræft, at I har set beslutningerne igennem.")},
    )
