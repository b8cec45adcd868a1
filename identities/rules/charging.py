"""Three free: who is charged, and the most an order can cost."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Ceiling:
    """The most ordering some identities can cost: `free` of them nothing, `charged` at `unit` kroner each,
    no VAT."""

    free: int
    charged: int
    unit: Decimal

    @property
    def total(self) -> Decimal:
        return self.charged * self.unit


def ceiling(*, ordered: int, live: int, waiting: int, free: int, unit: Decimal) -> Ceiling:
    """`waiting` are ordered but not yet activated: they may take the free places first."""
    left = max(0, free - live - waiting)
    within = min(ordered, left)
    return Ceiling(within, ordered - within, unit)


def is_charged(*, others_live: int, free: int, already_charged: bool) -> bool:
    """At a first activation or a re-opening: the fourth or later live one is charged, once."""
    return others_live >= free and not already_charged
