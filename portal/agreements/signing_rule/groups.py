"""The group that some sign out of: "to medlemmer af bestyrelsen", "en af de øvrige direktører"."""

from collections.abc import Callable
from itertools import dropwhile

from portal.agreements.signing_rule.cursor import Cursor
from portal.agreements.signing_rule.lexicon import Form, Kind
from portal.agreements.signing_rule.rule import Role
from portal.agreements.signing_rule.words import Token

JOINTS = (Kind.COMMA, Kind.OR, Kind.AND, Kind.PLUS, Kind.BY, Kind.EITHER)


def one_group(cursor: Cursor, read: Callable[[Cursor], Role]) -> Role:
    """The group that so many come from. "tre medlemmer af bestyrelsen eller (af) direktionen" could count
    across both, or let the second group sign as it is: not clear."""
    role = read(cursor)
    following = list(dropwhile(lambda token: token.kind in JOINTS, cursor.tokens[cursor.place :][:6]))
    if following and not cursor.sees(following[0].kind) and _many(following):
        raise cursor.unclear()
    return role


def _many(following: list[Token]) -> bool:
    """Whether these tokens are a group: bestyrelsen, bestyrelsens medlemmer, direktørerne, de øvrige …"""
    kinds = [token.kind for token in following]
    if kinds[0] is Kind.ROLE:
        return following[0].value[1] in (Form.SEVERAL, Form.THE_SEVERAL)
    if kinds[0] is Kind.BODYS:
        return kinds[1:2] != [Kind.ROLE]
    return kinds[0] is Kind.BODY or kinds[:2] == [Kind.THE, Kind.OTHER]


def member_of_body(cursor: Cursor, form: Form) -> Role:
    """medlemmer af bestyrelsen"""
    if cursor.take(Kind.MEMBER).value is not form:
        raise cursor.unclear()
    cursor.take(Kind.BY)
    role, found = cursor.take(Kind.BODY).value
    if found is not Form.THE_ONE:
        raise cursor.unclear()
    return Role(role)


def group(cursor: Cursor) -> Role:
    """The many out of which some sign: bestyrelsens øvrige medlemmer, de andre direktører, direktørerne."""
    if cursor.sees(Kind.BODYS):
        role = cursor.take(Kind.BODYS).value
        cursor.skip(Kind.OTHER)
        form = cursor.take(Kind.MEMBER).value
        fits = form is Form.SEVERAL
    else:
        fewer = cursor.skip(Kind.THE) and bool(cursor.take(Kind.OTHER))
        role, form = cursor.take(Kind.ROLE).value
        fits = form is (Form.SEVERAL if fewer else Form.THE_SEVERAL)
    if not fits:
        raise cursor.unclear()
    return Role(role)
