"""Rows to be rejected: a function per R code. None where a row cannot have the flaw."""

from typing import Final

from migration_flow.generator import layout
from migration_flow.generator.faulty import Setting, Spoilt, added, changed, joined, place, rejected

SCIENTIFIC: Final = "1,23755E+12"


def wrong_shape(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R01: fields missing, a quote that never closes, or a line break inside quotes."""
    roll = setting.dice.random()
    if roll < 0.5 or '"' in fields[2]:
        return rejected("R01", joined(fields[:-2]))
    if roll < 0.75:
        return rejected("R01", joined([*fields[:2], '"' + fields[2], *fields[3:]]))
    broken = joined([*fields[:2], f'"{fields[2]}\r\n{fields[2]}"', *fields[3:]])
    return rejected("R01", *broken.split("\r\n"))


def wrong_cvr(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R02: a digit lost, or a check digit that does not fit."""
    cvr = fields[0]
    wrong = cvr[1:] if setting.dice.random() < 0.5 else cvr[:7] + str((int(cvr[7]) + 1) % 10)
    return rejected("R02", joined([wrong, *fields[1:]]))


def stray(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R03: a row of a company, or of an employee, that is not in the delivery."""
    if file == layout.RIGHTS:
        return added("R03", fields, changed(file, fields, RID_NUMMER="fratrådt"))
    if setting.stray_cvr is None:
        return None
    return added("R03", fields, joined([setting.stray_cvr, *fields[1:]]))


def lost_rid(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R04: no RID, or one that a spreadsheet has rounded."""
    rid = "" if setting.dice.random() < 0.3 else SCIENTIFIC
    return rejected("R04", changed(file, fields, RID_NUMMER=rid))


_SECOND_VALUE: Final = {
    layout.EMPLOYEES: ("TELEFON", "39123456"),
    layout.ADMINISTRATORS: ("FRA_DATO", "29-02-2016"),
    layout.RIGHTS: ("UDLOEB_DATO", "31-12-2025"),
}


def contradiction(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R05: the same key twice with different content."""
    column, value = _SECOND_VALUE[file]
    return rejected("R05", joined(fields), changed(file, fields, **{column: value}))


def wrong_unit(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R06: a P-number that cannot be one."""
    unit = setting.foreign_unit
    wrong = unit[:9] if setting.dice.random() < 0.4 else unit[:9] + str((int(unit[9]) + 1) % 10)
    text = changed(file, fields, P_NUMMER=wrong)
    return added("R06", fields, text) if file == layout.UNITS else rejected("R06", text)


_FIRST_DATE: Final = {
    layout.COMPANIES: "AFTALE_DATO",
    layout.EMPLOYEES: "OPRETTET_DATO",
    layout.ADMINISTRATORS: "FRA_DATO",
    layout.RIGHTS: "TILDELT_DATO",
}


def wrong_date(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R07: a day that never was, or an end before its beginning."""
    if file in _FIRST_DATE:
        return rejected("R07", changed(file, fields, **{_FIRST_DATE[file]: "31-02-2018"}))
    return rejected("R07", changed(file, fields, GYLDIG_FRA="12-06-2018", GYLDIG_TIL="11-06-2018"))


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
    return rejected("R08", changed(file, fields, **{column: value}))


def wrong_subject(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R09: a certificate of another company or employee."""
    subject = fields[place(file, "SUBJECT_DN")]
    if not subject:
        return None
    wrong = subject.replace(f"RID:{fields[1]}", "RID:11223344")
    if setting.dice.random() < 0.5:
        wrong = subject.replace(f"CVR:{fields[0]}-RID", "CVR:13748136-RID")
    return rejected("R09", changed(file, fields, SUBJECT_DN=wrong))


def foreign_unit(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """R10: a right limited to a unit of somebody else."""
    return rejected("R10", changed(file, fields, SCOPE_TYPE="P", SCOPE_VAERDI=setting.foreign_unit))
