from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.forms import PortalForm
from portal.web.support.forms import ReasonField


class ReviewForm(PortalForm):
    is_fine = forms.TypedChoiceField(
        label=_("Var opslaget i orden?"), coerce=lambda value: value == "yes", empty_value=None, widget=forms.RadioSelect,
        choices=[("yes", _("Ja, det hører til sagen")), ("no", _("Nej, eller det kan ikke forklares"))],
        error_messages={"required": _("Vælg et svar")},
    )  # fmt: skip
    note = ReasonField(
        label=_("Hvordan ved du det?"), help_text=_("Skriv, hvad du har set på, og hvem du har spurgt.")
    )
