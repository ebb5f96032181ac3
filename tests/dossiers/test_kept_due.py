"""A due moment set by an earlier system: kept, put off by waits here, extended once."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.clock import Pause
from motcua.dossiers.kept_due import kept_due
from motcua.lib.calendars import Calendar
from motcua.lib.moment import TZ

CALENDAR = Calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


DUE = at("2026-11-18T17:00")


def test_without_a_wait_it_is_the_moment_that_was_set_and_says_so() -> None:
    found = kept_due(DUE, CALENDAR)
    assert (found.due, found.paused) == (DUE, False)
    assert [line.text for line in found.explanation] == ["Hạn do hệ thống cũ ấn định: 17:00 18/11/2026."]


def test_a_wait_that_is_over_puts_it_off_to_a_closing_time() -> None:
    wait = Pause(at("2026-11-16T08:00"), at("2026-11-17T08:00"), "chờ bổ sung")
    found = kept_due(DUE, CALENDAR, [wait])
    assert found.due == at("2026-11-19T17:00")
    assert "chờ bổ sung, không tính" in found.explanation[1].text
    assert found.explanation[-1].text == "Hạn trả: 17:00 19/11/2026."


def test_while_it_waits_there_is_no_due_moment() -> None:
    found = kept_due(DUE, CALENDAR, [Pause(at("2026-11-16T08:00"), None, "chờ bổ sung")])
    assert (found.due, found.paused) == (None, True)


def test_a_wait_does_not_erase_lateness() -> None:
    found = kept_due(DUE, CALENDAR, [Pause(at("2026-11-20T08:00"), None)])
    assert (found.due, found.paused) == (DUE, True)
    later = kept_due(DUE, CALENDAR, [Pause(at("2026-11-20T08:00"), at("2026-11-23T08:00"))])
    assert later.due == DUE


@pytest.mark.parametrize(
    ("day", "due"), [("2026-11-25", "2026-11-25T17:00"), ("2026-11-10", "2026-11-18T17:00")]
)
def test_the_one_new_day_of_an_apology_counts_when_it_is_later(day: str, due: str) -> None:
    assert kept_due(DUE, CALENDAR, extension=date.fromisoformat(day)).due == at(due)


@given(hours=st.integers(1, 200), more=st.integers(0, 100))
def test_a_longer_wait_never_gives_an_earlier_day(hours: int, more: int) -> None:
    from datetime import timedelta

    begin = at("2026-11-16T08:00")
    short = kept_due(DUE, CALENDAR, [Pause(begin, begin + timedelta(hours=hours))])
    long = kept_due(DUE, CALENDAR, [Pause(begin, begin + timedelta(hours=hours + more))])
    assert short.due is not None
    assert long.due is not None
    assert DUE <= short.due <= long.due
