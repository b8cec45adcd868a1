"""Make a country's files: the delivery, the register, personas, cast, and what an importer must find."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from typing import Any, Final, TextIO

from migration_flow.generator.broken import make_broken
from migration_flow.generator.company import Company
from migration_flow.generator.country import Country
from migration_flow.generator.delivery import Delivery, Expected, Head
from migration_flow.generator.delta import Delta
from migration_flow.generator.files import write_json, zip_delivery
from migration_flow.generator.personas import Personas
from migration_flow.generator.records import rows_of
from migration_flow.generator.register import document
from migration_flow.generator.register_events import documents
from migration_flow.generator.register_neighbours import all_documents
from migration_flow.generator.sieve import Flaws, Sieve

PRESETS: Final = {"tiny": 50, "small": 1_000, "medium": 50_000, "national": 700_000}
REGISTER, EXPECTED, PERSONAS, CAST_FILE = "register", "expected", "personas.json", "cast.json"
# Which fixed company shows which finding for the company to decide on.
DECISIONS: Final = {
    "D01": "duplicates",
    "D02": "duplicates",
    "D03": "bankrupt",
    "D04": "joint_signing",
    "D05": "joint_signing",
    "D06": "duplicates",
    "D07": "bankrupt",
    "D08": "thin_line",
}
_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What to make. `flaws`: faulty rows at the country's rates, each code once, or none."""

    out: Path
    companies: int
    seed: int = 1
    head: Head = field(default_factory=Head)
    flaws: Flaws = "rates"
    zipped: bool = False
    changed: float | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What was made."""

    delivery: Path
    expected: Expected
    identities: int
    others: tuple[str, ...] = ()


def make(order: Order, progress: Progress = lambda done: None) -> Made:
    """Write the delivery and all that goes with it under `order.out`."""
    country = Country(order.seed, order.companies, lively=order.flaws == "each")
    folder = order.out / order.head.name
    if folder.exists():
        rmtree(folder)
    write = _write_full if order.head.kind == "full" else _write_delta
    expected = write(order, country, progress)
    write_json(_folder(order.out, EXPECTED) / f"{order.head.name}.json", expected.as_json())
    others: tuple[str, ...] = ()
    if order.zipped:
        zip_delivery(folder)
    if order.flaws == "each" and order.head.kind == "full":
        others = tuple(make_broken(order.out, order.seed, order.head))
    return Made(folder, expected, country.identities(), others)


def _write_full(order: Order, country: Country, progress: Progress) -> Expected:
    sieve = Sieve(country, order.flaws, order.head.sequence)
    personas = Personas(country)
    events: dict[str, list[int]] = {}
    register = _folder(order.out, REGISTER)
    with (
        Delivery(order.out, order.head) as delivery,
        (register / "companies.jsonl").open("w", encoding="utf-8", newline="\n") as companies,
        (register / "delta.jsonl").open("w", encoding="utf-8", newline="\n") as changes,
    ):
        for index in range(country.companies):
            company = country.company(index)
            delivery.add(sieve.lines(company, rows_of(country, company)))
            _write_lines(companies, all_documents(country, company))
            _write_lines(changes, _changes(country, company, events))
            if index < country.ordinary:
                personas.add(company)
            if index % 10_000 == 9_999:
                progress(index + 1)
    write_json(order.out / PERSONAS, personas.as_json())
    write_json(order.out / CAST_FILE, _cast(personas, events))
    return delivery.expected


def _write_delta(order: Order, country: Country, progress: Progress) -> Expected:
    delta = Delta(country, order.head.sequence, order.flaws, order.changed)
    with Delivery(order.out, order.head) as delivery:
        delivery.add(delta.lines())
    path = _folder(order.out, REGISTER) / f"delta_{order.head.sequence:02}.jsonl"
    with path.open("w", encoding="utf-8", newline="\n") as register:
        _write_lines(register, (document(country, company) for company in delta.new_companies()))
    return delivery.expected


def _folder(out: Path, name: str) -> Path:
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _changes(country: Country, company: Company, events: dict[str, list[int]]) -> Iterator[dict[str, Any]]:
    happened = documents(country, company)
    if happened is None:
        return
    event, changed = happened
    if company.part or len(events.get(event, ())) < 20:
        events.setdefault(event, []).extend(entry["cvrNummer"] for entry in changed)
    yield from changed


def _write_lines(out: TextIO, found: Iterable[dict[str, Any]]) -> None:
    for entry in found:
        out.write(_ENCODE(entry) + "\n")


def _cast(personas: Personas, events: dict[str, list[int]]) -> dict[str, Any]:
    decisions = {
        code: personas.cast[role]["cvr"] for code, role in DECISIONS.items() if role in personas.cast
    }
    happened = {event: [str(cvr) for cvr in numbers] for event, numbers in sorted(events.items())}
    return {**personas.cast, "decisions": decisions, "register_events": happened}
