"""One file, line by line: bytes in, fields in the columns' own order out, with the place they came from.

A record is one line; a broken one is a record with code R01 and the file goes on (reference §7.1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from migration_flow.generator.layout import COLUMNS, TRAILER
from migration_flow.reader.package import Entry, Refused

MAX_LINE, MAX_FIELD = 1_000_000, 10_000
_MOJIBAKE = re.compile("Ã[¦¸¥†˜…]|Ã\x86|Ã\x98|Ã\x85")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^";]*))(;|$)')
_BLANKS = re.compile("[\xa0 ]{2,}|\xa0|^ | $")


@dataclass(slots=True)
class Record:
    """`line` counts from 1 (the header); `at` and `size` are where its bytes stand in the file."""

    line: int
    at: int
    size: int
    fields: list[str]
    codes: list[str] = field(default_factory=list)


def records(file: IO[bytes], entry: Entry) -> Iterator[Record]:
    """Every record between header and trailer. Raises Refused: F03 header, F04 trailer, F05 undecodable."""
    lines = _placed(file, entry)
    _, _, _, header = next(lines, (0, 0, 0, ""))
    order = _order(header, entry)
    for count, (line, at, size, text) in enumerate(lines):
        if text.startswith(f"{TRAILER};"):
            _check_end(text, count, entry, lines)
            return
        yield _record(text, line, at, size, order)
    raise Refused("F04", file=entry.name)


def _placed(file: IO[bytes], entry: Entry) -> Iterator[tuple[int, int, int, str]]:
    """(line, at, size, text) of every line of the file."""
    at = 0
    for line, raw in enumerate(_lines(file), 1):
        yield line, at, len(raw), _decoded(raw, entry, line)
        at += len(raw)


def _check_end(trailer: str, count: int, entry: Entry, rest: Iterator[object]) -> None:
    """The trailer counts what was read, the manifest too, and nothing stands behind it."""
    if trailer != f"{TRAILER};{count}" or count != entry.rows or next(rest, None) is not None:
        raise Refused("F04", file=entry.name)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """Lines as they stand; of one over MAX_LINE only the beginning is kept in memory, its whole length counted."""
    while raw := file.readline(MAX_LINE + 2):
        if not raw.endswith(b"\n"):
            rest = 0
            while (more := file.readline(MAX_LINE)) and not more.endswith(b"\n"):
                rest += len(more)
            if rest or more:
                raw = raw[: MAX_LINE + 1]
        yield raw


def _decoded(raw: bytes, entry: Entry, line: int) -> str:
    encoding = (
        "utf-8-sig" if entry.encoding == "utf-8-sig" and line == 1 else entry.encoding.removesuffix("-sig")
    )
    try:
        return raw.rstrip(b"\r\n").decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused("F05", file=entry.name, line=line) from error


def _order(header: str, entry: Entry) -> list[int]:
    """Where each of our columns stands in this file. Raises Refused F03."""
    names, wanted = header.split(";"), COLUMNS[entry.name]
    if sorted(names) != sorted(wanted):
        raise Refused("F03", file=entry.name)
    return [names.index(name) for name in wanted]


def _record(text: str, line: int, at: int, size: int, order: list[int]) -> Record:
    fields = _split(text) if len(text) <= MAX_LINE else None
    if fields is None or len(fields) != len(order) or any(len(each) > MAX_FIELD for each in fields):
        return Record(line, at, size, [""] * len(order), ["R01"])
    record = Record(line, at, size, [fields[place] for place in order])
    if (
        not text.isascii()
        or _CONTROL.search(text)
        or "  " in text
        or " ;" in text
        or "; " in text
        or text[-1:] == " "
    ):
        _tidy(record)
    return record


def _split(text: str) -> list[str] | None:
    """Fields of a line, quotes undone; None where the quotes do not fit."""
    if '"' not in text:
        return text.split(";")
    fields, place = [], 0
    while (match := _FIELD.match(text, place)) is not None:
        quoted, bare, separator = match.groups()
        fields.append(bare if quoted is None else quoted.replace('""', '"'))
        place = match.end()
        if not separator:
            return fields
    return None


def _tidy(record: Record) -> None:
    """W04 mojibake and control characters, W05 blanks: told, and blanks and controls put right."""
    joined = "\x1e".join(record.fields)
    bare = joined.replace("\x1e", "")
    if _MOJIBAKE.search(bare) or _CONTROL.search(bare):
        record.codes.append("W04")
        record.fields = [_CONTROL.sub("", each) for each in record.fields]
    if any(_BLANKS.search(each) for each in record.fields):
        record.codes.append("W05")
        record.fields = [" ".join(each.replace("\xa0", " ").split()) for each in record.fields]
