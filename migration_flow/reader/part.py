"""A part of a file made ready for COPY: what a line can tell by itself is judged, CPR numbers are hidden.

A row that is rejected here never reaches the staging table; of it only code, line and ciphertext are kept."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import IO

from migration_flow.generator.layout import EMPLOYEES, RIGHTS
from migration_flow.reader.checks import Column, cvr_fits
from migration_flow.reader.hiding import hide_persons, hide_scopes
from migration_flow.reader.lines import blocks
from migration_flow.reader.oddities import MAX_FIELD, odd_lines, split, tidy
from migration_flow.reader.persons import with_cpr
from migration_flow.reader.rules import RULES, WORDS, cvr_column


@dataclass(frozen=True)
class Rejected:
    """`raw` is the line as it stood; it may hold a CPR number."""

    line: int
    codes: tuple[str, ...]
    cvr: str
    raw: str = field(repr=False)


@dataclass
class Batch:
    """`copy` is text for COPY: line, codes, prefix columns of the file, then the file's own in its own order."""

    copy: str
    kept: int
    rejected: list[Rejected]
    # How often each code was found in rows that are kept.
    codes: Counter[str]


@dataclass(frozen=True)
class Part:
    """Bytes `start` to `end` of a file; `first` is the number of the first line. `columns` as in its header."""

    name: str
    encoding: str
    columns: tuple[str, ...]
    made_on: date
    start: int
    end: int
    first: int


def read_part(file: IO[bytes], part: Part) -> Iterator[Batch]:
    """The part block by block; memory does not grow with the file."""
    for first, block in blocks(file, part.start, part.end, part.first):
        if first == 1:
            first, block = 2, block.partition(b"\n")[2]
            if not block:
                continue
        yield _Block(part, first, block).batch()


class _Block:
    def __init__(self, part: Part, first: int, block: bytes):
        self.part, self.first = part, first
        odd = odd_lines(block, part.encoding)
        encoding = "utf-8" if part.encoding == "utf-8-sig" else part.encoding
        self.lines = block.decode(encoding).replace("\r\n", "\n").removesuffix("\r").split("\n")
        self.raw = self.lines
        if b'"' in block:
            self.raw = list(self.lines)
            odd |= self._quoted()
        self.rows: list[list[str]] = [line.split(";") for line in self.lines]
        self.codes: dict[int, list[str]] = {}
        self.tidied: set[int] = set()
        if max(map(len, self.lines)) > MAX_FIELD:
            odd |= {place for place, line in enumerate(self.lines) if len(line) > MAX_FIELD}
        for place in odd:
            self._look_at(place)
        self._count_fields()

    def _quoted(self) -> set[int]:
        """Take the one pair of quotes off that most quoted lines have; the places of lines that are not so simple."""
        left, lines = set(), self.lines
        for place, line in enumerate(lines):
            if '"' in line:
                before, opened, rest = line.partition(';"')
                quoted, closed, after = rest.partition('";')
                if opened and closed and '"' not in before + quoted + after and ";" not in quoted:
                    lines[place] = f"{before};{quoted};{after}"
                else:
                    left.add(place)
        return left

    def _look_at(self, place: int) -> None:
        fields = split(self.raw[place])
        if fields is None:
            self.rows[place] = []
            return
        self.rows[place], codes = tidy(fields)
        self.tidied.add(place)
        self._tell([place], *codes)

    def _count_fields(self) -> None:
        width = len(self.part.columns)
        if set(map(len, self.rows)) != {width}:
            wrong = [place for place, row in enumerate(self.rows) if len(row) != width]
            self._tell(wrong, "R01")
            for place in wrong:
                self.rows[place] = [""] * width

    def _tell(self, places: list[int], *codes: str) -> None:
        for place in places:
            told = self.codes.setdefault(place, [])
            told.extend(code for code in codes if code not in told)

    def batch(self) -> Batch:
        name = self.part.name
        columns: dict[str, Column] = dict(zip(self.part.columns, zip(*self.rows, strict=True), strict=True))
        for code, check in RULES[name]:
            if places := check(columns, self.part.made_on):
                self._tell(places, code)
        self._tell(sorted({p for word in WORDS[name] for p in with_cpr(columns[word])}), "R11")
        if name == RIGHTS:
            self._hide_scopes(columns)
        rejected = self._rejected(columns[cvr_column(name)])
        prefixes = self._prefixes(columns, rejected)
        counted = Counter(
            code for place, codes in self.codes.items() if place not in rejected for code in codes
        )
        kept = len(self.lines) - len(rejected)
        return Batch(self._copy(prefixes, rejected), kept, list(rejected.values()), counted)

    def _hide_scopes(self, columns: dict[str, Column]) -> None:
        scopes, at = hide_scopes(columns), self.part.columns.index("SCOPE_VAERDI")
        self._tell(scopes.misplaced, "R11")
        for place, index in scopes.hidden.items():
            self.rows[place][at] = index
        self.tidied.update(scopes.hidden)

    def _rejected(self, cvrs: Column) -> dict[int, Rejected]:
        found = {}
        for place, codes in self.codes.items():
            if any(code[0] == "R" for code in codes):
                told = ("R01",) if "R01" in codes else tuple(sorted(codes))
                cvr = cvrs[place] if cvrs[place] and cvr_fits(cvrs[place]) else ""
                found[place] = Rejected(self.first + place, told, cvr, self.raw[place])
        return found

    def _prefixes(self, columns: dict[str, Column], rejected: dict[int, Rejected]) -> list[str]:
        """What stands before the file's own columns: for employees what became of the CPR number, too."""
        if self.part.name != EMPLOYEES:
            return ["\t"] * len(self.lines)
        at = self.part.columns.index("CPR_NUMMER")
        hidden = hide_persons(columns, rejected)
        for place, each in hidden.numbers.items():
            self._tell([place], *each.codes)
            self.rows[place][at] = ""
            if place not in self.tidied:
                self.lines[place] = ";".join(self.rows[place])
        self._tell(hidden.unreachable, "D08")
        return hidden.prefixes

    def _copy(self, prefixes: list[str], rejected: dict[int, Rejected]) -> str:
        """Lines that are nothing but fields between semicolons become rows by one replacement."""
        told = [""] * len(self.lines)
        for place, codes in self.codes.items():
            told[place] = ",".join(sorted(codes))
        skipped = self.tidied | rejected.keys()
        rows = zip(self.lines, prefixes, told, strict=True)
        plain = [f"{number};{{{codes}}}{prefix}{line}\n" for number, (line, prefix, codes) in enumerate(rows, self.first)
                 if number - self.first not in skipped]  # fmt: skip
        text = "".join(plain).replace(";", "\t")
        return text + "".join(self._tidied_row(place, prefixes[place], told[place])
                              for place in sorted(self.tidied - rejected.keys()))  # fmt: skip

    def _tidied_row(self, place: int, prefix: str, codes: str) -> str:
        fields = "\t".join(self.rows[place]).replace("\\", "\\\\")
        return f"{self.first + place}\t{{{codes}}}{prefix}{fields}\n"
