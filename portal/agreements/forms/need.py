"""The questions of the test: sent with GET, kept nowhere."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.agreements.rules import needs
from portal.core.forms import PortalForm


class Need(PortalForm):
    shows_marks = False
    form = forms.ChoiceField(
        label=_("Hvad er det for en organisation?"),
        choices=[(each.key, each.label) for each in needs.FORMS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvad det er for en organisation.")},
    )
    people = forms.ChoiceField(
        label=_("Hvor mange skal handle digitalt for den?"),
        choices=[(needs.ALONE, _("Kun én, nemlig mig")), (needs.SEVERAL, _("Flere"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvor mange der skal handle for organisationen.")},
    )
    alone = forms.ChoiceField(
        label=_("Må du handle alene for den?"),
        help_text=_(
            "Det må ejeren af en enkeltmandsvirksomhed, en registreret foreningsrepræsentant, og den, der tegner alene "
            "ifølge CVR-registeret."
        ),
        choices=[("yes", _("Ja")), ("no", _("Nej, eller det ved jeg ikke"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = needs.BY_KEY.get(data.get("form", ""))
        if chosen and chosen.who and data.get("people") == needs.ALONE and not data.get("alone"):
            self.add_error("alone", _("Svar på, om du må handle alene."))
        return data
