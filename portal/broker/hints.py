"""`login_hint`: who should log in, and how.

persona:KEY[;auth=AUTHENTICATOR][;as=private|CVR|PROFESSIONAL-UUID]   |   cancel   |   error

The login page uses the key alone, to open at that person. A headless broker does all of it without a page.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from . import logins
from .forms import PRIVATE, preselected
from .levels import LOCAL
from .models import Persona, ProfessionalRole

ACTIONS = ("cancel", "error")


class HintProblem(Exception):
    """The hint cannot be followed; the text says why, for whoever wrote the test."""


@dataclass(frozen=True)
class Hint:
    """A hint taken apart."""

    action: str
    key: str = ""
    authenticator: str = ""
    acting_as: str = PRIVATE


def read(text: str) -> Hint | None:
    """None for any other hint, which is not for us."""
    if text in ACTIONS:
        return Hint(action=text)
    kind, _colon, rest = text.partition(":")
    if kind != "persona":
        return None
    key, *settings = rest.split(";")
    values = dict(setting.split("=", 1) for setting in settings if "=" in setting)
    return Hint("persona", key, values.get("auth", ""), values.get("as", PRIVATE))


def persona_of(hint: Hint) -> Persona:
    """The person named."""
    persona = Persona.objects.prefetch_related("roles").filter(key=hint.key).first()
    if persona is None:
        raise HintProblem(_("Der findes ingen person med nøglen %(key)s.") % {"key": hint.key})
    return persona


def authenticator_of(hint: Hint, persona: Persona) -> str:
    """The authenticator named, or the person's own first choice."""
    key = hint.authenticator or preselected(persona, None)
    if key not in {item.key for item in logins.held_by(persona)}:
        raise HintProblem(_("Personen har ikke identifikationsmidlet %(key)s.") % {"key": key})
    if key == LOCAL and hint.acting_as == PRIVATE:
        raise HintProblem(_("Lokalt login kræver en organisation: tilføj as=CVR."))
    return key


def role_of(hint: Hint, persona: Persona) -> ProfessionalRole | None:
    """The organisation named by CVR or professional uuid, None for a private login."""
    if hint.acting_as == PRIVATE:
        return None
    for role in persona.roles.all():
        if hint.acting_as in (role.cvr, str(role.professional_uuid)):
            return role
    raise HintProblem(_("Personen er ikke knyttet til %(organisation)s.") % {"organisation": hint.acting_as})
