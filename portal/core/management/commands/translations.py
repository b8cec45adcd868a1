"""The catalogues: gather what pages and code say, find what has no English, compile.

Django's own commands need GNU gettext on the machine; Babel reads and writes the same files without it.
"""

import io
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import template as django_template

KEYWORDS = {"gettext": None, "gettext_lazy": None, "gettext_noop": None, "_": None, "ngettext": (1, 2),
            "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2)}  # fmt: skip
PLACES = {"portal/core": "core", "portal/web": "web", "portal/agreements": "agreements", "portal/settings": "core",
          "identities": "identities", "rights": "rights", "mandates": "mandates",
          "migration_flow": "migration_flow"}  # fmt: skip


class Command(BaseCommand):
    help = "Compile the catalogues; --write adds new sentences, --check fails on missing or unused ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true")
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        said = gather()
        faults = []
        for room in settings.ROOMS:
            catalog = load(room)
            if options["write"]:
                _update(catalog, said[room])
                _save(room, catalog)
            faults += _faults(room, catalog, said[room])
            compile_catalog(room, catalog)
        if options["check"] and faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(
            f"{sum(map(len, said.values()))} sentences, {len(faults)} without English or unused"
        )


def gather() -> dict[str, dict[Any, list[str]]]:
    """Room → (message, context) → the files that say it."""
    said: dict[str, dict[Any, list[str]]] = defaultdict(dict)
    for path, room in _files():
        for message in _messages(path):
            said[room].setdefault(message, []).append(str(path.relative_to(settings.BASE_DIR)))
    return said


def _files() -> Iterator[tuple[Path, str]]:
    base = settings.BASE_DIR
    for place, room in PLACES.items():
        for path in sorted((base / place).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, room
    for path in sorted((base / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            yield path, room_of_template(path.relative_to(base / "templates"))


def room_of_template(path: Path) -> str:
    """templates/<room>/…, templates/mail/<room>/…, templates/pdf/<room>/…; everything else is the foundation's."""
    return next((part for part in path.parts[:2] if part in settings.ROOMS), "core")


def _messages(path: Path) -> Iterator[Any]:
    text = path.read_text()
    if path.suffix in (".html", ".txt"):
        # templatize blanks out everything else; Babel's tokenizer minds the indentation that is left
        made = django_template.templatize(text, origin=str(path))
        text = "\n".join(line.strip() for line in made.splitlines())
    for _, message, _, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
        yield message, context


def load(room: str) -> Catalog:
    path = _path(room)
    if not path.exists():
        return Catalog(locale="en", domain="django", fuzzy=False)
    return read_po(io.BytesIO(path.read_bytes()), locale="en")


def _path(room: str) -> Path:
    return Path(settings.BASE_DIR) / "portal" / "locale" / room / "en" / "LC_MESSAGES" / "django.po"


def _update(catalog: Catalog, said: dict[Any, list[str]]) -> None:
    for message, context in said:
        if catalog.get(message, context) is None:
            catalog.add(message, context=context)
    for each in [each for each in catalog if each.id and (each.id, each.context) not in said]:
        catalog.delete(each.id, each.context)


def _faults(room: str, catalog: Catalog, said: dict[Any, list[str]]) -> list[str]:
    faults = []
    for (message, context), files in said.items():
        entry = catalog.get(message, context)
        words = entry.string if entry else ""
        if not words or (isinstance(words, tuple) and not all(words)):
            faults.append(f"{room}: no English for {message!r} ({files[0]})")
    unused = [each.id for each in catalog if each.id and (each.id, each.context) not in said]
    return faults + [f"{room}: nobody says {message!r} any more" for message in unused]


def _save(room: str, catalog: Catalog) -> None:
    path = _path(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(
        buffer,
        catalog,
        width=110,
        sort_output=True,
        omit_header=False,
        no_location=True,
        include_lineno=False,
    )
    head, _, rest = buffer.getvalue().decode().partition("\n\n")
    keep = [line for line in head.splitlines() if "Date" not in line and "Generated-By" not in line]
    path.write_text("\n".join(keep) + "\n\n" + rest)


def compile_catalog(room: str, catalog: Catalog) -> None:
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    target = _path(room).with_suffix(".mo")
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.read_bytes() != buffer.getvalue():
        target.write_bytes(buffer.getvalue())
