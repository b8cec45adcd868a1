"""The claims of a login, as Danish brokers name them (protocol reference §1.6)."""

from typing import Any

from .levels import LOCAL
from .models import Login, Persona, ProfessionalRole

SUPPORTED = [
    *("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "sid", "acr", "amr", "at_hash"),
    *("idp", "identity_type", "loa", "ial", "aal"),
    *("name", "given_name", "family_name", "alias", "birthdate"),
    *("mitid.uuid", "mitid.date_of_birth", "mitid.has_cpr"),
    *("professional_uuid", "cvr", "org_name", "rid", "p_number", "auth_to_repr", "cpr"),
]
PERSON_SCOPES = {"profile", "mitid"}


def authentication(login: Login) -> dict[str, Any]:
    """How the person was recognised. `acr` and `loa` are what counts; `ial` and `aal` explain it."""
    return {
        "auth_time": int(login.auth_time.timestamp()),
        "sid": str(login.pk),
        "acr": login.level.acr,
        "loa": login.level.acr,
        "ial": login.ial,
        "aal": login.aal,
        "amr": login.amr,
        "idp": provider(login),
        "identity_type": "professional" if login.role else "private",
    }


def provider(login: Login) -> str:
    """Which login the person chose at the broker."""
    if login.authenticator == LOCAL:
        return "local"
    return "mitid_erhverv" if login.role else "mitid"


def person(login: Login, scopes: set[str]) -> dict[str, Any]:
    """Who it is, as far as the scopes reach: `profile` or `mitid`, `nemlogin`, `ssn`."""
    found: dict[str, Any] = {"identity_type": "professional" if login.role else "private"}
    if scopes & PERSON_SCOPES:
        found |= names(login.persona) | identity(login.persona)
        # Brokers must not let a service connect a person's work with the private identity.
        found |= {} if login.role else {"mitid.uuid": str(login.persona.mitid_uuid)}
    if "nemlogin" in scopes and login.role:
        found |= profession(login.role, login.persona)
    if "ssn" in scopes and login.persona.cpr:
        found["cpr"] = login.persona.cpr
    return found


def names(persona: Persona) -> dict[str, Any]:
    """The name, or a mark in its place for somebody whose name is protected."""
    if persona.name_protected:
        return {"alias": "Pseudonym"}
    return {
        "name": persona.full_name,
        "given_name": persona.given_name,
        "family_name": persona.family_name,
    }


def identity(persona: Persona) -> dict[str, Any]:
    """What MitID says of the person besides the name."""
    birth_date = persona.birth_date.isoformat()
    return {
        "birthdate": birth_date,
        "mitid.date_of_birth": birth_date,
        "mitid.has_cpr": persona.cpr is not None,
    }


def profession(role: ProfessionalRole, persona: Persona) -> dict[str, Any]:
    """What NemLog-in says of the professional identity. What is not known is left out."""
    facts = {
        "professional_uuid": str(role.professional_uuid),
        "cvr": role.cvr,
        "org_name": role.org_name,
        "rid": role.rid,
        "p_number": role.p_number,
        "auth_to_repr": persona.authorized_to_represent,
    }
    return {name: value for name, value in facts.items() if value}
