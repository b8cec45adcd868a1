"""The guides: one task each, in both languages, found by role and by words."""

import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from identities.rules.search import fold

FILE = Path(__file__).with_name("guides.json")


@dataclass(frozen=True)
class Guide:
    slug: str
    role: str
    title: str
    who: str
    steps: tuple[str, ...]
    after: str

    @property
    def words(self) -> str:
        return fold(" ".join((self.title, self.who, *self.steps, self.after)))


@functools.cache
def guides(language: str) -> tuple[Guide, ...]:
    """All of them in "da" or "en", in the order of the file."""
    found: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(_guide(each, each[language if language in each else "da"]) for each in found)


def _guide(each: dict[str, Any], told: dict[str, Any]) -> Guide:
    return Guide(each["slug"], each["role"], told["title"], told["who"], tuple(told["steps"]), told["after"])


def found(language: str, text: str = "", role: str = "") -> list[Guide]:
    """Those for the role that hold every word of the text (or words that begin so); titles that do come first."""
    words = fold(text).split()
    hits = [each for each in guides(language) if (not role or each.role == role)
            and all(f" {word}" in f" {each.words}" for word in words)]  # fmt: skip
    return sorted(hits, key=lambda each: not all(word in fold(each.title) for word in words))
