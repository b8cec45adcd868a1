"""Deliveries that must be stopped as a whole: one per F code, and the other ways to earn the code.

Each is a good small delivery with one thing wrong, in a folder named after its code. F07 is the
good delivery of the parent folder once more.
"""

import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Final

from migration_flow.generator import layout
from migration_flow.generator.delivery import Head, manifest
from migration_flow.generator.files import ZIP_DATE, add_member, write_json
from migration_flow.generator.good import Good, good_delivery
from migration_flow.generator.layout import EMPLOYEES, FILES, MANIFEST, RIGHTS, UNITS

UNDECODABLE: Final[dict[layout.Encoding, bytes]] = {"windows-1252": b"\x81", "utf-8-sig": b"\xff"}
SKIPPED: Final = 40  # the sequence number of a delivery that comes too early
BOMB_BYTES: Final = 64 << 20


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
        spoil(good_delivery(folder / name, seed, head))
    again = folder / "F07" / head.name
    copytree(folder / head.name, again, dirs_exist_ok=True)
    return sorted([*BROKEN, "F07"])
