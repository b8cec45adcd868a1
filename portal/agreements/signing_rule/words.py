"""From the register's text to tokens. A word that is not in the lexicon stops the reading."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from portal.agreements.signing_rule.lexicon import LEXICON, LONGEST, Kind
from portal.agreements.signing_rule.rule import Reason


@dataclass(frozen=True)
class Token:
    kind: Kind
    value: Any
    text: str


class Unclear(Exception):
    """The reading stops here; becomes NotUnderstood."""

    def __init__(self, reason: Reason, detail: str):
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def tokens(text: str) -> list[Token]:
    """The tokens of a normalised text, longest phrase first. Raises Unclear at the first unknown word."""
    words = re.findall(r"\d+|[^\W\d_]+|\S", text)
    found, place = [], 0
    while place < len(words):
        token, length = _longest(words, place)
        found.append(token)
        place += length
    return found


def normalise(text: str) -> str:
    """Lower case, no-break and double spaces made one, invisible characters gone, "adm. dir." written out."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    text = re.sub(r"\s+", " ", text).strip().lower()
    return re.sub(r"\badm\. ?(?:dir\.|direktør\b)", "administrerende direktør", text)


def _longest(words: list[str], place: int) -> tuple[Token, int]:
    for length in range(min(LONGEST, len(words) - place), 0, -1):
        phrase = " ".join(words[place : place + length])
        if phrase in LEXICON:
            kind, value = LEXICON[phrase]
            return Token(kind, value, phrase), length
    if re.fullmatch(r"[1-9]\d?", words[place]):
        return Token(Kind.NUMBER, int(words[place]), words[place]), 1
    raise Unclear(Reason.WORDS, " ".join(words[place : place + 3]))
