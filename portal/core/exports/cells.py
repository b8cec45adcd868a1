"""One cell: a number, a moment, or a text that a spreadsheet takes for nothing else."""

import datetime
import math
import re
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

_FORMULA = re.compile(r"[\s\"'“”‘’«»„`´\xad\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹣﹢﹦﹫−]")
_BREAKS = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def plain(cell: str) -> str:
    """A CSV cell as it was before an apostrophe was put in front of it."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def csv_cell(value: Any) -> str:
    """Numbers are themselves, also negative ones; everything else is text that begins nothing."""
    if is_number(value):
        return str(value).replace(".", ",")
    if isinstance(value, datetime.datetime):
        return f"{local(value):%d-%m-%Y %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value:%d-%m-%Y}"
    text = _BREAKS.sub(" ", text_of(value))
    return (f"'{text}" if _FORMULA.match(text) else text).replace('"', '""')


def is_number(value: Any) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite()
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def text_of(value: Any) -> str:
    """What no file may hold (control characters, half characters) becomes the replacement character."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nej")
    return _CONTROL.sub("\ufffd", str(value))


def local(value: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
