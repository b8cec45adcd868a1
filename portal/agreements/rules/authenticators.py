"""The dedicated authenticators an organisation may allow besides the app, in words (F60–F69)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# Codes of identities' AuthenticatorKind: the floor above orders them, the organisation decides here.
BESIDES_THE_APP = (
    ("code_display", _("MitID kodeviser")),
    ("audio_reader", _("MitID kodeoplæser")),
    ("chip", _("MitID chip")),
)
HINTS: dict[str, Any] = {
    "code_display": _("Viser koden på en lille skærm. For den, der ikke har en smartphone."),
    "audio_reader": _("Læser koden højt. For den, der ikke kan se en skærm."),
    "chip": _("Sættes i computeren. Bruges sammen med en af de andre for det højeste sikringsniveau."),
}


def in_words(codes: list[str]) -> list[Any]:
    """The allowed authenticators as the pages name them, the app first."""
    return [_("MitID-appen kun til erhverv"), *(label for code, label in BESIDES_THE_APP if code in codes)]
