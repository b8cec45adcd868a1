"""How near two names are: folding, and the number of single changes between them."""

import re

from identities.models.folding import REPLACED

_SPACES = re.compile(r"[\s.,;:]+")


def fold(text: str) -> str:
    """What the database's `folded` column does, for the words that are searched for."""
    folded = text.lower()
    for before, after in REPLACED:
        folded = folded.replace(before, after)
    return _SPACES.sub(" ", folded).strip()


def distance(left: str, right: str) -> int:
    """Insertions, deletions, changes and swaps of neighbours that lead from one to the other (optimal
    alignment)."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, row, last = row, [i], before
        for j, b in enumerate(right, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1]


def farness(searched: str, name: str) -> int:
    """How far the searched words are from the name's: each from the word it is nearest to; unsearched
    words cost nothing."""
    words = name.split()
    return sum(
        min((_from_word(token, word) for word in words), default=len(token)) for token in searched.split()
    )


def _from_word(token: str, word: str) -> int:
    if word.startswith(token):
        return 0
    return distance(token, word)


def patterns(token: str) -> tuple[tuple[str, ...], ...]:
    """LIKE patterns of which at least one fits every word one change away from `token`: its first half
    stands, its second half stands, or both without the letters where they meet. Each inner tuple must
    fit as a whole."""
    middle = (len(token) + 1) // 2
    escaped = [
        re.sub(r"([%_\\])", r"\\\1", part)
        for part in (token[:middle], token[middle:], token[: middle - 1], token[middle + 1 :])
    ]
    first, second, before, after = escaped
    return (f"% {first}%",), (f"%{second} %",), (f"% {before}%", f"%{after} %")
