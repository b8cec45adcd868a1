"""The company's answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from migration_flow.models import Decision
from portal.core.forms import MailField, PortalForm


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


class AcceptProposals(PortalForm):
    """The button under a list: take all proposals that have no answer yet."""


class Execute(PortalForm):
    sure = forms.BooleanField(
        label=_("Vi har set beslutningerne igennem"),
        error_messages={"required": _("Bekræft, at I har set beslutningerne igennem.")},
    )
