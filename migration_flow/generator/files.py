"""Files of a delivery as they are written: encoded, hashed and counted in passing, and the ZIP of them."""

import json
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from migration_flow.generator import layout
from migration_flow.generator.layout import COLUMNS, FILES, LINE_END, MANIFEST, SEPARATOR, TRAILER

LINES_AT_A_TIME: Final = 2_000
BOM: Final = b"\xef\xbb\xbf"
ZIP_DATE: Final = (2019, 5, 2, 3, 15, 0)


class File:
    """One file being written."""

    def __init__(self, path: Path, encoding: layout.Encoding) -> None:
        self.name = path.name
        self.encoding = encoding
        self.bytes = 0
        self.rows = 0
        self._codec = "windows-1252" if encoding == "windows-1252" else "utf-8"
        self._hash = sha256()
        self._waiting: list[str] = [SEPARATOR.join(COLUMNS[path.name])]
        self._out: BinaryIO = path.open("wb")
        if encoding == "utf-8-sig":
            self._write(BOM)

    def add(self, text: str) -> int:
        """Write a record; gives its line number."""
        self._waiting.append(text)
        self.rows += 1
        if len(self._waiting) >= LINES_AT_A_TIME:
            self._flush()
        return self.rows + 1

    def close(self) -> dict[str, str | int]:
        """Write the trailer; gives the file's entry in the manifest."""
        self._waiting.append(f"{TRAILER}{SEPARATOR}{self.rows}")
        self._flush()
        self._out.close()
        return {
            "name": self.name,
            "bytes": self.bytes,
            "rows": self.rows,
            "sha256": self._hash.hexdigest(),
            "encoding": self.encoding,
        }

    def _flush(self) -> None:
        self._write((LINE_END.join(self._waiting) + LINE_END).encode(self._codec))
        self._waiting.clear()

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._hash.update(data)
        self.bytes += len(data)


def write_json(path: Path, content: object) -> None:
    """UTF-8, indented, with a line end."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def zip_delivery(folder: Path) -> Path:
    """The nine files of a delivery as `<folder>.zip`, names without a path, dates fixed."""
    target = folder.with_name(folder.name + ".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in (*FILES, MANIFEST):
            add_member(archive, name, folder / name)
    return target


def add_member(archive: zipfile.ZipFile, name: str, source: Path) -> None:
    """One member, copied in pieces, with a fixed date and mode so that bytes repeat."""
    member = zipfile.ZipInfo(name, ZIP_DATE)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    with source.open("rb") as data, archive.open(member, "w", force_zip64=True) as out:
        while piece := data.read(1 << 20):
            out.write(piece)
