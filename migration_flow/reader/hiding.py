"""Where CPR numbers belong in the files: an employee's, and the limit of a right to one citizen."""

from collections.abc import Container
from dataclasses import dataclass, field

from migration_flow.reader.checks import Column, p_number_fits
from migration_flow.reader.persons import Hidden, hide, holds_cpr, person_key
from portal.core import crypto, identifiers

_NONE = ""  # COPY reads an empty field as null


@dataclass
class Persons:
    """`numbers`: what became of the CPR numbers, by place; `unreachable`: places without e-mail or CPR number (D08);
    `prefixes`: cipher, index, birth date and person key as COPY text, for every place."""

    numbers: dict[int, Hidden] = field(default_factory=dict)
    unreachable: list[int] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)


def hide_persons(columns: dict[str, Column], skipped: Container[int]) -> Persons:
    """Of all employees of a block but the `skipped`."""
    persons, nothing = Persons(), f"\t{_NONE}\t{_NONE}\t{_NONE}\t"
    names = (columns["CPR_NUMMER"], columns["FORNAVN"], columns["EFTERNAVN"], columns["E_MAIL"])
    for place, (cpr, given, surname, email) in enumerate(zip(*names, strict=True)):
        if place in skipped:
            persons.prefixes.append("")
            continue
        found, prefix = None, nothing
        if cpr:
            found = persons.numbers[place] = hide(cpr)
            prefix = _prefix(found)
        if not email or found is None or found.index is None:
            persons.unreachable.append(place)
        persons.prefixes.append(prefix + person_key(given, surname, email).replace("\\", "\\\\") + "\t")
    return persons


def _prefix(hidden: Hidden) -> str:
    cipher = f"\\\\x{hidden.cipher.hex()}" if hidden.cipher else _NONE
    index = f"\\\\x{hidden.index.hex()}" if hidden.index else _NONE
    return f"\t{cipher}\t{index}\t{hidden.birth_date or _NONE}\t"


@dataclass
class Scopes:
    """`hidden`: place to what stands for the citizen's number now; `misplaced`: places of numbers that do not belong."""

    hidden: dict[int, str] = field(default_factory=dict)
    misplaced: list[int] = field(default_factory=list)


def hide_scopes(columns: dict[str, Column]) -> Scopes:
    """A right limited to a citizen names the citizen by blind index only; every other scope holds no CPR number."""
    scopes = Scopes()
    for place, (kind, value) in enumerate(zip(columns["SCOPE_TYPE"], columns["SCOPE_VAERDI"], strict=True)):
        if kind == "CPR":
            found = identifiers.parse_cpr(value, allow_substitute=True)
            scopes.hidden[place] = crypto.blind_index(found.digits if found else value, purpose="cpr").hex()
        elif len(value) > 9 and holds_cpr(value) and not (kind == "P" and p_number_fits(value)):
            scopes.misplaced.append(place)
    return scopes
