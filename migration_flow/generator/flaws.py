"""Faulty rows, one function per code of the error catalogue.

A flaw takes the fields of a good row and gives the lines that stand in the file instead, each with
its code and whether the importer is to accept it; and whether what hangs on the row still can be.
None: this row cannot have the flaw.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple

from migration_flow.generator import layout
from migration_flow.generator.layout import COLUMNS, SEPARATOR
from migration_flow.generator.people import SPACE, substitute_cpr

FREE_PEOPLE: Final = 40_000  # at the end of the space of person numbers, which nobody else has
NAME_LIMIT: Final = 48
SCIENTIFIC: Final = "1,23755E+12"
MOJIBAKE: Final = str.maketrans({letter: letter.encode().decode("windows-1252") for letter in "æøåÆØÅéö"})


class Line(NamedTuple):
    """A line of a file with the code it was given, "" for none."""

    text: str
    code: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Spoilt:
    """What stands in the file, and whether the row itself is still accepted."""

    lines: tuple[Line, ...]
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Setting:
    """What a flaw may refer to: chance, a CVR number nobody has, a P-number of somebody else."""

    dice: Random
    stray_cvr: str | None
    foreign_unit: str


Spoiler = Callable[[str, list[str], Setting], Spoilt | None]


def place(file: str, column: str) -> int:
    """Where a column stands."""
    return COLUMNS[file].index(column)


def joined(fields: list[str]) -> str:
    """A line without its end."""
    return SEPARATOR.join(fields)


def _with(file: str, fields: list[str], **columns: str) -> str:
    changed = list(fields)
    for column, value in columns.items():
        changed[place(file, column)] = value
    return joined(changed)


def _rejected(code: str, *texts: str) -> Spoilt:
    return Spoilt(tuple(Line(text, code, False) for text in texts), holds=False)


def _warned(code: str, text: str) -> Spoilt:
    return Spoilt((Line(text, code, True),))


def _added(code: str, fields: list[str], text: str) -> Spoilt:
    """The good row stays and a faulty one follows."""
    return Spoilt((Line(joined(fields), "", True), Line(text, code, False)))


def wrong_shape(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R01: fields missing, a quote that never closes, or a line break inside quotes."""
    roll = setting.dice.random()
    if roll < 0.5 or '"' in fields[2]:
        return _rejected("R01", joined(fields[:-2]))
    if roll < 0.75:
        return _rejected("R01", joined([*fields[:2], '"' + fields[2], *fields[3:]]))
    broken = joined([*fields[:2], f'"{fields[2]}\r\n{fields[2]}"', *fields[3:]])
    return _rejected("R01", *broken.split("\r\n"))


