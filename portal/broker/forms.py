"""The two forms of the login pages."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from . import logins
from .levels import LOCAL, Level
from .models import Persona, ProfessionalRole

PRIVATE = "private"


class SearchForm(forms.Form):
    """Find a person by words of the name or the first digits of the CPR number."""

    q = forms.CharField(required=False, max_length=100, strip=True)

    def found(self) -> QuerySet[Persona]:
        """The persons that match; everybody when nothing was asked."""
        words = self.cleaned_data["q"].split() if self.is_valid() else []
        full_name = Concat("given_name", Value(" "), "family_name")
        people = Persona.objects.prefetch_related("roles").alias(whole_name=full_name)
        for word in words:
            people = people.filter(matching(word))
        return people


def matching(word: str) -> Q:
    """How one word of the search is looked for."""
    digits = word.replace("-", "")
    if digits.isascii() and digits.isdigit():
        return Q(cpr__startswith=digits)
    return Q(whole_name__icontains=word)


class LoginForm(forms.Form):
    """Which authenticator, and in which capacity."""

    acting_as = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": _("Vælg, om du logger ind privat eller for en organisation.")},
    )
    authenticator = forms.ChoiceField(
        error_messages={
            "required": _("Vælg, hvordan du vil logge ind."),
            "invalid_choice": _("Vælg et af de identifikationsmidler, personen har."),
        }
    )

    def __init__(self, persona: Persona, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.persona = persona
        self.roles = {str(role.professional_uuid): role for role in persona.roles.all()}
        self.fields["acting_as"].choices = [(PRIVATE, ""), *((key, "") for key in self.roles)]
        self.fields["authenticator"].choices = [(item.key, item.name) for item in logins.held_by(persona)]

    def clean(self) -> dict[str, Any]:
        """A workplace vouches for its people at work, not at home."""
        cleaned = super().clean() or {}
        if cleaned.get("authenticator") == LOCAL and self.role is None:
            self.add_error("acting_as", _("Vælg en organisation, når du bruger lokalt login."))
        return cleaned

    @property
    def role(self) -> ProfessionalRole | None:
        """The chosen organisation, None for a private login."""
        return self.roles.get(self.cleaned_data.get("acting_as", ""))

    def options(self) -> list[dict[str, Any]]:
        """Each authenticator with the level it gives this person today."""
        return [
            {"key": item.key, "name": item.name, "level": logins.loa(self.persona, item.key)}
            for item in logins.held_by(self.persona)
        ]


def preselected(persona: Persona, wanted: Level | None) -> str:
    """The first authenticator that reaches the level asked for, else the one that reaches most."""
    keys = [item.key for item in logins.held_by(persona) if item.key != LOCAL]
    enough = [key for key in keys if logins.loa(persona, key).rank >= (wanted.rank if wanted else 0)]
    if enough:
        return enough[0]
    return max(keys, key=lambda key: logins.loa(persona, key).rank, default="")
