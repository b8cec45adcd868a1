"""A delivery on the disk: eight files with trailers and their manifest. Nothing grows with its size."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from migration_flow.generator import layout
from migration_flow.generator.files import File, write_json
from migration_flow.generator.layout import FILES, MANIFEST
from migration_flow.generator.sieve import FileLine

FIRST_DELIVERY: Final = date(2019, 5, 2)
LINES_LISTED: Final = 40


@dataclass(frozen=True, slots=True)
class Head:
    """What a delivery says of itself."""

    sequence: int = 1
    kind: layout.Kind = "full"
    environment: layout.Environment = "TEST"
    encoding: layout.Encoding = "windows-1252"

    @property
    def made_on(self) -> date:
        """The day after the extract for the first, a day later for each that follows."""
        return FIRST_DELIVERY + timedelta(days=self.sequence - 1)

    @property
    def name(self) -> str:
        """The delivery's id, also the name of its folder."""
        return layout.delivery_id(self.sequence, f"{self.made_on:%Y%m%d}")


@dataclass(slots=True)
class Balance:
    """What an importer must find in a file."""

    rows: int = 0
    accepted: int = 0

    @property
    def rejected(self) -> int:
        """All lines between header and trailer are accepted or rejected."""
        return self.rows - self.accepted


@dataclass(slots=True)
class Expected:
    """The balance by file and what was spoilt by code; the first lines of each code are listed."""

    files: dict[str, Balance] = field(default_factory=lambda: {name: Balance() for name in FILES})
    codes: dict[str, int] = field(default_factory=dict)
    lines: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    def note(self, name: str, code: str, line: int) -> None:
        """A code on a line (the header is line 1)."""
        self.codes[code] = self.codes.get(code, 0) + 1
        listed = self.lines.setdefault(code, [])
        if len(listed) < LINES_LISTED:
            listed.append((name, line))

    def as_json(self) -> dict[str, Any]:
        """For `expected.json`."""
        files = {
            name: {"rows": balance.rows, "accepted": balance.accepted, "rejected": balance.rejected}
            for name, balance in self.files.items()
        }
        codes = dict(sorted(self.codes.items()))
        return {"files": files, "codes": codes, "lines": dict(sorted(self.lines.items()))}


class Delivery:
    """A delivery being written; as a context manager it closes itself and writes the manifest."""

    def __init__(self, folder: Path, head: Head) -> None:
        self.path = folder / head.name
        self.head = head
        self.expected = Expected()
        self.path.mkdir(parents=True, exist_ok=True)
        self._files = {name: File(self.path / name, head.encoding) for name in FILES}

    def __enter__(self) -> "Delivery":
        return self

    def __exit__(self, *raised: object) -> None:
        entries = [file.close() for file in self._files.values()]
        if raised[0] is None:
            write_json(self.path / MANIFEST, manifest(self.head, entries))

    def add(self, lines: Iterable[FileLine]) -> None:
        """Write lines into their files."""
        for name, (text, code, accepted) in lines:
            number = self._files[name].add(text)
            balance = self.expected.files[name]
            balance.rows += 1
            balance.accepted += accepted
            if code:
                self.expected.note(name, code, number)


def manifest(head: Head, entries: list[dict[str, str | int]]) -> dict[str, Any]:
    """The manifest of a delivery."""
    return {
        "delivery_id": head.name,
        "sequence": head.sequence,
        "made_at": f"{head.made_on:%Y-%m-%d}T03:15:00+02:00",
        "environment": head.environment,
        "kind": head.kind,
        "files": entries,
    }
