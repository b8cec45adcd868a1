"""When the support desk is open, in Copenhagen: Monday to Friday 8-20, weekends and public holidays 10-16.

Public holidays come from the `holidays` package; the desk's own days are dated data below.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext, override

if TYPE_CHECKING:
    from holidays import HolidayBase

Hours = tuple[datetime.time, datetime.time]

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
ON_WEEKDAYS: Hours = (datetime.time(8), datetime.time(20))
ON_OTHER_DAYS: Hours = (datetime.time(10), datetime.time(16))
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class DeskDay:
    """A day of each year with hours of its own, from the year `since` to `until`; None: closed."""

    month: int
    day: int
    hours: Hours | None
    since: int
    until: int = datetime.MAXYEAR

    def falls_on(self, day: datetime.date) -> bool:
        return (day.month, day.day) == (self.month, self.day) and self.since <= day.year <= self.until


DESK_DAYS = (
    DeskDay(month=12, day=24, hours=None, since=2019),
    DeskDay(month=12, day=31, hours=(datetime.time(10), datetime.time(14)), since=2019),
)


@lru_cache(maxsize=1)
def _public_holidays() -> "HolidayBase":
    from holidays.countries import Denmark  # reads every country's calendar: only once somebody asks

    return Denmark()


@lru_cache(maxsize=4000)
def opening_hours(day: datetime.date) -> Hours | None:
    """When the desk opens and closes on `day`, or None when it stays closed."""
    for desk_day in DESK_DAYS:
        if desk_day.falls_on(day):
            return desk_day.hours
    return ON_OTHER_DAYS if day.weekday() > 4 or day in _public_holidays() else ON_WEEKDAYS


def is_open(now: datetime.datetime) -> bool:
    """Whether the desk answers at `now` (aware)."""
    return _closing(_here(now)) is not None


def next_opening(now: datetime.datetime) -> datetime.datetime:
    """The first moment after `now` (aware) at which the desk opens."""
    now = _here(now)
    return next(opens for opens, _closes in _open_from(now.date()) if opens > now)


def line(now: datetime.datetime, language: str) -> str:
    """ "Åbent i dag til kl. 20", or when the desk opens, in `language` ("da", "en")."""
    now = _here(now)
    with override(language):
        if closes := _closing(now):
            return gettext("Åbent i dag til kl. %(time)s") % {"time": _clock(closes, language)}
        opens = next_opening(now)
        words = {"time": _clock(opens.time(), language), "day": date_format(opens, "l")}
        return _closed_until((opens.date() - now.date()).days) % words


def add_working_time(start: datetime.datetime, hours: float) -> datetime.datetime:
    """`start` (aware) plus so many hours in which the desk is open; zero gives the next open moment. Raises
    ValueError for a negative number."""
    if hours < 0:
        raise ValueError("working time is added, never taken away")
    start, left = _here(start), datetime.timedelta(hours=hours)
    for opens, closes in _open_from(start.date()):
        begins = max(opens, start)
        available = max(_length(begins, closes), datetime.timedelta())
        if begins < closes and left <= available:
            return (begins.astimezone(datetime.UTC) + left).astimezone(COPENHAGEN)
        left -= available
    raise AssertionError("the calendar has no end")


def is_working_day(day: datetime.date) -> bool:
    """Monday to Friday, no public holiday and none of the desk's own days."""
    return opening_hours(day) is ON_WEEKDAYS


def add_working_days(day: datetime.date, days: int) -> datetime.date:
    """The last of the `days` working days that follow `day`. Raises ValueError for a negative number."""
    if days < 0:
        raise ValueError("working days are added, never taken away")
    while days:
        day += ONE_DAY
        days -= is_working_day(day)
    return day


def _here(now: datetime.datetime) -> datetime.datetime:
    if now.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return now.astimezone(COPENHAGEN)


def _closing(now: datetime.datetime) -> datetime.time | None:
    """When the desk closes, if it is open now."""
    hours = opening_hours(now.date())
    return hours[1] if hours and hours[0] <= now.time() < hours[1] else None


def _open_from(day: datetime.date) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
    """Opening and closing of `day` and all days after it."""
    while True:
        if hours := opening_hours(day):
            opens, closes = (datetime.datetime.combine(day, time, COPENHAGEN) for time in hours)
            yield opens, closes
        day += ONE_DAY


def _length(begins: datetime.datetime, closes: datetime.datetime) -> datetime.timedelta:
    """Real time: on the two nights a year that the clock is moved, wall time is not."""
    return closes.astimezone(datetime.UTC) - begins.astimezone(datetime.UTC)


def _closed_until(days: int) -> str:
    if days == 0:
        return gettext("Lukket nu. Åbner i dag kl. %(time)s")
    if days == 1:
        return gettext("Lukket nu. Åbner i morgen kl. %(time)s")
    return gettext("Lukket nu. Åbner %(day)s kl. %(time)s")


def _clock(time: datetime.time, language: str) -> str:
    """Danish "20" and "8.30", English "8 pm" and "8:30 am"."""
    if language == "da":
        return f"{time.hour}.{time.minute:02}" if time.minute else str(time.hour)
    minutes = f":{time.minute:02}" if time.minute else ""
    return f"{time.hour % 12 or 12}{minutes} {'am' if time.hour < 12 else 'pm'}"
