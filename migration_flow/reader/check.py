"""A file as a whole, read once before any row of the delivery counts: bytes, checksum, letters, header, trailer."""

import codecs
import hashlib
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import IO

from migration_flow.generator.layout import COLUMNS, TRAILER
from migration_flow.reader.package import PART, Entry, Package, Refused

BLOCK = 1 << 20
UNDEFINED = b"\x81\x8d\x8f\x90\x9d"  # bytes that Windows-1252 gives no letter
BOM = codecs.BOM_UTF8
HEADER_AT_MOST = 10_000


@dataclass
class Checked:
    """`columns` in the file's own order; `parts` are (first byte, line number of what stands there), 1 for the
    header; `end` is where the trailer begins."""

    columns: list[str] = field(default_factory=list)
    parts: list[tuple[int, int]] = field(default_factory=list)
    end: int = 0


def check_file(package: Package, entry: Entry) -> Checked:
    """Raises Refused: F01 other bytes than the manifest's, F03 header, F04 trailer, F05 undecodable, F09 a ZIP
    that cannot be unpacked."""
    try:
        with package.open(entry.name) as file:
            return _Check(package, entry).run(file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise Refused("F09", file=entry.name) from error


class _Check:
    def __init__(self, package: Package, entry: Entry):
        self.entry, self.digest, self.size, self.lines = entry, hashlib.sha256(), 0, 0
        self.decoder: codecs.IncrementalDecoder | None = (
            codecs.getincrementaldecoder("utf-8")() if entry.encoding == "utf-8-sig" else None
        )
        self.undecodable = False
        self.wanted = package.parts(entry)
        self.starts: list[tuple[int, int]] = []
        self.head, self.tail = b"", b""

    def run(self, file: IO[bytes]) -> Checked:
        while block := file.read(BLOCK):
            self._take(block)
            if self.size > self.entry.bytes:
                raise Refused("F01", file=self.entry.name)
        if self.size != self.entry.bytes or self.digest.hexdigest() != self.entry.sha256:
            raise Refused("F01", file=self.entry.name)
        return self._whole()

    def _take(self, block: bytes) -> None:
        self.digest.update(block)
        if len(self.head) < HEADER_AT_MOST:
            self.head += block[:HEADER_AT_MOST]
        self._decode(block)
        self._note_parts(block)
        self.lines += block.count(b"\n")
        self.size += len(block)
        self.tail = (self.tail + block)[-64:]

    def _decode(self, block: bytes) -> None:
        """Told after the checksum: wrong bytes are first of all other bytes than promised."""
        try:
            if self.decoder:
                self.decoder.decode(block)
            elif len(block.translate(None, UNDEFINED)) != len(block):
                self.undecodable = True
        except UnicodeDecodeError:
            self.undecodable, self.decoder = True, codecs.getincrementaldecoder("latin-1")()

    def _note_parts(self, block: bytes) -> None:
        """The first line that begins in each stretch of PART bytes."""
        while len(self.starts) < self.wanted:
            target = len(self.starts) * PART
            if target >= self.size + len(block):
                return
            at = 0 if target == 0 else block.find(b"\n", max(0, target - 1 - self.size)) + 1
            if target and not at:
                return
            self.starts.append((self.size + at, self.lines + 1 + block.count(b"\n", 0, at)))

    def _whole(self) -> Checked:
        name, encoding = self.entry.name, self.entry.encoding
        if self.undecodable or (self.decoder and self.decoder.getstate()[0]):
            raise Refused("F05", file=name)
        if not self.size:
            raise Refused("F04", file=name)
        header = self.head.partition(b"\n")[0].rstrip(b"\r").decode(encoding, errors="replace")
        columns = header.split(";")
        if sorted(columns) != sorted(COLUMNS[name]):
            raise Refused("F03", file=name, columns=_difference(columns, COLUMNS[name]))
        return Checked(columns, self._parts(), self._end())

    def _end(self) -> int:
        """Where the trailer begins. It counts what was read, the manifest too, and nothing stands behind it."""
        tail = self.tail.rstrip(b"\r\n")
        trailer = tail.rpartition(b"\n")[2]
        records = self.lines + (not self.tail.endswith(b"\n")) - 2
        if trailer != f"{TRAILER};{records}".encode() or records != self.entry.rows:
            raise Refused("F04", file=self.entry.name, counted=max(records, 0), promised=self.entry.rows)
        return self.size - len(self.tail) + len(tail) - len(trailer)

    def _parts(self) -> list[tuple[int, int]]:
        """As many as were promised; those that a very long line has swallowed begin at the end."""
        missing = self.wanted - len(self.starts)
        return self.starts + [(self.size, self.lines + 1)] * missing


def _difference(found: list[str], wanted: tuple[str, ...]) -> str:
    """What is missing, unknown or repeated, in words for the person who made the file."""
    missing = [name for name in wanted if name not in found]
    unknown = [name[:40] for name in found if name not in wanted]
    repeated = sorted({name for name in found if name in wanted and found.count(name) > 1})
    told = (
        [f"-{name}" for name in missing]
        + [f"+{name}" for name in unknown]
        + [f"2×{name}" for name in repeated]
    )
    return ", ".join(told[:10])
