"""The place in a sentence that the reading has come to."""

from dataclasses import dataclass

from portal.agreements.signing_rule.lexicon import Kind
from portal.agreements.signing_rule.rule import Reason
from portal.agreements.signing_rule.words import Token, Unclear


@dataclass
class Cursor:
    """Where the reading has come to in one sentence."""

    tokens: list[Token]
    place: int = 0

    def sees(self, *kinds: Kind) -> bool:
        """Whether the next tokens are of these kinds, in this order."""
        following = self.tokens[self.place : self.place + len(kinds)]
        return [token.kind for token in following] == list(kinds)

    def take(self, kind: Kind) -> Token:
        """The next token, which must be of `kind`; raises Unclear otherwise."""
        if not self.sees(kind):
            raise self.unclear()
        self.place += 1
        return self.tokens[self.place - 1]

    def skip(self, *kinds: Kind) -> bool:
        """Go past these tokens if they are next; whether they were."""
        found = self.sees(*kinds)
        self.place += len(kinds) if found else 0
        return found

    @property
    def done(self) -> bool:
        return self.place >= len(self.tokens)

    def unclear(self) -> Unclear:
        return Unclear(Reason.STRUCTURE, " ".join(token.text for token in self.tokens[self.place :][:4]))
