"""A second reading of a delivery, written from the format's description and not from the generator."""

import csv
import io
import json
import re
from collections import Counter
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from migration_flow.generator.delivery import Head
from migration_flow.generator.layout import COLUMNS, FILES
from migration_flow.generator.make import Order, make
from portal.core.identifiers import is_cvr, is_p_number

NAMES = tuple(name.removesuffix(".csv") for name in FILES)
KEYS = {
    "virksomheder": (0,),
    "produktionsenheder": (0, 1),
    "medarbejdere": (0, 1),
    "signaturer": (0, 1, 4),
    "administratorer": (0, 1, 2),
    "rettigheder": (0, 1, 2, 3, 4, 5),
    "fuldmagter": (0, 1, 2, 3, 4),
    "oevrige_signaturer": (0, 1, 2),
}
DATES = {
    "virksomheder": (5,),
    "medarbejdere": (11, 12),
    "signaturer": (10, 11, 12),
    "administratorer": (3,),
    "rettigheder": (6, 7),
    "fuldmagter": (5, 6),
    "oevrige_signaturer": (4, 5),
}
PERIODS = {"signaturer": (10, 11), "fuldmagter": (5, 6), "oevrige_signaturer": (4, 5)}
LISTS = {
    "virksomheder": {7: "JN", 8: "JN", 9: "JN", 10: "JN"},
    "produktionsenheder": {3: ("AKTIV", "OPHOERT")},
    "medarbejdere": {10: ("AKTIV", "INAKTIV")},
    "signaturer": {
        2: ("NOEGLEKORT", "NOEGLEFIL", "NOEGLEFIL_STRAKS", "HARDWARE", "LSS"),
        3: ("BESTILT", "UDSTEDT", "AKTIV", "SPAERRET", "UDLOEBET"),
        9: "JN",
    },
    "administratorer": {2: ("SUPERADMINISTRATOR", "NEMID_ADMINISTRATOR", "LRA", "RETTIGHEDSADMINISTRATOR")},
    "rettigheder": {4: ("CVR", "P", "SE", "CPR")},
    "oevrige_signaturer": {1: ("VOCES", "FOCES")},
}
RID_FILES = ("medarbejdere", "signaturer", "administratorer", "rettigheder")


def made(out: Path, companies: int = 50, seed: int = 1, *, flaws="rates", head: Head | None = None, **more):
    """Make a delivery and give (what was made, its folder)."""
    order = Order(out, companies, seed, head or Head(), flaws, **more)
    result = make(order)
    return result, result.delivery


def hashes(folder: Path) -> dict[str, str]:
    """Every file below a folder by its checksum."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


def load(path: Path):
    """A JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def lines(folder: Path, name: str, encoding: str = "windows-1252") -> list[str]:
    """The lines between header and trailer."""
    text = (folder / f"{name}.csv").read_bytes().decode(encoding)
    return text.split("\r\n")[1:-2]


def fields(line: str) -> list[str] | None:
    """The fields of a line, None where its quotes are broken."""
    try:
        return next(csv.reader(io.StringIO(line), delimiter=";", strict=True), [])
    except csv.Error:
        return None


def table(folder: Path, name: str, encoding: str = "windows-1252") -> list[list[str]]:
    """The rows of a faultless file."""
    return [fields(line) or [] for line in lines(folder, name, encoding)]


@cache
def width(name: str) -> int:
    return len(COLUMNS[f"{name}.csv"])


def day(text: str):
    """A date of the format; ValueError where it never was."""
    return datetime.strptime(text, "%d-%m-%Y").date()  # noqa: DTZ007


def own_fault(name: str, row: list[str] | None, units: dict[str, str]) -> str:
    """The R code a row earns by itself, "" for none."""
    if row is None or len(row) != width(name):
        return "R01"
    checks = (
        ("R02", not is_cvr(row[0])),
        ("R04", name in RID_FILES and (not row[1] or re.fullmatch(r"\d+[.,]\d+E\+\d+", row[1]))),
        ("R06", name == "produktionsenheder" and not is_p_number(row[1])),
        ("R06", name == "medarbejdere" and row[9] and not is_p_number(row[9])),
        ("R07", _bad_dates(name, row)),
        ("R08", any(row[place] not in allowed for place, allowed in LISTS.get(name, {}).items())),
        (
            "R09",
            name == "signaturer"
            and row[6]
            and f"CVR:{row[0]}-RID:{row[1]}" not in row[6].split(",")[0].replace(" + ", "+"),
        ),
        ("R10", name == "rettigheder" and row[4] == "P" and units.get(row[5], row[0]) != row[0]),
    )
    return next((code for code, wrong in checks if wrong), "")


def _bad_dates(name: str, row: list[str]) -> bool:
    try:
        for place in DATES.get(name, ()):
            if row[place]:
                day(row[place])
        start, end = (row[place] for place in PERIODS.get(name, (0, 0)))
        return bool(name in PERIODS and start and end and day(end) < day(start))
    except ValueError:
        return True


def judge(folder: Path) -> dict[str, list[tuple[int, str]]]:
    """(line, code) of every line to be rejected, by file: an importer's first half in a page."""
    units = {
        row[1]: row[0]
        for row in map(fields, lines(folder, "produktionsenheder"))
        if row and len(row) == 4 and is_p_number(row[1])
    }
    found: dict[str, list[tuple[int, str]]] = {}
    accepted: dict[str, set[tuple[str, ...]]] = {}
    for name in NAMES:
        rows = [(number, fields(line)) for number, line in enumerate(lines(folder, name), 2)]
        faults = {number: own_fault(name, row, units) for number, row in rows}
        faults.update(_repeated(name, rows, faults))
        for number, row in rows:
            if not faults[number] and row and not _hangs(name, row, accepted):
                faults[number] = "R03"
        good = {number for number, fault in faults.items() if not fault}
        accepted[name] = {
            tuple(row[place] for place in KEYS[name]) for number, row in rows if row and number in good
        }
        found[name] = [(number, fault) for number, fault in faults.items() if fault]
    return found


def _repeated(name: str, rows, faults) -> dict[int, str]:
    """Twins (W10, all but the first) and contradictions (R05, all)."""
    groups: dict[tuple[str, ...], list[tuple[int, list[str]]]] = {}
    for number, row in rows:
        if row and not faults[number]:
            groups.setdefault(tuple(row[place] for place in KEYS[name]), []).append((number, row))
    codes: dict[int, str] = {}
    for group in groups.values():
        same = all(row == group[0][1] for _, row in group)
        for place, (number, _) in enumerate(group):
            if len(group) > 1 and (place or not same):
                codes[number] = "W10" if same else "R05"
    return codes


def _hangs(name: str, row: list[str], accepted) -> bool:
    if name == "virksomheder":
        return True
    if (row[0],) not in accepted["virksomheder"]:
        return False
    return name not in RID_FILES[1:] or (row[0], row[1]) in accepted["medarbejdere"]


def shares(values) -> dict[str, float]:
    """How common each value is."""
    counts = Counter(values)
    return {value: count / sum(counts.values()) for value, count in counts.items()}
