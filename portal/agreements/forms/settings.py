"""What an organisation decides for itself: asked once in the set-up wizard, and changed later."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.agreements.rules.authenticators import BESIDES_THE_APP, HINTS
from portal.core.forms import CheckboxesWithHints, PortalForm, RadioWithHints


class PrivateMitID(PortalForm):
    """The employer's half of the two-sided consent."""

    private = forms.ChoiceField(
        label=_("Må medarbejdere bruge deres private MitID på arbejdet?"),
        help_text=_(
            "Hver medarbejder skal også selv sige ja. Siger én nej, får medarbejderen et særskilt MitID."
        ),
        choices=[
            ("yes", _("Ja, hvis medarbejderen selv vil")),
            ("no", _("Nej, alle får et særskilt MitID")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, om medarbejdere må bruge deres private MitID.")},
    )


class Means(PortalForm):
    """Which authenticators besides the app may be ordered."""

    allowed_authenticators = forms.MultipleChoiceField(
        label=_("Hvad må I bestille ud over MitID-appen kun til erhverv?"),
        help_text=_("Appen er gratis og kan altid vælges. Resten koster; prisen vises, før noget bestilles."),
        choices=BESIDES_THE_APP,
        widget=CheckboxesWithHints(hints=HINTS),
        required=False,
    )


class Settings(Means):
    """Everything that can be changed later and has no page of its own."""

    asks_for_cpr = forms.ChoiceField(
        label=_("Beder I om CPR-nummer, når I opretter brugere?"),
        choices=[("no", _("Nej")), ("yes", _("Ja"))],
        widget=RadioWithHints(
            hints={
                "no": _("Fødselsdato eller en kode er nok."),
                "yes": _("Kræver, at I har et formål med det."),
            }
        ),
        error_messages={"required": _("Vælg, om I beder om CPR-nummer.")},
    )
    cpr_purpose = forms.CharField(
        label=_("Hvad skal I bruge CPR-numrene til?"),
        help_text=_("Kun, hvis I beder om dem. Formålet står i jeres historik."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    allows_pseudonyms = forms.BooleanField(
        label=_("Brugere må have et pseudonym over for tjenester"), required=False
    )
    allows_self_request = forms.BooleanField(
        label=_("Medarbejdere må selv ansøge om at blive bruger"),
        help_text=_("I får en opgave for hver ansøgning. Ingen bliver bruger, før I siger ja."),
        required=False,
    )
    four_eyes = forms.BooleanField(
        label=_("To administratorer skal godkende, før en ny rolle gælder"), required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["asks_for_cpr"] = data.get("asks_for_cpr") == "yes"
        return data
