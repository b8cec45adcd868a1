"""One item of a signing rule: "to bestyrelsesmedlemmer", "bestyrelsens formand", "den samlede bestyrelse"."""

from collections.abc import Callable
from functools import partial

from portal.agreements.signing_rule.cursor import Cursor
from portal.agreements.signing_rule.groups import group, member_of_body, one_group
from portal.agreements.signing_rule.lexicon import Form, Kind
from portal.agreements.signing_rule.rule import Corporate, Part, Require, Role, Whole


def noun(cursor: Cursor) -> Part:
    """Read one item. Every shape not written below raises Unclear."""
    cursor.skip(Kind.SUBJECTS)
    for kinds, shape in SHAPES:
        if cursor.sees(*kinds):
            cursor.place += sum(kind in SILENT for kind in kinds)
            return shape(cursor)
    raise cursor.unclear()


def _number(cursor: Cursor) -> int:
    """A number, also written twice: "to (2)"."""
    count = cursor.take(Kind.NUMBER).value
    if cursor.sees(Kind.OPEN, Kind.NUMBER, Kind.CLOSE):
        cursor.skip(Kind.OPEN)
        if cursor.take(Kind.NUMBER).value != count:
            raise cursor.unclear()
        cursor.skip(Kind.CLOSE)
    return int(count)


def _counted(cursor: Cursor) -> Part:
    """to direktører · to medlemmer af bestyrelsen · to af bestyrelsens medlemmer · en af direktørerne"""
    count = _number(cursor)
    if cursor.skip(Kind.BY):
        return _require(cursor, one_group(cursor, group), count)
    cursor.skip(Kind.OTHER)
    form = Form.ONE if count == 1 else Form.SEVERAL
    if cursor.sees(Kind.MEMBER):
        return _require(cursor, one_group(cursor, partial(member_of_body, form=form)), count)
    role, found = cursor.take(Kind.ROLE).value
    if found is not form:
        raise cursor.unclear()
    return _require(cursor, role, count)


def _everybody(cursor: Cursor) -> Part:
    """samlede bestyrelse · hele direktionen · samtlige bestyrelsesmedlemmer · alle tre direktører"""
    cursor.take(Kind.ALL)
    least = _number(cursor) if cursor.sees(Kind.NUMBER) else 1
    if cursor.sees(Kind.BODY):
        return Whole(cursor.take(Kind.BODY).value[0], least)
    if cursor.sees(Kind.MEMBER):
        return Whole(member_of_body(cursor, Form.SEVERAL), max(least, 2))
    return _several(cursor, max(least, 2))


def _several(cursor: Cursor, least: int = 2) -> Part:
    """bestyrelsesmedlemmer(ne) after "alle" or "begge": everybody, and more than one."""
    role, form = cursor.take(Kind.ROLE).value
    if form not in (Form.SEVERAL, Form.THE_SEVERAL):
        raise cursor.unclear()
    return _whole(role, least)


def _body(cursor: Cursor) -> Part:
    """bestyrelsen · selskabets direktion: the whole of it, the stricter reading."""
    return Whole(cursor.take(Kind.BODY).value[0])


def _of_body(cursor: Cursor) -> Part:
    """bestyrelsens formand · bestyrelsens medlemmer"""
    body = cursor.take(Kind.BODYS).value
    if cursor.sees(Kind.MEMBER):
        if cursor.take(Kind.MEMBER).value is not Form.SEVERAL:
            raise cursor.unclear()
        return Whole(body, 2)
    role, form = cursor.take(Kind.ROLE).value
    if body is not Role.BOARD_MEMBER or role not in (Role.CHAIR, Role.VICE_CHAIR) or form is not Form.ONE:
        raise cursor.unclear()
    return Require(role)


def _bare(cursor: Cursor) -> Part:
    """direktør · direktøren: one; direktørerne: all of them; direktører without a number: not clear."""
    role, form = cursor.take(Kind.ROLE).value
    if form is Form.SEVERAL:
        raise cursor.unclear()
    return _whole(role, 2) if form is Form.THE_SEVERAL else _require(cursor, role, 1)


def _require(cursor: Cursor, role: Role, count: int) -> Part:
    if role is not Role.GENERAL_PARTNER:
        return Require(role, count)
    if count > 1:
        raise cursor.unclear()
    return Corporate(role)


def _whole(role: Role, least: int) -> Part:
    return Corporate(role) if role is Role.GENERAL_PARTNER else Whole(role, least)


SILENT = (Kind.THE, Kind.BOTH, Kind.LEAST)
SHAPES: tuple[tuple[tuple[Kind, ...], Callable[[Cursor], Part]], ...] = (
    ((Kind.NUMBER,), _counted),
    ((Kind.LEAST, Kind.NUMBER), _counted),
    ((Kind.THE, Kind.ALL), _everybody),
    ((Kind.ALL,), _everybody),
    ((Kind.BOTH,), _several),
    ((Kind.BODYS,), _of_body),
    ((Kind.BODY,), _body),
    ((Kind.ROLE,), _bare),
)
