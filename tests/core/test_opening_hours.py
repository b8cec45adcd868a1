import datetime
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from portal.core import opening_hours as desk
from portal.core.opening_hours import (
    COPENHAGEN,
    DeskDay,
    add_working_days,
    add_working_time,
    is_open,
    is_working_day,
    line,
    next_opening,
    opening_hours,
)
from portal.core.runtime.translations import compile_translations

moments = st.datetimes(
    datetime.datetime(2019, 1, 1), datetime.datetime(2040, 1, 1), timezones=st.just(datetime.UTC)
)


@pytest.fixture(scope="module", autouse=True)
def catalogues():
    compile_translations()


def at(year, month, day, hour=12, minute=0):
    return datetime.datetime(year, month, day, hour, minute, tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 11, 23), (time(8), time(20))),  # a Monday
        (date(2026, 11, 27), (time(8), time(20))),  # a Friday
        (date(2026, 11, 28), (time(10), time(16))),  # a Saturday
        (date(2026, 11, 29), (time(10), time(16))),  # a Sunday
        (date(2026, 4, 2), (time(10), time(16))),  # Maundy Thursday
        (date(2026, 5, 14), (time(10), time(16))),  # Ascension
        (date(2027, 3, 29), (time(10), time(16))),  # Easter Monday
        (date(2023, 5, 5), (time(10), time(16))),  # Great Prayer Day, the last one
        (date(2024, 4, 26), (time(8), time(20))),  # what would have been the next one
        (date(2026, 6, 5), (time(8), time(20))),  # Constitution Day is no public holiday
        (date(2026, 12, 24), None),
        (date(2026, 12, 25), (time(10), time(16))),
        (date(2026, 12, 31), (time(10), time(14))),
        (date(2028, 12, 31), (time(10), time(14))),  # a Sunday: the desk's own day goes first
    ],
)
def test_hours_follow_weekdays_public_holidays_and_the_desks_own_days(day, hours):
    assert opening_hours(day) == hours


def test_the_desks_own_days_are_dated():
    assert opening_hours(date(2018, 12, 24)) == (time(8), time(20))
    only = DeskDay(month=6, day=5, hours=None, since=2027, until=2028)
    days = [date(year, 6, 5) for year in range(2026, 2030)]
    assert [only.falls_on(day) for day in days] == [False, True, True, False]


def test_it_opens_on_the_minute_and_is_closed_on_the_minute():
    assert not is_open(at(2026, 11, 23, 7, 59))
    assert is_open(at(2026, 11, 23, 8, 0))
    assert is_open(at(2026, 11, 23, 19, 59))
    assert not is_open(at(2026, 11, 23, 20, 0))
    assert not is_open(at(2026, 12, 24))


def test_the_clock_is_copenhagens_wherever_the_moment_was_measured():
    assert is_open(datetime.datetime(2026, 7, 1, 6, 0, tzinfo=datetime.UTC))
    assert not is_open(datetime.datetime(2026, 1, 5, 6, 30, tzinfo=datetime.UTC))
    with pytest.raises(ValueError):
        is_open(datetime.datetime(2026, 1, 5, 12, 0))


@pytest.mark.parametrize(
    ("now", "danish", "english"),
    [
        (at(2026, 11, 23, 9), "Åbent i dag til kl. 20", "Open today until 8 pm"),
        (at(2026, 11, 28, 11), "Åbent i dag til kl. 16", "Open today until 4 pm"),
        (at(2026, 11, 23, 7), "Lukket nu. Åbner i dag kl. 8", "Closed now. Opens today at 8 am"),
        (at(2026, 11, 27, 21), "Lukket nu. Åbner i morgen kl. 10", "Closed now. Opens tomorrow at 10 am"),
        (at(2026, 12, 23, 21), "Lukket nu. Åbner fredag kl. 10", "Closed now. Opens Friday at 10 am"),
    ],
)
def test_one_line_says_when_somebody_answers(now, danish, english):
    assert line(now, "da") == danish
    assert line(now, "en") == english


def test_half_hours_are_written_as_each_language_writes_them(monkeypatch, request):
    request.addfinalizer(opening_hours.cache_clear)
    monkeypatch.setattr(desk, "ON_WEEKDAYS", (time(8, 30), time(12, 15)))
    opening_hours.cache_clear()
    assert line(at(2026, 11, 23, 9), "da") == "Åbent i dag til kl. 12.15"
    assert line(at(2026, 11, 23, 7), "en") == "Closed now. Opens today at 8:30 am"


@examples(max_examples=300, deadline=None)
@given(moments)
def test_the_next_opening_is_the_first_minute_that_is_open_after_a_closed_one(now):
    opens = next_opening(now)
    assert opens > now
    assert is_open(opens)
    assert not is_open(opens - timedelta(minutes=1))
    middle = now + (opens - now) / 2
    assert not is_open(middle) or is_open(now)


def test_at_the_very_opening_the_next_one_is_another_days():
    assert next_opening(at(2026, 11, 23, 8)) == at(2026, 11, 24, 8)
    assert next_opening(at(2026, 11, 23, 7, 59)) == at(2026, 11, 23, 8)


def test_working_time_runs_only_while_the_desk_is_open():
    assert add_working_time(at(2026, 11, 23, 9), 4) == at(2026, 11, 23, 13)
    assert add_working_time(at(2026, 11, 23, 19), 2) == at(2026, 11, 24, 9)
    assert add_working_time(at(2026, 11, 27, 19), 2) == at(2026, 11, 28, 11)
    assert add_working_time(at(2026, 12, 23, 19), 2) == at(2026, 12, 25, 11)
    assert add_working_time(at(2026, 11, 23, 19), 1) == at(2026, 11, 23, 20)
    assert add_working_time(at(2026, 11, 23, 21), 0) == at(2026, 11, 24, 8)
    assert add_working_time(at(2026, 11, 23, 9), 0.5) == at(2026, 11, 23, 9, 30)
    with pytest.raises(ValueError):
        add_working_time(at(2026, 11, 23), -1)


@examples(max_examples=200, deadline=None)
@given(moments, st.integers(0, 60), st.integers(0, 60))
def test_working_time_adds_up(start, first, second):
    reached = add_working_time(add_working_time(start, first), second)
    assert reached == add_working_time(start, first + second) or second == 0
    assert reached >= start


def test_ten_working_days_pass_over_weekends_holidays_and_the_desks_own_days():
    assert add_working_days(date(2026, 11, 23), 10) == date(2026, 12, 7)
    assert add_working_days(date(2026, 12, 18), 10) == date(2027, 1, 7)
    assert add_working_days(date(2026, 4, 1), 1) == date(2026, 4, 7)
    assert add_working_days(date(2026, 11, 28), 0) == date(2026, 11, 28)
    with pytest.raises(ValueError):
        add_working_days(date(2026, 4, 1), -1)


@examples(max_examples=200, deadline=None)
@given(st.dates(date(2019, 1, 1), date(2040, 1, 1)), st.integers(1, 40))
def test_exactly_so_many_working_days_lie_behind_the_goal(day, days):
    goal = add_working_days(day, days)
    passed = [day + timedelta(days=n) for n in range(1, (goal - day).days + 1)]
    assert sum(map(is_working_day, passed)) == days
    assert is_working_day(goal)
