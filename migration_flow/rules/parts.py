"""The parts of an organisation that undoing a move gives again, in words (see queries.projection)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

PART_WORDS: dict[str, Any] = {
    "identities": _("brugere"),
    "roles": _("administratorroller"),
    "grants": _("rettigheder"),
    "assignments": _("fordeling af fuldmagter"),
    "mandates": _("fuldmagter"),
    "charges": _("betaling"),
    "settings": _("indstillinger"),
}
