"""Lines that are not simply fields between semicolons: control characters, blanks, letters decoded twice, quotes.

They are few: the bytes of a block are searched as a whole, and only the lines found are looked at one by one."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

MAX_FIELD = 10_000
# Marked in every file: backslash, control characters (all but the line end); in Windows-1252 also the no-break
# blank and Ã, which in UTF-8 are two bytes.
_COMMON = bytes(code for code in (*range(32), 127, ord("\\")) if code not in (10, 13))
_BLANKS = (b"  ", b" ;", b"; ", b" \r", b" \n", b"\n ")
_NEEDLES = {
    "windows-1252": (_COMMON + b"\xa0\xc3", _BLANKS),
    "utf-8-sig": (_COMMON, (*_BLANKS, b"\xc2\xa0", b"\xc3\x83")),
}
_TABLES = {
    encoding: bytes(1 if code in marks else 0 for code in range(256))
    for encoding, (marks, _) in _NEEDLES.items()
}
_MOJIBAKE = re.compile("Ã[¦¸¥†˜…]|Ã\x86|Ã\x98|Ã\x85")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^";]*))(;|$)')
_BLANK = re.compile("[\xa0 ]+")
_SPARE = re.compile("  |\xa0|^ | $", re.MULTILINE)


def odd_lines(block: bytes, encoding: str) -> set[int]:
    """The places (from 0) of the lines of a block that must be looked at one by one."""
    found = set(_places(block, encoding))
    if block[:1] == b" ":
        found.add(0)
    if block[-1:] == b" ":
        found.add(len(block))
    if b"\r" in block.replace(b"\r\n", b"").removesuffix(b"\r"):
        found.update(match.start() for match in re.finditer(rb"\r(?!\n|\Z)", block))
    if not found:
        return set()
    ends = list(accumulate(len(line) + 1 for line in block.split(b"\n")))
    return {min(bisect_right(ends, at), len(ends) - 1) for at in found}


def _places(block: bytes, encoding: str) -> Iterator[int]:
    """Where in the block something stands that is marked."""
    marked = block.translate(_TABLES[encoding])
    yield from _each(marked, b"\x01", 0)
    for needle in _NEEDLES[encoding][1]:
        # A line end belongs to the line it ends; a blank after it to the next.
        yield from _each(block, needle, 1 if needle == b"\n " else 0)


def _each(block: bytes, needle: bytes, beside: int) -> Iterator[int]:
    at = block.find(needle)
    while at >= 0:
        yield at + beside
        at = block.find(needle, at + 1)


def split(text: str) -> list[str] | None:
    """Fields of a line, quotes undone; None where the quotes do not fit or a field is too long."""
    if '"' not in text:
        fields = text.split(";")
    else:
        fields, place = [], 0
        while (match := _FIELD.match(text, place)) is not None:
            quoted, bare, separator = match.groups()
            fields.append(bare if quoted is None else quoted.replace('""', '"'))
            place = match.end()
            if not separator:
                break
        else:
            return None
    return None if any(len(each) > MAX_FIELD for each in fields) else fields


def tidy(fields: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """W04 mojibake and control characters, W05 blanks: told; blanks and control characters are put right."""
    codes: list[str] = []
    joined = "\n".join(fields)
    if _CONTROL.search(joined):
        codes.append("W04")
        joined = _CONTROL.sub("", joined)
    elif _MOJIBAKE.search(joined):
        codes.append("W04")
    if _SPARE.search(joined):
        codes.append("W05")
        joined = "\n".join(_BLANK.sub(" ", each).strip(" ") for each in joined.split("\n"))
    return joined.split("\n"), tuple(codes)
