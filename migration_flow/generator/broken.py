"""Deliveries that must be stopped as a whole: one per F code, and the other ways to earn the code.

Each is a good small delivery with one thing wrong, in a folder named after its code. F07 is the
good delivery of the parent folder once more.
"""

import json
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from typing import Any, Final

from migration_flow.generator import layout
from migration_flow.generator.country import Country
from migration_flow.generator.delivery import (
    ZIP_DATE,
    Delivery,
    Head,
    add_member,
    manifest,
    write_json,
)
from migration_flow.generator.layout import EMPLOYEES, FILES, MANIFEST, RIGHTS, UNITS
from migration_flow.generator.records import rows_of
from migration_flow.generator.sieve import Sieve

COMPANIES: Final = 12
UNDECODABLE: Final[dict[layout.Encoding, bytes]] = {"windows-1252": b"\x81", "utf-8-sig": b"\xff"}
SKIPPED: Final = 40  # the sequence number of a delivery that comes too early
BOMB_BYTES: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class Good:
    """The good delivery a broken one starts from."""

    folder: Path
    head: Head

    def path(self, name: str) -> Path:
        """A file of it."""
        return self.folder / name

    def edit(self, name: str, change: Callable[[bytes], bytes]) -> None:
        """Change a file and let the manifest agree with it."""
        path = self.path(name)
        path.write_bytes(change(path.read_bytes()))
        self.sign(name)

    def sign(self, *names: str) -> None:
        """Write size and checksum of files into the manifest as they are now."""
        content = self.manifest()
        for entry in content["files"]:
            if entry["name"] in names:
                data = self.path(entry["name"]).read_bytes()
                entry["bytes"], entry["sha256"] = len(data), sha256(data).hexdigest()
        write_json(self.path(MANIFEST), content)

    def manifest(self) -> dict[str, Any]:
        """The manifest as it is now."""
        content: dict[str, Any] = json.loads(self.path(MANIFEST).read_text(encoding="utf-8"))
        return content


