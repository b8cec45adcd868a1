"""How a user comes in, which roles they have, and what an organisation pays by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from identities.models import Activation, AdministratorRole, Identity, InvoiceChannel
from identities.rules.people import Means
from portal.core.forms import (
    CheckboxesWithHints,
    DatePartsField,
    EanField,
    FilterForm,
    MailField,
    PortalForm,
    RadioWithHints,
)


class MeansForm(PortalForm):
    """The neutral choice: both ways equal, none ticked."""

    means = forms.ChoiceField(
        label=_("Hvordan vil du logge ind hos arbejdsgiveren?"),
        choices=[
            (Means.PRIVATE.value, _("Med mit private MitID")),
            (Means.DEDICATED.value, _("Med et særskilt MitID kun til arbejdet")),
        ],
        widget=RadioWithHints(
            hints={
                Means.PRIVATE.value: _(
                    "Du bruger det samme MitID, som du bruger privat. Du vælger, hvem du er, når du logger ind."
                ),
                Means.DEDICATED.value: _(
                    "Du får et MitID mere, som kun virker hos arbejdsgiveren. Det koster dig ikke noget."
                ),
            }
        ),
        error_messages={"required": _("Vælg, hvordan du vil logge ind")},
    )

    def __init__(self, *args: Any, private_allowed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not private_allowed:
            field = self.fields["means"]
            field.choices = [choice for choice in field.choices if choice[0] != Means.PRIVATE.value]  # type: ignore[attr-defined]


class CodeForm(PortalForm):
    code = forms.CharField(
        label=_("Midlertidig kode"),
        help_text=_("16 tegn, som du har fået af din administrator. Store og små bogstaver er lige gode."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "input-width-m"}
        ),
        error_messages={"required": _("Indtast den midlertidige kode")},
    )


class AskingForm(PortalForm):
    asking = forms.ChoiceField(
        label=_("Hvor tit må vi spørge, om du vil bruge dit private MitID her?"),
        help_text=_("Din arbejdsgiver kan ikke se, hvad du vælger. Du kan selv skifte når som helst."),
        choices=Identity.Asking.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvor tit vi må spørge")},
    )


class AccessRequestForm(PortalForm):
    email = MailField(
        label=_("Din e-mail på arbejdet"), help_text=_("Svaret og dit aktiveringslink sendes hertil.")
    )
    reason = forms.CharField(
        label=_("Hvorfor skal du være bruger?"),
        help_text=_("Skriv, hvad du arbejder med, så administratoren kan kende dig. Mindst 10 tegn."),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "data-character-limit": 500}),
        error_messages={
            "required": _("Skriv, hvorfor du skal være bruger"),
            "min_length": _("Skriv mindst 10 tegn om, hvorfor du skal være bruger"),
        },
    )


class EmployerForm(FilterForm):
    q = forms.CharField(
        label=_("Din arbejdsgivers navn eller CVR-nummer"),
        help_text=_("Mindst tre tegn."),
        required=False,
        max_length=100,
    )


class ReasonForm(PortalForm):
    """A confirm page that may hold a word of why."""

    reason = forms.CharField(
        label=_("Begrundelse"),
        help_text=_("Kan læses i historikken."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "data-character-limit": 500}),
    )


class RevealForm(PortalForm):
    reason = forms.CharField(
        label=_("Hvorfor skal du se CPR-nummeret?"),
        help_text=_("Det bliver noteret i historikken sammen med dit navn."),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Skriv, hvorfor du skal se CPR-nummeret"),
            "min_length": _("Skriv mindst 10 tegn om, hvorfor du skal se CPR-nummeret"),
        },
    )


class ScheduleForm(PortalForm):
    starts_on = DatePartsField(label=_("Startdato"), required=False)
    ends_on = DatePartsField(label=_("Slutdato"), required=False)


class RolesForm(PortalForm):
    roles = forms.MultipleChoiceField(
        label=_("Roller"),
        choices=AdministratorRole.choices,
        widget=CheckboxesWithHints(
            hints={
                AdministratorRole.ORGANISATION_ADMINISTRATOR: _(
                    "Indstillinger, roller, aftale og fuldmagter"
                ),
                AdministratorRole.USER_ADMINISTRATOR: _("Opretter, aktiverer og lukker brugere"),
                AdministratorRole.RIGHTS_ADMINISTRATOR: _("Giver og fjerner rettigheder, svarer på ønsker"),
            }
        ),
        error_messages={"required": _("Vælg mindst én rolle")},
    )
    reason = forms.CharField(label=_("Begrundelse"), required=False, max_length=500)


class RoleRequestForm(PortalForm):
    role = forms.ChoiceField(
        label=_("Hvilken rolle?"),
        choices=AdministratorRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg en rolle")},
    )
    reason = forms.CharField(
        label=_("Hvad skal du bruge rollen til?"),
        help_text=_("Mindst 10 tegn."),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Skriv, hvad du skal bruge rollen til"),
            "min_length": _("Skriv mindst 10 tegn"),
        },
    )


class AnswerForm(PortalForm):
    answer = forms.CharField(label=_("Svar til den, der har bedt om det"), required=False, max_length=500)


class ChannelForm(PortalForm):
    kind = forms.ChoiceField(
        label=_("Hvor skal regningen sendes hen?"),
        choices=InvoiceChannel.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvor regningen skal sendes hen")},
    )
    email = MailField(label=_("E-mail til regninger"), required=False)
    email_again = MailField(label=_("Gentag e-mailen"), required=False)
    ean = EanField(label=_("EAN-nummer"), required=False)
    attention = forms.CharField(label=_("Att."), required=False, max_length=100)
    order_number = forms.CharField(label=_("Jeres ordrenummer"), required=False, max_length=50)
    fieldsets: Any = (
        (_("Ved e-mail"), ("email", "email_again")),
        (_("Ved NemHandel"), ("ean",)),
        (_("På regningen"), ("attention", "order_number")),
    )

    def __init__(self, *args: Any, organisation: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organisation is not None and organisation.is_public:
            kind: Any = self.fields["kind"]
            kind.choices = [(InvoiceChannel.Kind.NEMHANDEL.value, InvoiceChannel.Kind.NEMHANDEL.label)]
            self.fields["kind"].initial = InvoiceChannel.Kind.NEMHANDEL.value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("kind")
        if kind == InvoiceChannel.Kind.EMAIL:
            self._clean_email(data)
        if kind == InvoiceChannel.Kind.NEMHANDEL and not data.get("ean") and "ean" not in self.errors:
            self.add_error("ean", _("Indtast jeres EAN-nummer"))
        return data

    def _clean_email(self, data: dict[str, Any]) -> None:
        if not data.get("email"):
            self.add_error("email", _("Indtast den e-mail, regningerne skal sendes til"))
        elif data.get("email") != data.get("email_again"):
            self.add_error("email_again", _("Indtast den samme e-mail begge steder"))


class ProofingForm(PortalForm):
    first_kind = forms.ChoiceField(
        label=_("Første dokument (med foto)"),
        choices=[
            ("", _("Vælg")),
            ("passport", _("Pas")),
            ("driving_licence", _("Kørekort")),
            ("residence_card", _("Opholdskort")),
        ],
        error_messages={"required": _("Vælg et dokument.")},
    )
    first_last_four = forms.CharField(
        label=_("De sidste fire tegn af dokumentets nummer"),
        min_length=4,
        max_length=4,
        error_messages={"required": _("Indtast de sidste fire tegn af nummeret")},
    )
    second_kind = forms.ChoiceField(
        label=_("Andet dokument"),
        choices=[
            ("", _("Vælg")),
            ("health_card", _("Sundhedskort")),
            ("birth_certificate", _("Fødselsattest")),
            ("passport", _("Pas")),
            ("driving_licence", _("Kørekort")),
            ("residence_card", _("Opholdskort")),
        ],
        error_messages={"required": _("Vælg et dokument.")},
    )
    second_last_four = forms.CharField(
        label=_("De sidste fire tegn af det andet dokuments nummer"),
        min_length=4,
        max_length=4,
        error_messages={"required": _("Indtast de sidste fire tegn af nummeret")},
    )
    birth_date = DatePartsField(
        label=_("Fødselsdato, som den står i dokumenterne"),
        error_messages={"required": _("Indtast fødselsdatoen, som den står i dokumenterne")},
    )
    kind = forms.ChoiceField(
        label=_("Særskilt MitID"), choices=(), error_messages={"required": _("Vælg et særskilt MitID.")}
    )

    def __init__(self, *args: Any, kinds: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def documents(self) -> list[dict[str, str]]:
        data = self.cleaned_data
        return [
            {"kind": data["first_kind"], "last_four": data["first_last_four"]},
            {"kind": data["second_kind"], "last_four": data["second_last_four"]},
        ]


class AuthenticatorForm(PortalForm):
    kind = forms.ChoiceField(
        label=_("Hvilket særskilt MitID?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg et særskilt MitID")},
    )
    price_shown = forms.DecimalField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class PathForm(PortalForm):
    path = forms.ChoiceField(
        label=_("Hvordan skal medarbejderen aktivere?"),
        choices=[
            (Activation.Path.CLAIM.value, _("Medarbejderen melder sig, og I bekræfter navnet")),
            (Activation.Path.CODE.value, _("I afleverer en midlertidig kode personligt")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg en måde")},
    )
