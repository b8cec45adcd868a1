"""The reason of a refusal in the words a service may show its user, in both languages."""

from functools import cache

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from rights.rules.decision import Reason

SENTENCES = {
    Reason.NO_RIGHT: _("Du har ikke rettigheden. Du kan søge om den i Erhvervsadgang."),
    Reason.NO_LEGACY_RIGHT: _("Du har ikke rettigheden i NemID Erhverv, som din virksomhed stadig bruger."),
    Reason.UNKNOWN_RIGHT: _("Tjenesten spørger om en rettighed, som den ikke har. Kontakt tjenesten."),
    Reason.IDENTITY_UNKNOWN: _("Vi kender ikke brugeren. Kontakt din administrator."),
    Reason.IDENTITY_NOT_ACTIVE: _("Din bruger er ikke aktiv. Kontakt din administrator."),
    Reason.IDENTITY_SUSPENDED: _("Din bruger er spærret midlertidigt. Kontakt din administrator."),
    Reason.IDENTITY_MUST_MOVE: _(
        "Du har ikke flere udsættelser. Brug linket i din mail, og flyt din bruger fra NemID."
    ),
    Reason.IDENTITY_CLOSED: _("Din bruger er lukket. Kontakt din administrator."),
    Reason.ORGANISATION_UNKNOWN: _("Vi kender ikke den organisation, du vil handle for."),
    Reason.ORGANISATION_CLOSED: _("Organisationen er ophørt. Der kan ikke handles for den."),
    Reason.LIMIT_MISMATCH: _("Din rettighed gælder kun en del af organisationen."),
    Reason.CONSTRAINT_NOT_MET: _("Din rettighed gælder ikke i dette tilfælde."),
    Reason.NOT_ASSIGNED: _("Din organisation har fuldmagten, men den er ikke fordelt til dig."),
    Reason.POWER_SUSPENDED: _("Fuldmagten er sat i bero."),
    Reason.POWER_ENDED: _("Fuldmagten er ophørt."),
    Reason.GRANT_ENDED: _("Din rettighed er udløbet eller fjernet."),
    Reason.NOT_STARTED: _("Din rettighed er ikke trådt i kraft endnu."),
    Reason.LEVEL_TOO_LOW: _("Log ind på et højere sikringsniveau for at fortsætte."),
    Reason.INVALID_REQUEST: _("Tjenestens spørgsmål kunne ikke forstås. Kontakt tjenesten."),
}


@cache
def reason_user(reason: Reason) -> dict[str, str]:
    """{"da": …, "en": …} of a refusal; a granted reason has no sentence."""
    return {language: _in(language, reason) for language in ("da", "en")}


def _in(language: str, reason: Reason) -> str:
    with translation.override(language):
        return str(SENTENCES[reason])
