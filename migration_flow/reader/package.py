"""The package as a whole: is it what its manifest says? Otherwise it is refused before a row is read."""

import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from migration_flow.generator.layout import FILES, MANIFEST

ENCODINGS = ("windows-1252", "utf-8-sig")
_CHUNK = 1 << 20


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


@dataclass(frozen=True)
class Package:
    path: Path
    delivery_id: str
    sequence: int
    made_at: str
    environment: str
    kind: str
    entries: tuple[Entry, ...]

    def open(self, name: str) -> IO[bytes]:
        """The file's bytes, from the folder or the ZIP."""
        if self.path.is_dir():
            return (self.path / name).open("rb")
        archive = zipfile.ZipFile(self.path)
        return archive.open(_member(archive, name))

    def check(self) -> None:
        """Raise Refused unless every file is there with the bytes and checksum of the manifest."""
        for entry in self.entries:
            digest, size = hashlib.sha256(), 0
            with self.open(entry.name) as file:
                while block := file.read(_CHUNK):
                    digest.update(block)
                    size += len(block)
                    if size > entry.bytes:
                        raise Refused("F01", file=entry.name)
            if size != entry.bytes or digest.hexdigest() != entry.sha256:
                raise Refused("F01", file=entry.name)


def open_package(path: Path) -> Package:
    """Read the manifest. Raises Refused: F02 a file is missing, F09 an archive with anything else in it, F10 a
    manifest that cannot be read."""
    names = {each.name for each in path.iterdir()} if path.is_dir() else _archive_names(path)
    if MANIFEST not in names:
        raise Refused("F02", file=MANIFEST)
    try:
        data = json.loads(_manifest(path))
        entries = tuple(Entry(**each) for each in data["files"])
        package = Package(path, data["delivery_id"], int(data["sequence"]), data["made_at"], data["environment"],
                          data["kind"], entries)  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("F10", file=MANIFEST) from error
    for name in FILES:
        if name not in names or name not in {entry.name for entry in entries}:
            raise Refused("F02", file=name)
    if any(entry.encoding not in ENCODINGS or entry.name not in FILES for entry in entries):
        raise Refused("F10", file=MANIFEST)
    return package


def _manifest(path: Path) -> bytes:
    if path.is_dir():
        return (path / MANIFEST).read_bytes()
    with zipfile.ZipFile(path) as archive, archive.open(_member(archive, MANIFEST)) as file:
        return file.read(1_000_000)


def _archive_names(path: Path) -> set[str]:
    """The nine names and nothing else: no path, no link, nothing that unpacks beyond what it says."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise Refused("F09", file=path.name) from error
    names = set()
    for member in members:
        if member.is_dir():
            continue
        folder, _, name = member.filename.rpartition("/")
        is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
        if (
            is_link
            or name not in (*FILES, MANIFEST)
            or "/" in folder
            or ".." in folder
            or folder.startswith("/")
        ):
            raise Refused("F09", file=member.filename[:100])
        names.add(name)
    return names


def _member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    return next(each for each in archive.infolist() if each.filename.rpartition("/")[2] == name)
