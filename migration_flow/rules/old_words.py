"""What the legacy system's codes are called by people (reference: legacy-and-cvr §1.6-1.8)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ROLES: dict[str, Any] = {
    "SUPERADMINISTRATOR": _("Superadministrator"),
    "NEMID_ADMINISTRATOR": _("NemID-administrator"),
    "LRA": _("LRA-administrator"),
    "RETTIGHEDSADMINISTRATOR": _("Rettighedsadministrator"),
}
CARRIERS: dict[str, Any] = {
    "NOEGLEKORT": _("Nøglekort"),
    "NOEGLEFIL": _("Nøglefil"),
    "NOEGLEFIL_STRAKS": _("Nøglefil"),
    "HARDWARE": _("Signatur på hardware"),
    "LSS": _("Signatur på jeres egen server"),
}
STATUSES: dict[str, Any] = {
    "BESTILT": _("bestilt"),
    "UDSTEDT": _("ikke taget i brug"),
    "AKTIV": _("aktiv"),
    "SPAERRET": _("spærret"),
    "UDLOEBET": _("udløbet"),
}
KINDS: dict[str, Any] = {"VOCES": _("Virksomhedssignatur"), "FOCES": _("Funktionssignatur")}


def called(words: dict[str, Any], code: str) -> str:
    """The word, or the code where there is none."""
    return str(words.get(code, code))
