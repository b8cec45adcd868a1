"""Which way a company goes: the first line that fits (reference: legacy-and-cvr §8). The plan has windows by segment.

`when` is SQL over the legacy company `c`, its register entry `r`, its active people `p.n`, whether one person signs
alone `s.alone`, and whether somebody of its administrators administers other companies too `m.cvr`.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.agreements.signing_rule import Role, SigningRule, may_sign_alone, parse

# Only the owner's private NemID, never an employee signature: no legacy row, invited from the register.
OWNER_ONLY = "S0"
SEVERAL = 2  # companies with one administrator, from how many on


@dataclass(frozen=True)
class Segment:
    name: str
    when: str
    words: Any


STOPPED = "('NORMAL', 'AKTIV', '', 'UNDER REKONSTRUKTION')"

SEGMENTS: tuple[Segment, ...] = (
    Segment("S9", f"c.status NOT IN {STOPPED} OR COALESCE(r.status, '') NOT IN {STOPPED} OR r.ceased_on IS NOT NULL",
            _("Konkurs, under opløsning eller ophørt")),
    Segment("S10", "c.form_code IN (170, 210) OR r.cvr IS NULL", _("Udenlandsk eller ikke i CVR")),
    Segment("S5", "p.n >= 1000 OR c.lss OR c.form_code IN (230, 245, 250)",
            _("Over 1.000 brugere, offentlig eller egen signaturserver")),
    Segment("S4", "p.n >= 50", _("50-999 brugere")),
    Segment("S8", "m.cvr IS NOT NULL", _("Administrator af flere virksomheder")),
    Segment("S6", "c.form_code IN (110, 115)", _("Forening")),
    Segment("S1", "p.n <= 1 AND s.alone", _("Ejer, der tegner alene")),
    Segment("S7", "NOT COALESCE(s.alone, false)", _("Flere underskriver sammen")),
    Segment("S2", "p.n <= 3", _("Op til 3 brugere")),
    Segment("S3", "TRUE", _("4-49 brugere")),
)  # fmt: skip

WORDS: dict[str, Any] = {
    OWNER_ONLY: _("Kun ejerens private NemID"),
    **{each.name: each.words for each in SEGMENTS},
}


def segment_sql() -> str:
    """SQL CASE that gives the segment."""
    return "CASE " + " ".join(f"WHEN {each.when} THEN '{each.name}'" for each in SEGMENTS) + " END"


def one_signs_alone(text: str, form_code: int) -> bool:
    """Whether there is a place in the register from which one person binds the company. A rule that is not fully
    understood is never taken for it."""
    rule = parse(text, form_code)
    return isinstance(rule, SigningRule) and any(may_sign_alone(rule, {role}) for role in Role)
