"""From the register's text to tokens: a closed list of words. Any other word stops the reading."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from portal.agreements.signing_rule.rule import Reason, Role


class Kind(Enum):
    NUMBER = auto()
    LEAST = auto()
    ROLE = auto()
    BODY = auto()
    BODYS = auto()
    MEMBER = auto()
    ALL = auto()
    BOTH = auto()
    THE = auto()
    OTHER = auto()
    BY = auto()
    OR = auto()
    AND = auto()
    PLUS = auto()
    EITHER = auto()
    WITH = auto()
    JOINTLY = auto()
    ALONE = auto()
    EACH = auto()
    SUBJECT = auto()
    SUBJECTS = auto()
    SIGNS = auto()
    FURTHER = auto()
    COMMA = auto()
    OPEN = auto()
    CLOSE = auto()


class Form(Enum):
    """Number and definiteness of a Danish noun: en direktør, direktøren, direktører, direktørerne."""

    ONE = auto()
    THE_ONE = auto()
    SEVERAL = auto()
    THE_SEVERAL = auto()


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


NOUNS = {
    Role.CHAIR: (
        "formand/formanden",
        "bestyrelsesformand/bestyrelsesformanden",
        "forperson/forpersonen",
        "formand for bestyrelsen/formanden for bestyrelsen",
    ),
    Role.VICE_CHAIR: (
        "næstformand/næstformanden",
        "viceformand/viceformanden",
        "næstforperson/næstforpersonen",
        "næstformand for bestyrelsen/næstformanden for bestyrelsen",
    ),
    Role.BOARD_MEMBER: ("bestyrelsesmedlem/bestyrelsesmedlemmet/bestyrelsesmedlemmer/bestyrelsesmedlemmerne",),
    Role.MANAGING_DIRECTOR: ("administrerende direktør/den administrerende direktør",),
    Role.DIRECTOR: (
        "direktør/direktøren/direktører/direktørerne",
        "direktionsmedlem/direktionsmedlemmet/direktionsmedlemmer/direktionsmedlemmerne",
    ),
    Role.PARTNER: (
        "interessent/interessenten/interessenter/interessenterne",
        "fuldt ansvarlig deltager/den fuldt ansvarlige deltager/fuldt ansvarlige deltagere/"
        "de fuldt ansvarlige deltagere",
    ),
    Role.GENERAL_PARTNER: ("komplementar/komplementaren/komplementarer/komplementarerne",),
    Role.OWNER: ("indehaver/indehaveren",),
    Role.TREASURER: ("kasserer/kassereren",),
    Role.BRANCH_MANAGER: ("filialbestyrer/filialbestyreren/filialbestyrere/filialbestyrerne",),
    Role.LIQUIDATOR: ("likvidator/likvidatoren/likvidatorer/likvidatorerne",),
    Role.TRUSTEE: ("kurator/kuratoren/kuratorer/kuratorerne",),
}

BODIES = {
    Role.BOARD_MEMBER: ("bestyrelse", "bestyrelsen", "bestyrelsens"),
    Role.DIRECTOR: ("direktion", "direktionen", "direktionens"),
}
MEMBERS = ("medlem", "medlemmet", "medlemmer", "medlemmerne")

NUMBERS = ("en et én ét een eet hver enhver ethvert", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti")

COMPANIES = (
    "selskabet foreningen virksomheden interessentskabet kommanditselskabet partnerselskabet aktieselskabet "
    "anpartsselskabet andelsselskabet andelsforeningen fonden filialen firmaet klubben organisationen"
).split()

PHRASES = {
    Kind.LEAST: ("mindst",),
    Kind.ALL: ("samlede", "hele", "samtlige", "alle"),
    Kind.BOTH: ("begge",),
    Kind.THE: ("den", "det", "de"),
    Kind.OTHER: ("anden", "andet", "andre", "øvrige", "yderligere"),
    Kind.BY: ("af", "ved underskrift af"),
    Kind.OR: ("eller",),
    Kind.AND: ("og",),
    Kind.PLUS: ("samt",),
    Kind.EITHER: ("enten",),
    Kind.WITH: ("i forening med", "sammen med", "i fællesskab med"),
    Kind.JOINTLY: ("i forening", "sammen", "i fællesskab"),
    Kind.ALONE: ("alene",),
    Kind.EACH: ("hver for sig", "hver især"),
    Kind.SUBJECT: tuple(COMPANIES),
    Kind.SUBJECTS: tuple(f"{company}s" for company in COMPANIES),
    Kind.SIGNS: ("tegnes", "kan tegnes", "forpligtes", "tegnes og forpligtes", "tegnes udadtil"),
    Kind.FURTHER: ("endvidere", "desuden", "tillige", "også", "ligeledes", "herudover"),
    Kind.COMMA: (",",),
    Kind.OPEN: ("(",),
    Kind.CLOSE: (")",),
}


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


def _lexicon() -> dict[str, tuple[Kind, Any]]:
    found: dict[str, tuple[Kind, Any]] = {}
    for role, nouns in NOUNS.items():
        for noun in nouns:
            found.update((word, (Kind.ROLE, (role, form))) for word, form in zip(noun.split("/"), Form, strict=False))
    for number, spellings in enumerate(NUMBERS, start=1):
        found.update((word, (Kind.NUMBER, number)) for word in spellings.split())
    for kind, phrases in PHRASES.items():
        found.update((phrase, (kind, None)) for phrase in phrases)
    for role, (body, the_body, of_the_body) in BODIES.items():
        found |= {body: (Kind.BODY, (role, Form.ONE)), the_body: (Kind.BODY, (role, Form.THE_ONE))}
        found[of_the_body] = (Kind.BODYS, role)
    found.update((word, (Kind.MEMBER, form)) for word, form in zip(MEMBERS, Form, strict=True))
    return found


LEXICON = _lexicon()
LONGEST = max(phrase.count(" ") for phrase in LEXICON) + 1
