"""Sentences of a signing rule, by recursive descent.

    sentence := company SIGNS [further] "af" ways | further SIGNS company "af" ways | "af" ways SIGNS company
    ways     := items {("eller" | "samt" | ",") "af" items}
    items    := item {("eller" | "og" | "samt" | "," | "i forening med") item}
    item     := noun ["i forening" | "alene" | "hver for sig"]

What the items of one "af" mean together is decided in `meaning`.
"""

from itertools import pairwise

from portal.agreements.signing_rule.cursor import Cursor
from portal.agreements.signing_rule.lexicon import Kind
from portal.agreements.signing_rule.meaning import MOST_WAYS, Item, complete, enough, settle, ways_of
from portal.agreements.signing_rule.nouns import noun
from portal.agreements.signing_rule.rule import AllOf

CLOSERS = (Kind.JOINTLY, Kind.ALONE, Kind.EACH)
BETWEEN = ((Kind.COMMA, Kind.OR), (Kind.OR,), (Kind.COMMA, Kind.PLUS), (Kind.PLUS,), (Kind.COMMA,))


def sentence(cursor: Cursor) -> list[AllOf]:
    """The ways to sign that one sentence gives. Raises Unclear unless every word of it fits."""
    if cursor.sees(Kind.BY):
        found = _ways(cursor)
        cursor.take(Kind.SIGNS)
        cursor.take(Kind.SUBJECT)
        cursor.skip(Kind.FURTHER)
    else:
        _opening(cursor)
        found = _ways(cursor)
    if not cursor.done or len(found) > MOST_WAYS:
        raise cursor.unclear()
    return found


def _opening(cursor: Cursor) -> None:
    if cursor.skip(Kind.FURTHER):
        cursor.take(Kind.SIGNS)
        cursor.take(Kind.SUBJECT)
        return
    cursor.take(Kind.SUBJECT)
    cursor.take(Kind.SIGNS)
    cursor.skip(Kind.FURTHER)


def _ways(cursor: Cursor) -> list[AllOf]:
    """Every "af" opens a way. Between them: "eller"; a comma, if "eller af" follows in the end; "samt" only
    if it adds somebody who is enough by the words themselves, else it could also mean "both"."""
    cursor.skip(Kind.EITHER)
    cursor.take(Kind.BY)
    groups, joints = [_items(cursor)], []
    while (joint := _between(cursor)) is not None:
        joints.append(joint)
        groups.append(_items(cursor))
    joints = settle(joints)
    for joint, (left, right) in zip(joints, pairwise(groups), strict=True):
        if joint is not Kind.OR and not (complete(left) and enough(right)):
            raise cursor.unclear()
    return [
        way for group, after in zip(groups, [*joints, None], strict=True) for way in ways_of(group, after)
    ]


def _between(cursor: Cursor) -> Kind | None:
    for kinds in BETWEEN:
        if cursor.skip(*kinds, Kind.BY):
            return kinds[-1]
    return None


def _items(cursor: Cursor) -> list[Item]:
    cursor.skip(Kind.EITHER)
    items = [_item(cursor, None)]
    while not _ends(cursor):
        items.append(_item(cursor, _conjunction(cursor)))
    return items


def _ends(cursor: Cursor) -> bool:
    another = any(cursor.sees(*kinds, Kind.BY) for kinds in BETWEEN)
    return cursor.done or cursor.sees(Kind.SIGNS) or another


def _conjunction(cursor: Cursor) -> Kind:
    comma = cursor.skip(Kind.COMMA)
    for kind in (Kind.OR, Kind.AND, Kind.PLUS, Kind.WITH):
        if cursor.skip(kind):
            if comma and kind is not Kind.OR:
                # Danish writes no comma here: somebody may be missing, and one signature fewer would be asked for.
                raise cursor.unclear()
            cursor.skip(Kind.EITHER)
            return kind
    if not comma:
        raise cursor.unclear()
    return Kind.COMMA


def _item(cursor: Cursor, before: Kind | None) -> Item:
    part = noun(cursor)
    closed = next((kind for kind in CLOSERS if cursor.skip(kind)), None)
    return Item(before, part, closed)
