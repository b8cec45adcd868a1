"""Promises of the desk, in opening hours; a case's number; which page somebody stood on."""

import datetime
import re
import secrets

from portal.core import opening_hours

ANSWER_WITHIN = 8.0
THIRD_LEVEL_WITHIN = 24.0
_ALPHABET = "BCDFGHJKMNPQRSTVWXYZ23456789"
_PATH = re.compile(r"/[\w./-]{0,200}", re.A)
# What stands in a path and opens something: the long secrets of links in mails.
_SECRET = re.compile(r"[\w-]{40,}", re.A)


def new_number() -> str:
    """Short enough to read on the telephone; letters that look like digits are left out."""
    return "S-" + "".join(secrets.choice(_ALPHABET) for _ in range(8))


def answer_due(now: datetime.datetime, hours: float = ANSWER_WITHIN) -> datetime.datetime:
    """So many opening hours after `now`."""
    return opening_hours.add_working_time(now, hours)


def page_of(text: str) -> str:
    """A path of the portal as it may be kept: without query, host or anything secret; "" for what is none."""
    path = text.partition("?")[0]
    if not _PATH.fullmatch(path) or path.startswith("//"):
        return ""
    return _SECRET.sub("…", path)
