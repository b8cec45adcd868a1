"""Sentences about prokura stand among the signing rules and give nobody a signature on an agreement."""

import re

_NAMES = r"[a-zæøåäöüéèëáíóúñçß'’, -]+"
_KIND = r"(?:(?:ene|enkelt|enkel|kollektiv)\s?)?prokura"

_SENTENCES = re.compile(
    rf"(?:bestyrelsen|direktionen) kan meddele (?:(?:enkel|kollektiv)(?:t|e)?(?: eller | og | ))*{_KIND}"
    rf"|(?:der er )?meddelt {_KIND} til {_NAMES}"
    rf"|{_KIND} er meddelt(?: til)?:? {_NAMES}"
    rf"|{_KIND}: ?{_NAMES}"
)
_MAY_CHANGE_THE_RULE = re.compile(
    r"\b(?:tegn\w*|forplig\w*|dog|kun|ikke|undtagen|medmindre|såfremt|hvis|skal|kræve\w*|samtykke|godkend\w*)\b"
)


def is_prokura(sentence: str) -> bool:
    """Whether a normalised sentence only says who has prokura, or who may give it."""
    return bool(_SENTENCES.fullmatch(sentence)) and not _MAY_CHANGE_THE_RULE.search(sentence)
