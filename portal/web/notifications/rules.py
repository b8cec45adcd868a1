"""Which messages may stay in the portal. Links, stops, charges and whatever has legal effect are always mailed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# Kind → (what it is called, what is in it, the mail templates).
KINDS: dict[str, tuple[Any, Any, tuple[str, ...]]] = {
    "reminders": (
        _("Påmindelser"), _("Noget udløber snart, eller nogen venter på svar."),
        ("identities/claim_waits", "identities/few_administrators", "mandates/answer_soon", "mandates/confirm_soon",
         "mandates/ends_soon", "rights/expiring"),
    ),
    "requests": (
        _("Ansøgninger"), _("Nogen beder om en rolle, en rettighed eller en fuldmagt."),
        ("identities/role_requested", "rights/request_sent", "mandates/requested"),
    ),
    "answers": (
        _("Svar"), _("Der er svar på noget, du har bedt om."),
        ("identities/role_answered", "rights/request_answered", "mandates/accepted", "mandates/declined"),
    ),
    "support": (
        _("Support"), _("Der er nyt i en sag, du har hos supporten."), ("web/case_received", "web/case_answered"),
    ),
}  # fmt: skip
_KIND_OF = {template: kind for kind, (_title, _text, templates) in KINDS.items() for template in templates}


def kind_of(template: str) -> str:
    """The kind a person may choose to read in the portal only; "" for what is always mailed."""
    return _KIND_OF.get(template, "")
