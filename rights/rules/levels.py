"""The spellings of an assurance level that may reach us, and no others."""

from portal.core.permissions import Level

_PREFIXES = (
    "",
    "https://data.gov.dk/concept/core/nsis/loa/",
    "https://data.gov.dk/concept/core/nsis/",
    "https://data.gov.dk/concept/core/loa/",
)
_WORDS = {"Low": Level.LOW, "Substantial": Level.SUBSTANTIAL, "High": Level.HIGH}

# OIOSAML 3.0.3, OIOSAML 4.0.0, the brokers' short form, and the bare word in three cases.
SPELLINGS = {prefix + word: level for prefix in _PREFIXES for word, level in _WORDS.items()}
SPELLINGS |= {change(word): level for change in (str.lower, str.upper) for word, level in _WORDS.items()}


def level_named(text: object) -> Level | None:
    """The level of one of the known spellings; None for anything else (never a part of a text)."""
    return SPELLINGS.get(text) if isinstance(text, str) else None


def required_level(name: str) -> Level:
    """What a right asks for: "" asks for nothing; a word that is no level asks for the highest."""
    return Level.NONE if name == "" else SPELLINGS.get(name, Level.HIGH)
