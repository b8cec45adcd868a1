"""Case work in words: why a case is there, and what may be asked of the applicant."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Any] = {
    "signing_rule": _("Vi kan ikke læse jeres tegningsregel automatisk."),
    "corporate": _("Tegningsreglen kan ikke opfyldes af personer i registeret, fx fordi et andet selskab tegner."),
    "status": _("Registeret siger, at ledelsen ikke længere kan handle alene, fx ved konkurs eller likvidation."),
    "authority": _("Registeret fortæller ikke, hvem der kan skrive under for en myndighed."),
    "association": _("Foreningen har ikke registreret en foreningsrepræsentant i CVR."),
    "foreign": _("Registeret fortæller ikke, hvem der kan skrive under for en udenlandsk virksomhed."),
    "no_cvr": _("Organisationen har ikke et CVR-nummer."),
    "paper": _("En, der skal skrive under, har ikke MitID."),
    "recent_change": _("Ledelsen eller tegningsreglen er ændret i registeret inden for de sidste 14 dage."),
    "has_administrator": _("Organisationen har stadig en administrator."),
}  # fmt: skip

SIGNATURE, DOCUMENT, ADMINISTRATOR = "signature", "document", "administrator"
ORGANISATION, EXPLANATION = "organisation", "explanation"
# What may be asked of the applicant, one thing at a time.
ASKS: dict[str, Any] = {
    SIGNATURE: _("En underskrift med MitID, eller aftalen underskrevet på papir"),
    DOCUMENT: _("Dokumentation, der viser jeres tilknytning til organisationen"),
    ADMINISTRATOR: _("Oplysningerne om administratoren"),
    ORGANISATION: _("Oplysningerne om organisationen"),
    EXPLANATION: _("Et svar i ord"),
}
# Who may sign for a public authority (F14).
AUTHORITY_POSTS = _(
    "departementschef, styrelseschef, direktør (også kommunaldirektør, stadsdirektør og koncerndirektør), vicedirektør, "
    "afdelingschef, underdirektør eller sekretariatschef"
)
# Where the register knows the management but not its rule, signatures may be all that is needed.
_ONLY_SIGNATURES = ("signing_rule", "paper", "recent_change", "has_administrator")
# Working days until the applicant has an answer: from the first hand-in, and from each answer after that.
GOAL_DAYS, GOAL_DAYS_AFTER_ANSWER = 10, 5


def first_asks(reason: str) -> list[str]:
    """What a case with this reason needs before a case worker can look at it."""
    return [SIGNATURE] if reason in _ONLY_SIGNATURES else [SIGNATURE, DOCUMENT]
