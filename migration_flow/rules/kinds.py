"""The kinds of questions as headings: several of each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from migration_flow.models import Decision

I = Decision.Item  # noqa: E741
HEADINGS: dict[str, Any] = {
    I.EMPLOYEE: _("Brugere"),
    I.ADMINISTRATOR: _("Administratorer"),
    I.RIGHT: _("Rettigheder"),
    I.MANDATE: _("Fuldmagter"),
    I.UNIT: _("P-enheder"),
    I.OTHER_SIGNATURE: _("Øvrige signaturer"),
    I.SETTING: _("Indstillinger"),
}
