from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.forms import DatePartsField, FilterForm

AREAS = (
    ("", _("Alt")), ("agreements", _("Aftale og indstillinger")), ("people", _("Brugere og roller")),
    ("rights", _("Rettigheder")), ("mandates", _("Fuldmagter")), ("migration", _("Flytning")),
    ("billing", _("Betaling")), ("support", _("Support")),
)  # fmt: skip
WHO = (("", _("Alle")), ("person", _("Personer i organisationen")), ("staff", _("Support")),
       ("service", _("Fagsystemer")), ("system", _("Portalen selv")))  # fmt: skip


class HistoryFilter(FilterForm):
    area = forms.ChoiceField(label=_("Hvad"), choices=AREAS, required=False)
    who = forms.ChoiceField(label=_("Af hvem"), choices=WHO, required=False)
    since = DatePartsField(label=_("Fra og med"), required=False)
    until = DatePartsField(label=_("Til og med"), required=False)

    @property
    def told(self) -> dict[str, Any]:
        """What was chosen; nothing where the form is empty or wrong."""
        return dict(self.cleaned_data) if self.is_bound and self.is_valid() else {}
