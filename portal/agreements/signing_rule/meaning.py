"""What the items of one "af" mean together.

Danish leaves the reach of "eller" open: "formanden eller næstformanden i forening med en direktør". Where it
is open the stricter reading is taken: "eller" binds tighter than "og" and "i forening med", which asks for
at least as much as any other bracketing of the same words. "eller" separates whole ways to sign only where
the words say so: the item before it is closed by "alene", "i forening" or "hver for sig", or the item after
it by "alene". What fits neither raises Unclear.
"""

from dataclasses import dataclass, replace
from itertools import product
from math import prod

from portal.agreements.signing_rule.lexicon import Kind
from portal.agreements.signing_rule.rule import AllOf, Corporate, Part, Reason, Require, Whole
from portal.agreements.signing_rule.words import Unclear

MOST_WAYS = 40
JOINS = (Kind.AND, Kind.PLUS, Kind.WITH)


@dataclass(frozen=True)
class Item:
    """A noun, what stands before it (None, OR, AND, PLUS, WITH or COMMA) and what closes it."""

    before: Kind | None
    part: Part
    closed: Kind | None = None

    @property
    def one(self) -> bool:
        return isinstance(self.part, Corporate) or (isinstance(self.part, Require) and self.part.count == 1)


def ways_of(items: list[Item], after: Kind | None) -> list[AllOf]:
    """The ways to sign that these items give; `after` is what joins them to the next "af"."""
    ways: list[AllOf] = []
    for segment in _segments(items, after):
        ways += _each(segment) if segment[-1].closed is Kind.EACH else _combined(segment)
    return ways


def complete(items: list[Item]) -> bool:
    """Whether the words themselves say that no more is needed."""
    return enough(items) or items[-1].closed is not None or any(item.before is Kind.WITH for item in items)


def enough(items: list[Item]) -> bool:
    """Whether it is one whole body, or one person "alene"."""
    return len(items) == 1 and (isinstance(items[0].part, Whole) or items[0].closed is Kind.ALONE)


def settle(joints: list[Kind], last: Kind | None = None) -> list[Kind]:
    """Give every comma the meaning of the conjunction that ends its list: "A, B eller C", "A, B og C"."""
    settled: list[Kind] = []
    for joint in reversed(joints):
        if joint is Kind.COMMA:
            if last not in (Kind.OR, Kind.AND, Kind.PLUS):
                raise Unclear(Reason.STRUCTURE, ",")
            joint = last
        last = joint
        settled.insert(0, joint)
    return settled


def _segments(items: list[Item], after: Kind | None) -> list[list[Item]]:
    """Cut the items where one whole way to sign ends and the next begins; settle the commas left."""
    segments = [[items[0]]]
    for place in range(1, len(items)):
        if _or_follows(items[place - 1], items[place:], after) and _cut(segments[-1], items[place]):
            segments.append([replace(items[place], before=None)])
        else:
            segments[-1].append(items[place])
    ends = [Kind.OR] * (len(segments) - 1) + [after if after is Kind.OR else None]
    return [_settled(segment, end) for segment, end in zip(segments, ends, strict=True)]


def _or_follows(previous: Item, rest: list[Item], after: Kind | None) -> bool:
    """Whether "eller" stands here, or a comma whose list goes on to an "eller" rather than an "og"."""
    if rest[0].before is not Kind.COMMA:
        return rest[0].before is Kind.OR
    lists = (Kind.OR,) if previous.closed is Kind.ALONE else (Kind.OR, Kind.AND, Kind.PLUS)
    return next((item.before for item in rest if item.before in lists), after) is Kind.OR


def _cut(segment: list[Item], item: Item) -> bool:
    """Whether a way ends before `item`: it stands alone, or what was read so far is closed."""
    if Kind.ALONE in (segment[-1].closed, item.closed):
        return True
    return segment[-1].closed is not None and all(earlier.before is not Kind.WITH for earlier in segment)


def _settled(segment: list[Item], last: Kind | None) -> list[Item]:
    joints = settle([item.before for item in segment[1:] if item.before], last)
    items = [
        segment[0],
        *(replace(item, before=joint) for item, joint in zip(segment[1:], joints, strict=True)),
    ]
    for item in items[:-1]:
        if item.closed in (Kind.ALONE, Kind.EACH):
            raise Unclear(Reason.STRUCTURE, "")
    return items


def _each(segment: list[Item]) -> list[AllOf]:
    """formanden og næstformanden hver for sig · interessenterne hver for sig: one of them is enough."""
    only = segment[0].part
    if len(segment) == 1 and isinstance(only, Whole) and only.least > 1:
        return [AllOf.of(Require(only.role))]
    listed = all(item.one and item.before is not Kind.WITH for item in segment)
    if len(segment) == 1 or not listed or any(item.closed for item in segment[:-1]):
        raise Unclear(Reason.STRUCTURE, "hver for sig")
    return [AllOf.of(item.part) for item in segment]


def _combined(segment: list[Item]) -> list[AllOf]:
    """Every choice of one item from each run of "eller", the runs joined by "og" or "i forening med"."""
    runs: list[list[Part]] = []
    for item in segment:
        _check_closing(segment, item)
        if item.before in JOINS or not runs:
            runs.append([])
        runs[-1].append(item.part)
    if prod(map(len, runs)) > MOST_WAYS:
        raise Unclear(Reason.STRUCTURE, "eller")
    return [AllOf.of(*choice) for choice in product(*runs)]


def _check_closing(segment: list[Item], item: Item) -> None:
    """ "i forening" needs several, or an "og" before it; "alene" needs one who is joined with nobody."""
    if item.closed is Kind.JOINTLY and item.one and item.before not in (Kind.AND, Kind.PLUS):
        raise Unclear(Reason.STRUCTURE, "i forening")
    if item.closed is Kind.ALONE and (not item.one or len(segment) > 1):
        raise Unclear(Reason.STRUCTURE, "alene")
