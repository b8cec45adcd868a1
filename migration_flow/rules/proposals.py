"""What we propose for each thing the legacy system knew, and why: the first line that fits.

`when` is SQL over the legacy row `l` (and, for what hangs on an employee, that employee `e`); the company always has
the last word. The table is shown in the help as it stands.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from migration_flow.models import Decision
from migration_flow.rules.settings import SETTING_REASONS

I = Decision.Item  # noqa: E741 - the table below is read as a table
C = Decision.Choice


@dataclass(frozen=True)
class Proposal:
    item: str
    reason: str
    when: str
    choice: str
    words: Any
    # What cannot be moved whatever the company says: there is nothing here it could become.
    only: bool = False


UNUSED = "'D05' = ANY (l.findings)"  # found by the import, counted from the day the delivery was made
EMPLOYEE_LEFT = "(e.status = 'INAKTIV' OR e.gone_since IS NOT NULL)"

ELSEWHERE = _("Selvbetjeningen findes ikke her. Den står på listen over det, I selv skal sørge for.")

PROPOSALS: tuple[Proposal, ...] = (
    Proposal(I.EMPLOYEE, "inactive", "l.status = 'INAKTIV'", C.LEAVE, _("Er inaktiv i NemID Erhverv.")),
    Proposal(I.EMPLOYEE, "gone", "l.gone_since IS NOT NULL", C.LEAVE, _("Findes ikke længere i NemID Erhverv.")),
    Proposal(I.EMPLOYEE, "duplicate", "'D01' = ANY (l.findings)", C.MOVE,
             _("Ser ud til at stå her flere gange. Se, om numrene skal lægges sammen.")),
    Proposal(I.EMPLOYEE, "unused", UNUSED, C.LEAVE, _("Har ikke brugt sin signatur i to år.")),
    Proposal(I.EMPLOYEE, "in_use", "TRUE", C.MOVE, _("Er aktiv.")),
    Proposal(I.ADMINISTRATOR, "left", EMPLOYEE_LEFT, C.LEAVE, _("Personen er ikke længere aktiv.")),
    Proposal(I.ADMINISTRATOR, "in_use", "TRUE", C.MOVE, _("Er administrator i dag.")),
    Proposal(I.RIGHT, "left", EMPLOYEE_LEFT, C.LEAVE, _("Brugeren er ikke længere aktiv.")),
    Proposal(I.RIGHT, "expired", "l.expires_on < current_date", C.LEAVE, _("Rettigheden er udløbet."), only=True),
    Proposal(I.RIGHT, "unknown", "r.id IS NULL", C.LEAVE, ELSEWHERE, only=True),
    Proposal(I.RIGHT, "limit", "l.scope_type NOT IN ('CVR', 'P', 'SE')", C.LEAVE,
             _("Rettigheden gælder én borger. Det kan en rettighed her ikke begrænses til, så den ville blive bredere."),
             only=True),
    Proposal(I.RIGHT, "other_cvr", "l.scope_type = 'CVR' AND l.scope_value NOT IN ('', l.cvr)", C.LEAVE,
             _("Rettigheden gælder en anden virksomhed. Den skal give jer en fuldmagt."), only=True),
    Proposal(I.RIGHT, "in_use", "TRUE", C.MOVE, _("Gælder i dag.")),
    Proposal(I.MANDATE, "expired", "l.valid_to < current_date", C.LEAVE, _("Fuldmagten er udløbet."), only=True),
    Proposal(I.MANDATE, "own", "l.grantee_cvr = l.cvr", C.LEAVE, _("Den er givet til jer selv."), only=True),
    Proposal(I.MANDATE, "unknown", "r.id IS NULL", C.LEAVE, ELSEWHERE, only=True),
    Proposal(I.MANDATE, "ceased", "'D06' = ANY (l.findings)", C.LEAVE, _("Modtageren er ophørt.")),
    Proposal(I.MANDATE, "in_use", "TRUE", C.MOVE, _("Gælder i dag og kan videreføres.")),
    Proposal(I.UNIT, "ceased", "l.status <> 'AKTIV'", C.LEAVE, _("P-enheden er ophørt.")),
    Proposal(I.UNIT, "in_use", "TRUE", C.MOVE, _("P-enheden er aktiv.")),
    Proposal(I.OTHER_SIGNATURE, "elsewhere", "TRUE", C.LEAVE,
             _("Flyttes ikke. Bestil et nyt certifikat; den står på listen over det, I selv skal sørge for."),
             only=True),
)  # fmt: skip

REASONS: dict[tuple[str, str], Any] = {
    **{(each.item, each.reason): each.words for each in PROPOSALS},
    **SETTING_REASONS,
}
ONLY = frozenset((each.item, each.reason) for each in PROPOSALS if each.only)


def case_sql(item: str, column: str) -> str:
    """SQL CASE that gives `column` ("choice" or "reason") of the first proposal that fits a row of `item`."""
    lines = [f"WHEN {each.when} THEN '{getattr(each, column)}'" for each in PROPOSALS if each.item == item]
    return "CASE " + " ".join(lines) + " END"
