"""The closed list of words and phrases that signing rules are read with."""

from enum import Enum, auto
from typing import Any

from portal.agreements.signing_rule.rule import Role


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
    Role.BOARD_MEMBER: (
        "bestyrelsesmedlem/bestyrelsesmedlemmet/bestyrelsesmedlemmer/bestyrelsesmedlemmerne",
    ),
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

NUMBERS = (
    "en et én ét een eet hver enhver ethvert",
    "to",
    "tre",
    "fire",
    "fem",
    "seks",
    "syv",
    "otte",
    "ni",
    "ti",
)

COMPANIES = (
    *("selskabet", "interessentskabet", "kommanditselskabet", "partnerselskabet", "aktieselskabet"),
    *("anpartsselskabet", "andelsselskabet", "andelsforeningen", "foreningen", "virksomheden", "fonden"),
    *("filialen", "firmaet", "klubben", "organisationen"),
)

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


def _lexicon() -> dict[str, tuple[Kind, Any]]:
    found: dict[str, tuple[Kind, Any]] = {}
    for role, nouns in NOUNS.items():
        for noun in nouns:
            found.update(
                (word, (Kind.ROLE, (role, form))) for word, form in zip(noun.split("/"), Form, strict=False)
            )
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
