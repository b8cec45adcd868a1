"""Chance with a seed: the same words give the same chance, in every process and on every machine.

Nothing here depends on the order in which things are asked, so any company, person or number of
the country can be made on its own.
"""

from hashlib import blake2b
from math import gcd
from random import Random


def number(*words: object) -> int:
    """A 128-bit number from the words."""
    text = "/".join(map(str, words))
    return int.from_bytes(blake2b(text.encode(), digest_size=16).digest(), "big")


def chance(*words: object) -> Random:
    """A source of chance from the words."""
    return Random(number(*words))


def share(*words: object) -> float:
    """A number in [0, 1) from the words."""
    return (number(*words) >> 75) / (1 << 53)


class Shuffle:
    """A permutation of 0…size-1 that needs no memory: an affine map with a step near the golden ratio."""

    def __init__(self, size: int, *words: object) -> None:
        self.size = size
        self.step = _coprime_step(size)
        self.start = number("shuffle", *words) % size if size else 0

    def __getitem__(self, place: int) -> int:
        if not 0 <= place < self.size:
            raise IndexError(place)
        return (place * self.step + self.start) % self.size


def _coprime_step(size: int) -> int:
    step = max(1, int(size * 0.6180339887498949))
    while gcd(step, size) != 1:
        step += 1
    return step


class Weighted:
    """Draws from a table of (thing, weight) in constant time, to a resolution of 1/4096."""

    SLOTS = 4096

    def __init__(self, table: tuple[tuple[object, float], ...]) -> None:
        total = sum(weight for _, weight in table)
        slots: list[object] = []
        reached = 0.0
        for thing, weight in table:
            reached += weight
            slots.extend([thing] * (round(self.SLOTS * reached / total) - len(slots)))
        self.slots = slots

    def draw(self, uniform: float) -> object:
        """The thing at a uniform number in [0, 1)."""
        return self.slots[int(uniform * self.SLOTS)]
