"""A good small delivery that can be edited so that its manifest still agrees with it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from migration_flow.generator.country import Country
from migration_flow.generator.delivery import Delivery, Head
from migration_flow.generator.files import write_json
from migration_flow.generator.layout import MANIFEST
from migration_flow.generator.records import rows_of
from migration_flow.generator.sieve import Sieve

COMPANIES: Final = 12


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


def good_delivery(folder: Path, seed: int, head: Head) -> Good:
    """Write one of the first fixed companies."""
    country = Country(seed, COMPANIES)
    sieve = Sieve(country, "none")
    with Delivery(folder, head) as delivery:
        for index in range(COMPANIES):
            company = country.company(index)
            delivery.add(sieve.lines(company, rows_of(country, company)))
    return Good(delivery.path, head)
