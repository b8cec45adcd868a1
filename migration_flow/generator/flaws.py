"""The error catalogue as this country has it: which faulty row stands in which files."""

from typing import Final

from migration_flow.generator import flaws_rejected as r
from migration_flow.generator import flaws_warned as w
from migration_flow.generator import layout
from migration_flow.generator.faulty import Spoiler

_C, _U, _E, _S, _A, _R = (
    layout.COMPANIES,
    layout.UNITS,
    layout.EMPLOYEES,
    layout.SIGNATURES,
    layout.ADMINISTRATORS,
    layout.RIGHTS,
)
# Code, flaw, and the files it comes in; the first is the one where the small error set has it.
CATALOGUE: Final[tuple[tuple[str, Spoiler, tuple[str, ...]], ...]] = (
    ("R01", r.wrong_shape, (_E, _C, _U, _S, _A, _R, layout.MANDATES)),
    ("R02", r.wrong_cvr, (_C, _E, _R)),
    ("R03", r.stray, (_E, _R, _A)),
    ("R04", r.lost_rid, (_E, _S, _A, _R)),
    ("R05", r.contradiction, (_E, _A, _R)),
    ("R06", r.wrong_unit, (_E, _U)),
    ("R07", r.wrong_date, (_S, _C, _E, _A, _R, layout.MANDATES, layout.OTHER_SIGNATURES)),
    ("R08", r.wrong_code, (_A, _C, _E, _S, _R, layout.OTHER_SIGNATURES)),
    ("R09", r.wrong_subject, (_S,)),
    ("R10", r.foreign_unit, (_R,)),
    ("W01", w.lost_zero, (_E,)),
    ("W02", w.no_check_digit, (_E,)),
    ("W03", w.impossible_cpr, (_E,)),
    ("W04", w.garbled, (_C, _U, _E)),
    ("W05", w.blanks, (_E, _C, _U)),
    ("W06", w.wrong_mail, (_E, _C)),
    ("W07", w.cut_name, (_E,)),
    ("W10", w.twin, (_R, _A, _E, _S)),
)
