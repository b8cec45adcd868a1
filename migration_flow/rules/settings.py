"""Settings the company decides on with its move, and what each answer writes on the organisation."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from migration_flow.models import Decision

C = Decision.Choice


@dataclass(frozen=True)
class Setting:
    """`when`: SQL over the legacy company `c` and the organisation `o`, who is asked; `changes`: choice → fields."""

    key: str
    label: Any
    when: str
    choice: str
    reason: str
    words: Any
    changes: dict[str, dict[str, Any]]


SETTINGS: tuple[Setting, ...] = (
    Setting("private_mitid", _("Medarbejderne må vælge at bruge deres private MitID på arbejdet"),
            "o.set_up_at IS NULL", C.MOVE, "their_choice",
            _("Så vælger hver medarbejder selv mellem privat og særskilt MitID."),
            {C.MOVE: {"allows_private_mitid": True}, C.LEAVE: {"allows_private_mitid": False}}),
    Setting("cpr", _("Bliv ved med at registrere CPR-numre på brugere"),
            "c.cpr_linked AND o.set_up_at IS NULL AND NOT o.asks_for_cpr", C.LEAVE, "rarely_needed",
            _("De færreste behøver CPR-numre her. I kan slå det til senere, når I har et formål."),
            {C.MOVE: {"asks_for_cpr": True, "cpr_purpose": "NemID Erhverv"}, C.LEAVE: {}}),
    Setting("lss", _("Erstat jeres signaturserver (LSS) med en lokal IdP"),
            "c.lss", C.LEAVE, "lss_ends",
            _("Signaturservere udfases. Indtil en lokal IdP er godkendt, bruger medarbejderne særskilt MitID."),
            {C.MOVE: {}, C.LEAVE: {}}),
)  # fmt: skip

LABELS: dict[str, Any] = {each.key: each.label for each in SETTINGS}
CHANGES: dict[str, dict[str, dict[str, Any]]] = {each.key: each.changes for each in SETTINGS}
SETTING_REASONS: dict[tuple[str, str], Any] = {("setting", each.reason): each.words for each in SETTINGS}
