"""A signing-rule text and a company form become a rule, or go to case work."""

import re

from portal.agreements.signing_rule.cursor import Cursor
from portal.agreements.signing_rule.grammar import sentence
from portal.agreements.signing_rule.prokura import is_prokura
from portal.agreements.signing_rule.rule import (
    AllOf,
    NotUnderstood,
    Reason,
    Require,
    Role,
    SigningRule,
    Whole,
)
from portal.agreements.signing_rule.words import Unclear, normalise, tokens

OWNER_ALONE = SigningRule.of(AllOf.of(Require(Role.OWNER)))
ALL_PARTNERS = SigningRule.of(AllOf.of(Whole(Role.PARTNER, 2)))

WITHOUT_TEXT = {10: OWNER_ALONE, 15: OWNER_ALONE, 30: ALL_PARTNERS}
"""Company form (register code) to the rule that holds when the register has no text: sole proprietorship,
personally owned small business, partnership. All other forms need a text."""

LONGEST_TEXT = 2_000


def parse(text: str | None, form_code: int) -> SigningRule | NotUnderstood:
    """Who must sign, by the register's `text` for a company of `form_code` (register code, 80 is ApS).

    Never asks for fewer signatures than the text says. A text that is not understood to its last word
    becomes NotUnderstood; this function never raises.
    """
    plain = normalise(text or "")
    if not plain:
        return WITHOUT_TEXT.get(form_code, NotUnderstood(Reason.EMPTY))
    if len(plain) > LONGEST_TEXT:
        return NotUnderstood(Reason.STRUCTURE)
    try:
        return SigningRule.of(*_ways(plain))
    except Unclear as unclear:
        return NotUnderstood(unclear.reason, unclear.detail)


def _ways(plain: str) -> list[AllOf]:
    sentences = [
        part.strip() for part in re.split(r"\.(?:\s|$)", plain.removeprefix("tegningsregel:").strip())
    ]
    if not sentences[-1]:
        sentences.pop()
    signing = [part for part in sentences if not is_prokura(part)]
    found = [way for part in signing for way in sentence(Cursor(tokens(part)))]
    if not found:
        raise Unclear(Reason.STRUCTURE, "")
    return found
