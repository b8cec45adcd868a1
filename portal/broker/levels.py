"""Assurance levels (NSIS) and what each authenticator gives. LoA = the lowest of IAL, AAL and FAL."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

ACR_PREFIX = "https://data.gov.dk/concept/core/nsis/loa/"


class Level(TextChoices):
    """The words of OIOSAML 3, lowest first."""

    LOW = "Low", _("Lav")
    SUBSTANTIAL = "Substantial", _("Betydelig")
    HIGH = "High", _("Høj")

    @property
    def rank(self) -> int:
        """0 for the lowest."""
        return list(Level).index(self)

    @property
    def acr(self) -> str:
        """The level as `acr` and `loa` carry it."""
        return f"{ACR_PREFIX}{self.value}"


@dataclass(frozen=True)
class Authenticator:
    """One way to prove who one is. `amr` as Danish brokers write it, with their spelling of "enhanced"."""

    key: str
    name: str
    amr: tuple[str, ...]


AUTHENTICATORS: Mapping[str, Authenticator] = {
    authenticator.key: authenticator
    for authenticator in (
        Authenticator("app", _("MitID-app"), ("code_app",)),
        Authenticator("app-high", _("MitID-app på niveau Høj"), ("code_app_enchanced",)),
        Authenticator("app-chip", _("MitID-app på niveau Høj og chip"), ("code_app_enchanced", "u2f_token")),
        Authenticator("password-display", _("Adgangskode og MitID-kodeviser"), ("password", "code_token")),
        Authenticator("password-audio", _("Adgangskode og MitID-kodeoplæser"), ("password", "code_reader")),
        Authenticator("password-chip", _("Adgangskode og MitID-chip"), ("password", "u2f_token")),
        Authenticator("password", _("Kun adgangskode"), ("password",)),
        Authenticator("display", _("Kun MitID-kodeviser"), ("code_token",)),
        Authenticator("chip", _("Kun MitID-chip"), ("u2f_token",)),
        Authenticator("local", _("Lokalt login på arbejdspladsen"), ("local",)),
    )
}
LOCAL = "local"

# AAL of each combination. 2019: what the programme was planned with; today: what MitID offers.
# A combination that a table leaves out cannot be used.
_SINCE_2019 = {
    "app": Level.SUBSTANTIAL,
    "app-high": Level.HIGH,
    "app-chip": Level.HIGH,
    "password-display": Level.SUBSTANTIAL,
    "password-audio": Level.SUBSTANTIAL,
    "password-chip": Level.HIGH,
    "password": Level.LOW,
    "chip": Level.LOW,
    "local": Level.SUBSTANTIAL,
}
AAL: Mapping[str, Mapping[str, Level]] = {
    "2019": {**_SINCE_2019, "display": Level.LOW},
    "today": _SINCE_2019,
}


def lowest(*levels: Level) -> Level:
    """The level of a chain is that of its weakest link."""
    return min(levels, key=lambda level: level.rank)


def asked_for(acr_values: Iterable[str]) -> Level | None:
    """The least level a request asks for: its first value that is one of ours, None when there is none."""
    ours = {level.acr: level for level in Level}
    return next((ours[value] for value in acr_values if value in ours), None)