def _header(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def apply(data: bytes) -> bytes:
        header, rest = data.split(b"\r\n", 1)
        return change(header) + b"\r\n" + rest

    return apply


def _one_byte(good: Good) -> None:
    data = bytearray(good.path(EMPLOYEES).read_bytes())
    place = data.index(b"AKTIV")
    data[place] = ord("Q")
    good.path(EMPLOYEES).write_bytes(bytes(data))


def _truncated(good: Good) -> None:
    data = good.path(EMPLOYEES).read_bytes()
    good.path(EMPLOYEES).write_bytes(data[: len(data) * 2 // 3])


def _swapped(good: Good) -> None:
    rights, units = good.path(RIGHTS).read_bytes(), good.path(UNITS).read_bytes()
    good.path(RIGHTS).write_bytes(units)
    good.path(UNITS).write_bytes(rights)
    good.sign(RIGHTS, UNITS)


def _reordered(good: Good) -> None:
    """Allowed: columns are found by name."""
    good.edit(layout.MANDATES, lambda data: b"\r\n".join(map(_last_first, data.split(b"\r\n"))))


def _last_first(line: bytes) -> bytes:
    if not line or line.startswith(b"#"):
        return line
    fields = line.split(b";")
    return b";".join([*fields[-1:], *fields[:-1]])


def _header_only(good: Good) -> None:
    """Allowed: a file without records."""
    good.edit(layout.MANDATES, lambda data: data.split(b"\r\n", 1)[0] + b"\r\n#SLUT;0\r\n")
    content = good.manifest()
    for entry in content["files"]:
        entry["rows"] = 0 if entry["name"] == layout.MANDATES else entry["rows"]
    write_json(good.path(MANIFEST), content)


def _undecodable(good: Good) -> None:
    wrong = UNDECODABLE[good.head.encoding]
    good.edit(EMPLOYEES, lambda data: data.replace(b"AKTIV", b"AKT" + wrong + b"IV", 1))


def _lie(data: bytes) -> bytes:
    body, count = data.rstrip().rsplit(b"#SLUT;", 1)
    return body + b"#SLUT;" + str(int(count) + 1).encode() + b"\r\n"


def _resequenced(good: Good) -> None:
    head = replace(good.head, sequence=SKIPPED)
    write_json(good.path(MANIFEST), manifest(head, good.manifest()["files"]))
    good.folder.rename(good.folder.with_name(head.name))


def _other_environment(good: Good) -> None:
    other: layout.Environment = "PROD" if good.head.environment == "TEST" else "TEST"
    head = replace(good.head, environment=other)
    write_json(good.path(MANIFEST), manifest(head, good.manifest()["files"]))


def _archive(good: Good, spoil: Callable[[zipfile.ZipFile], None], *, without: str = "") -> None:
    """The delivery as a ZIP beside its folder, with something added."""
    target = good.folder.with_name(good.folder.name + ".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (*FILES, MANIFEST):
            if name != without:
                add_member(archive, name, good.path(name))
        spoil(archive)
    for path in good.folder.iterdir():
        path.unlink()
    good.folder.rmdir()


def _add(name: str, content: bytes, mode: int = 0o644) -> Callable[[zipfile.ZipFile], None]:
    def spoil(archive: zipfile.ZipFile) -> None:
        member = zipfile.ZipInfo(name, ZIP_DATE)
        member.external_attr = mode << 16
        member.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(member, content)

    return spoil


BROKEN: Final[dict[str, Callable[[Good], None]]] = {
    "F01": _one_byte,
    "F01-truncated": _truncated,
    "F02": lambda good: good.path(layout.ADMINISTRATORS).unlink(),
    "F03": lambda good: good.edit(EMPLOYEES, _header(lambda header: header.replace(b"TELEFON", b"TLF"))),
    "F03-missing-column": lambda good: good.edit(EMPLOYEES, _header(lambda h: h.replace(b";TELEFON", b""))),
    "F03-extra-column": lambda good: good.edit(EMPLOYEES, _header(lambda header: header + b";LOEN")),
    "F03-repeated-column": lambda good: good.edit(EMPLOYEES, _header(lambda header: header + b";TELEFON")),
    "F03-swapped-files": _swapped,
    "F04": lambda good: good.edit(EMPLOYEES, _lie),
    "F04-no-trailer": lambda good: good.edit(EMPLOYEES, lambda data: data[: data.index(b"#SLUT")]),
    "F04-empty-file": lambda good: good.edit(layout.MANDATES, lambda data: b""),
    "F05": _undecodable,
    "F06": _resequenced,
    "F08": _other_environment,
    "F09": lambda good: _archive(good, _add("../virksomheder.csv", b"escaped")),
    "F09-absolute": lambda good: _archive(good, _add("/tmp/virksomheder.csv", b"escaped")),  # noqa: S108
    "F09-stranger": lambda good: _archive(good, _add("laes_mig.txt", b"hej")),
    "F09-link": lambda good: _archive(
        good, _add(layout.MANDATES, b"/etc/passwd", stat.S_IFLNK | 0o777), without=layout.MANDATES
    ),
    "F09-bomb": lambda good: _archive(
        good, _add(layout.MANDATES, bytes(BOMB_BYTES)), without=layout.MANDATES
    ),
    "OK-reordered-columns": _reordered,
    "OK-header-only": _header_only,
}


def make_broken(folder: Path, seed: int, head: Head) -> list[str]:
    """Write all of them under `folder`; gives their names. F07 needs the good delivery to be there."""
    for name, spoil in BROKEN.items():
        spoil(_good(folder / name, seed, head))
    again = folder / "F07" / head.name
    copytree(folder / head.name, again, dirs_exist_ok=True)
    return sorted([*BROKEN, "F07"])


def _good(folder: Path, seed: int, head: Head) -> Good:
    country = Country(seed, COMPANIES)
    sieve = Sieve(country, "none")
    with Delivery(folder, head) as delivery:
        for index in range(COMPANIES):
            company = country.company(index)
            delivery.add(sieve.lines(company, rows_of(country, company)))
    return Good(delivery.path, head)
