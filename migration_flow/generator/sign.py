"""A delivery that was corrected by hand: its trailers and its manifest are made to agree with its files again."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from migration_flow.generator.files import write_json
from migration_flow.generator.layout import COLUMNS, FILES, MANIFEST, TRAILER

END = b"\r\n"


def sign(folder: Path) -> dict[str, Any]:
    """Write trailers and manifest anew. Returns the manifest. Files are small: they were corrected by hand."""
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    encodings = {entry["name"]: entry["encoding"] for entry in manifest["files"]}
    manifest["files"] = [_signed(folder / name, encodings.get(name, "windows-1252")) for name in FILES]
    write_json(folder / MANIFEST, manifest)
    return manifest


def _signed(path: Path, encoding: str) -> dict[str, Any]:
    lines = path.read_bytes().replace(END, b"\n").split(b"\n")
    kept = [line for line in lines if line and not line.startswith(TRAILER.encode())]
    data = as_file(kept)
    path.write_bytes(data)
    return entry_of(path.name, data, len(kept) - 1, encoding)


def as_file(lines: list[bytes]) -> bytes:
    """Header and records with their trailer."""
    return END.join([*lines, f"{TRAILER};{len(lines) - 1}".encode(), b""])


def header_of(name: str, encoding: str) -> bytes:
    """With a byte order mark where the encoding has one."""
    return ";".join(COLUMNS[name]).encode(encoding)


def entry_of(name: str, data: bytes, rows: int, encoding: str) -> dict[str, Any]:
    """A file as the manifest describes it."""
    return {
        "name": name,
        "bytes": len(data),
        "rows": rows,
        "sha256": sha256(data).hexdigest(),
        "encoding": encoding,
    }
