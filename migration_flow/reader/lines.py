"""Lines of a file in blocks of bounded size, with their numbers (the header is line 1)."""

from collections.abc import Iterable, Iterator
from typing import IO

BLOCK = 1 << 20
MAX_LINE = 1_000_000
KEPT = 10_000  # bytes of a line too long to be read


def blocks(file: IO[bytes], start: int, end: int, first: int) -> Iterator[tuple[int, bytes]]:
    """(number of the first line, whole lines without the last line end) of the bytes from `start` to `end`."""
    file.seek(start)
    left, number, rest = end - start, first, b""
    while left > 0 and (data := file.read(min(BLOCK, left))):
        left -= len(data)
        whole, newline, tail = (rest + data).rpartition(b"\n")
        if newline:
            yield number, _shortened(whole)
            number += whole.count(b"\n") + 1
            rest = tail
        elif len(tail) > MAX_LINE:
            left -= _skip(file, left)
            yield number, _too_long(tail)
            number, rest = number + 1, b""
        else:
            rest = tail
    if rest:
        yield number, _shortened(rest)


def _skip(file: IO[bytes], left: int) -> int:
    """Read to the end of the line that is too long; returns how much that was."""
    skipped = 0
    while skipped < left and (data := file.readline(min(BLOCK, left - skipped))):
        skipped += len(data)
        if data.endswith(b"\n"):
            break
    return skipped


def _shortened(block: bytes) -> bytes:
    if len(block) <= MAX_LINE:
        return block
    return b"\n".join(_too_long(line) if len(line) > MAX_LINE else line for line in block.split(b"\n"))


def _too_long(line: bytes) -> bytes:
    """The beginning of the line behind a quote that never closes, which is R01."""
    return b'"' + line[:KEPT].replace(b'"', b"").decode("ascii", "ignore").encode()


def raw_lines(file: IO[bytes], wanted: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """(number, bytes) of the lines asked for, in rising order; of a very long one its beginning."""
    number = 0
    for want in wanted:
        raw = b""
        while number < want and (raw := _one(file)):
            number += 1
        yield want, raw.rstrip(b"\r\n")


def _one(file: IO[bytes]) -> bytes:
    """One line, kept up to MAX_LINE."""
    raw = more = file.readline(MAX_LINE)
    while more and not more.endswith(b"\n"):
        more = file.readline(MAX_LINE)
    return raw
