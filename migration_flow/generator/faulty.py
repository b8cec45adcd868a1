"""What a flaw is: a faulty row with its code, and whether what hangs on it still can be."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from migration_flow.generator.layout import COLUMNS, SEPARATOR


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


def changed(file: str, fields: list[str], **columns: str) -> str:
    """The line with other values in some columns."""
    row = list(fields)
    for column, value in columns.items():
        row[place(file, column)] = value
    return joined(row)


def rejected(code: str, *texts: str) -> Spoilt:
    """These lines, none of which is accepted."""
    return Spoilt(tuple(Line(text, code, False) for text in texts), holds=False)


def warned(code: str, text: str) -> Spoilt:
    """This line, accepted with a warning."""
    return Spoilt((Line(text, code, True),))


def added(code: str, fields: list[str], text: str) -> Spoilt:
    """The good row stays and a faulty one follows."""
    return Spoilt((Line(joined(fields), "", True), Line(text, code, False)))