def wrong_cvr(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R02: a digit lost, or a check digit that does not fit."""
    cvr = fields[0]
    wrong = cvr[1:] if setting.dice.random() < 0.5 else cvr[:7] + str((int(cvr[7]) + 1) % 10)
    return _rejected("R02", joined([wrong, *fields[1:]]))


def stray(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R03: a row of a company, or of an employee, that is not in the delivery."""
    if file == layout.RIGHTS:
        return _added("R03", fields, _with(file, fields, RID_NUMMER="fratrådt"))
    if setting.stray_cvr is None:
        return None
    return _added("R03", fields, joined([setting.stray_cvr, *fields[1:]]))


def lost_rid(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R04: no RID, or one that a spreadsheet has rounded."""
    rid = "" if setting.dice.random() < 0.3 else SCIENTIFIC
    return _rejected("R04", _with(file, fields, RID_NUMMER=rid))


_SECOND_VALUE: Final = {
    layout.EMPLOYEES: ("TELEFON", "39123456"),
    layout.ADMINISTRATORS: ("FRA_DATO", "29-02-2016"),
    layout.RIGHTS: ("UDLOEB_DATO", "31-12-2025"),
}


def contradiction(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R05: the same key twice with different content."""
    column, value = _SECOND_VALUE[file]
    return _rejected("R05", joined(fields), _with(file, fields, **{column: value}))


def wrong_unit(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R06: a P-number that cannot be one."""
    unit = setting.foreign_unit
    wrong = unit[:9] if setting.dice.random() < 0.4 else unit[:9] + str((int(unit[9]) + 1) % 10)
    text = _with(file, fields, P_NUMMER=wrong)
    return _added("R06", fields, text) if file == layout.UNITS else _rejected("R06", text)


_FIRST_DATE: Final = {
    layout.COMPANIES: "AFTALE_DATO",
    layout.EMPLOYEES: "OPRETTET_DATO",
    layout.ADMINISTRATORS: "FRA_DATO",
    layout.RIGHTS: "TILDELT_DATO",
}


def wrong_date(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R07: a day that never was, or an end before its beginning."""
    if file in _FIRST_DATE:
        return _rejected("R07", _with(file, fields, **{_FIRST_DATE[file]: "31-02-2018"}))
    return _rejected("R07", _with(file, fields, GYLDIG_FRA="12-06-2018", GYLDIG_TIL="11-06-2018"))


_CODED: Final = {
    layout.COMPANIES: ("PRO_PAKKE", "X"),
    layout.EMPLOYEES: ("STATUS", "UKENDT"),
    layout.SIGNATURES: ("SIGNATURTYPE", "NOEGLEAPP"),
    layout.ADMINISTRATORS: ("ROLLE", "CHEF"),
    layout.RIGHTS: ("SCOPE_TYPE", "KVR"),
    layout.OTHER_SIGNATURES: ("TYPE", "POCES"),
}


def wrong_code(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R08: a value outside its list."""
    column, value = _CODED[file]
    return _rejected("R08", _with(file, fields, **{column: value}))


def wrong_subject(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R09: a certificate of another company or employee."""
    subject = fields[place(file, "SUBJECT_DN")]
    if not subject:
        return None
    wrong = subject.replace(f"RID:{fields[1]}", "RID:11223344")
    if setting.dice.random() < 0.5:
        wrong = subject.replace(f"CVR:{fields[0]}-RID", "CVR:13748136-RID")
    return _rejected("R09", _with(file, fields, SUBJECT_DN=wrong))


def foreign_unit(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R10: a right limited to a unit of somebody else."""
    return _rejected("R10", _with(file, fields, SCOPE_TYPE="P", SCOPE_VAERDI=setting.foreign_unit))


def lost_zero(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """W01: a CPR number without its leading zero.

    Substitute numbers never begin with 0, so the number is one nobody can have: born 1858 to 1860.
    """
    dice = setting.dice
    day, month = 1 + int(dice.random() * 9), 1 + int(dice.random() * 12)
    tail = f"{58 + int(dice.random() * 3)}{5 + int(dice.random() * 4)}{int(dice.random() * 1_000):03}"
    return _warned("W01", _with(file, fields, CPR_NUMMER=f"{day}{month:02}{tail}"))


def no_check_digit(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """W02: a CPR number without modulus 11."""
    somebody = substitute_cpr(SPACE - 1 - int(setting.dice.random() * FREE_PEOPLE))[0]
    cpr = fields[place(file, "CPR_NUMMER")] or somebody
    return _warned("W02", _with(file, fields, CPR_NUMMER=cpr[:9] + str((int(cpr[9]) + 2) % 10)))


def impossible_cpr(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """W03: ten digits that are no CPR number."""
    wrong = ("0000000000", "9999999999", "6113701008", "3002801234")[int(setting.dice.random() * 4)]
    return _warned("W03", _with(file, fields, CPR_NUMMER=wrong))


_NAMES: Final = {layout.COMPANIES: "VIRKSOMHEDSNAVN", layout.UNITS: "NAVN", layout.EMPLOYEES: "EFTERNAVN"}


def garbled(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """W04: letters decoded twice, or a control character in the middle."""
    column = _NAMES[file]
    name = fields[place(file, column)]
    wrong = name.translate(MOJIBAKE)
    if wrong == name:
        middle = len(name) // 2
        wrong = name[:middle] + ("\x00", "\x07", "\x1a")[int(setting.dice.random() * 3)] + name[middle:]
    return _warned("W04", _with(file, fields, **{column: wrong}))


def blanks(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """W05: no-break, double or trailing blanks."""
    column, roll = _NAMES[file], setting.dice.random()
    name = fields[place(file, column)]
    if name.endswith('"'):
        return None
    wrong = (
        name.replace(" ", "\u00a0" if roll < 0.3 else "  ", 1) if " " in name and roll < 0.7 else name + " "
    )
    return _warned("W05", _with(file, fields, **{column: wrong}))


def wrong_mail(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """W06: an address that is none, the word null, or one with Danish letters."""
    column = "KONTAKT_EMAIL" if file == layout.COMPANIES else "E_MAIL"
    wrong = ("null", "kontor.firma.example", "søren@møller.example")[int(setting.dice.random() * 3)]
    return _warned("W06", _with(file, fields, **{column: wrong}))


def cut_name(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """W07: a name cut at 48 characters."""
    given = fields[place(file, "FORNAVN")]
    family = f"{fields[place(file, 'EFTERNAVN')]} af Frederiksborg-Christiansminde-Østergaardslund"
    return _warned("W07", _with(file, fields, EFTERNAVN=family[: NAME_LIMIT - len(given) - 1]))


def twin(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """W10: the same row twice."""
    return _added("W10", fields, joined(fields))


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
    ("R01", wrong_shape, (_E, _C, _U, _S, _A, _R, layout.MANDATES)),
    ("R02", wrong_cvr, (_C, _E, _R)),
    ("R03", stray, (_E, _R, _A)),
    ("R04", lost_rid, (_E, _S, _A, _R)),
    ("R05", contradiction, (_E, _A, _R)),
    ("R06", wrong_unit, (_E, _U)),
    ("R07", wrong_date, (_S, _C, _E, _A, _R, layout.MANDATES, layout.OTHER_SIGNATURES)),
    ("R08", wrong_code, (_A, _C, _E, _S, _R, layout.OTHER_SIGNATURES)),
    ("R09", wrong_subject, (_S,)),
    ("R10", foreign_unit, (_R,)),
    ("W01", lost_zero, (_E,)),
    ("W02", no_check_digit, (_E,)),
    ("W03", impossible_cpr, (_E,)),
    ("W04", garbled, (_C, _U, _E)),
    ("W05", blanks, (_E, _C, _U)),
    ("W06", wrong_mail, (_E, _C)),
    ("W07", cut_name, (_E,)),
    ("W10", twin, (_R, _A, _E, _S)),
)
