"""The settings page: what is decided for the organisation, area by area, each with its own page to change it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.agreements.rules.authenticators import in_words
from portal.core.pages import ShowPage
from portal.core.permissions import Permission

SWITCHES = (
    (_("Medarbejdere må bruge privat MitID, hvis de selv siger ja"), "allows_private_mitid"),
    (_("Vi beder om CPR-nummer"), "asks_for_cpr"),
    (_("Brugere må have et pseudonym"), "allows_pseudonyms"),
    (_("Medarbejdere må selv ansøge om at blive bruger"), "allows_self_request"),
    (_("To administratorer skal godkende roller"), "four_eyes"),
)


class Settings(ShowPage):
    permission = Permission.SETTINGS_SEE
    template_name = "web/settings.html"
    title = _("Indstillinger")
    section = "settings"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows: list[tuple[Any, Any]] = [
            (label, _("Ja") if getattr(self.organisation, name) else _("Nej")) for label, name in SWITCHES
        ]
        means = in_words(self.organisation.allowed_authenticators)
        rows.insert(1, (_("Særskilt MitID"), ", ".join(str(each) for each in means)))
        return super().get_context_data(
            rows=rows, may_change=self.actor.may(Permission.SETTINGS_CHANGE), **kwargs
        )
