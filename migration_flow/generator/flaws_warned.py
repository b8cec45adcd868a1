"""Rows to be accepted with a warning: a function per W code. None where a row cannot have the flaw."""

from typing import Final

from migration_flow.generator import layout
from migration_flow.generator.faulty import Setting, Spoilt, added, changed, joined, place, warned
from migration_flow.generator.people import SPACE, substitute_cpr

FREE_PEOPLE: Final = 40_000  # at the end of the space of person numbers, which nobody else has
NAME_LIMIT: Final = 48
MOJIBAKE: Final = str.maketrans({letter: letter.encode().decode("windows-1252") for letter in "æøåÆØÅéö"})


def lost_zero(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """W01: a CPR number without its leading zero.

    Substitute numbers never begin with 0, so the number is one nobody can have: born 1858 to 1860.
    """
    dice = setting.dice
    day, month = 1 + int(dice.random() * 9), 1 + int(dice.random() * 12)
    tail = f"{58 + int(dice.random() * 3)}{5 + int(dice.random() * 4)}{int(dice.random() * 1_000):03}"
    return warned("W01", changed(file, fields, CPR_NUMMER=f"{day}{month:02}{tail}"))


def no_check_digit(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """W02: a CPR number without modulus 11."""
    somebody = substitute_cpr(SPACE - 1 - int(setting.dice.random() * FREE_PEOPLE))[0]
    cpr = fields[place(file, "CPR_NUMMER")] or somebody
    return warned("W02", changed(file, fields, CPR_NUMMER=cpr[:9] + str((int(cpr[9]) + 2) % 10)))


def impossible_cpr(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """W03: ten digits that are no CPR number."""
    wrong = ("0000000000", "9999999999", "6113701008", "3002801234")[int(setting.dice.random() * 4)]
    return warned("W03", changed(file, fields, CPR_NUMMER=wrong))


_NAMES: Final = {layout.COMPANIES: "VIRKSOMHEDSNAVN", layout.UNITS: "NAVN", layout.EMPLOYEES: "EFTERNAVN"}


def garbled(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """W04: letters decoded twice, or a control character in the middle."""
    column = _NAMES[file]
    name = fields[place(file, column)]
    wrong = name.translate(MOJIBAKE)
    if wrong == name:
        middle = len(name) // 2
        wrong = name[:middle] + ("\x00", "\x07", "\x1a")[int(setting.dice.random() * 3)] + name[middle:]
    return warned("W04", changed(file, fields, **{column: wrong}))


def blanks(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """W05: no-break, double or trailing blanks."""
    column, roll = _NAMES[file], setting.dice.random()
    name = fields[place(file, column)]
    if name.endswith('"'):
        return None
    wrong = (
        name.replace(" ", "\u00a0" if roll < 0.3 else "  ", 1) if " " in name and roll < 0.7 else name + " "
    )
    return warned("W05", changed(file, fields, **{column: wrong}))


def wrong_mail(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """W06: an address that is none, the word null, or one with Danish letters."""
    column = "KONTAKT_EMAIL" if file == layout.COMPANIES else "E_MAIL"
    wrong = ("null", "kontor.firma.example", "søren@møller.example")[int(setting.dice.random() * 3)]
    return warned("W06", changed(file, fields, **{column: wrong}))


def cut_name(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """W07: a name cut at 48 characters."""
    given = fields[place(file, "FORNAVN")]
    family = f"{fields[place(file, 'EFTERNAVN')]} af Frederiksborg-Christiansminde-Østergaardslund"
    return warned("W07", changed(file, fields, EFTERNAVN=family[: NAME_LIMIT - len(given) - 1]))


def twin(file: str, fields: list[str], setting: Setting) -> Spoilt | None:
    """W10: the same row twice."""
    return added("W10", fields, joined(fields))
