"""The package as a whole: its nine names, its manifest, and the bytes of a file. Nothing is unpacked to the disk."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from migration_flow.generator.layout import FILES, MANIFEST

ENCODINGS = ("windows-1252", "utf-8-sig")
KINDS = ("full", "delta")
PART = 8 << 20  # bytes a worker takes at a time
MANIFEST_AT_MOST = 1_000_000
_LINK = 0o120000


class Refused(Exception):
    """The delivery is stopped. `code` is the F code, `facts` what the sentence about it needs."""

    def __init__(self, code: str, **facts: Any):
        super().__init__(code)
        self.code, self.facts = code, facts


@dataclass(frozen=True)
class Entry:
    """One file as the manifest describes it; `rows` counts the records between header and trailer."""

    name: str
    bytes: int
    rows: int
    sha256: str
    encoding: str

    def __post_init__(self) -> None:
        fits = isinstance(self.bytes, int) and isinstance(self.rows, int) and min(self.bytes, self.rows) >= 0
        if (
            not fits
            or self.name not in FILES
            or self.encoding not in ENCODINGS
            or not isinstance(self.sha256, str)
        ):
            raise ValueError(self.name)


@dataclass(frozen=True)
class Package:
    path: Path
    delivery_id: str
    sequence: int
    made_at: datetime
    environment: str
    kind: str
    entries: tuple[Entry, ...]

    def entry(self, name: str) -> Entry:
        return next(each for each in self.entries if each.name == name)

    def parts(self, entry: Entry) -> int:
        """How many workers can read the file at once; a file in a ZIP is read from its beginning."""
        return max(1, -(-entry.bytes // PART)) if self.path.is_dir() else 1

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """The file's bytes, from the folder or the ZIP."""
        if self.path.is_dir():
            with (self.path / name).open("rb") as file:
                yield file
        else:
            with zipfile.ZipFile(self.path) as archive, archive.open(_member(archive, name)) as member:
                yield member


def open_package(path: Path) -> Package:
    """Read the manifest. Raises Refused: F02 a file is missing, F09 an archive with anything else in it, F10 a
    manifest that cannot be read."""
    sizes = _folder_sizes(path) if path.is_dir() else _archive_sizes(path)
    if MANIFEST not in sizes:
        raise Refused("F02", file=MANIFEST)
    package = _package(path)
    listed = [entry.name for entry in package.entries]
    missing = [name for name in FILES if name not in sizes or name not in listed]
    if missing:
        raise Refused("F02", file=missing[0])
    if len(set(listed)) != len(listed):
        raise Refused("F10", file=MANIFEST)
    swollen = [entry.name for entry in package.entries if sizes[entry.name] > entry.bytes]
    if swollen and not path.is_dir():
        raise Refused("F09", file=swollen[0])
    return package


def _package(path: Path) -> Package:
    try:
        data = json.loads(_manifest(path))
        made_at = datetime.fromisoformat(data["made_at"])
        package = Package(path, data["delivery_id"], data["sequence"], made_at, data["environment"], data["kind"],
                          tuple(Entry(**each) for each in data["files"]))  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused("F10", file=MANIFEST) from error
    texts = (package.delivery_id, package.environment, package.kind)
    whole = all(isinstance(text, str) and 0 < len(text) <= 100 and text.isprintable() for text in texts)
    numbered = type(package.sequence) is int and 0 < package.sequence < 2**31
    if not whole or not numbered or package.kind not in KINDS or made_at.tzinfo is None:
        raise Refused("F10", file=MANIFEST)
    return package


def _manifest(path: Path) -> bytes:
    if path.is_dir():
        with (path / MANIFEST).open("rb") as file:
            return file.read(MANIFEST_AT_MOST)
    with zipfile.ZipFile(path) as archive, archive.open(_member(archive, MANIFEST)) as member:
        return member.read(MANIFEST_AT_MOST)


def _folder_sizes(path: Path) -> dict[str, int]:
    """Name to bytes of our nine names. A link may lead anywhere: F09."""
    sizes = {}
    for each in path.iterdir():
        if each.name in (*FILES, MANIFEST):
            if each.is_symlink() or not each.is_file():
                raise Refused("F09", file=each.name)
            sizes[each.name] = each.stat().st_size
    return sizes


def _archive_sizes(path: Path) -> dict[str, int]:
    """Name to unpacked bytes of the nine names and nothing else: no path, no link, no name twice, no secret."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise Refused("F09", file=path.name) from error
    sizes: dict[str, int] = {}
    for member in members:
        if member.is_dir() and _is_plain(member.filename.rstrip("/")):
            continue
        folder, _, name = member.filename.rpartition("/")
        is_link = (member.external_attr >> 16) & 0o170000 == _LINK
        strange = name not in (*FILES, MANIFEST) or name in sizes or is_link or member.flag_bits & 1
        if strange or not (folder == "" or _is_plain(folder)):
            raise Refused("F09", file=member.filename[:100])
        sizes[name] = member.file_size
    return sizes


def _is_plain(folder: str) -> bool:
    """One folder below the archive: nothing that leads out of it."""
    return bool(folder) and "/" not in folder and "\\" not in folder and ".." not in folder


def _member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    return next(each for each in archive.infolist() if each.filename.rpartition("/")[2] == name)
