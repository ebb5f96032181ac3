"""Working time for a list is that of the calendar, whatever is asked for first."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from motcua.lib.worked import Worked
from tests.lib.test_calendars import CALENDAR, at

START = at("2026-08-10T00:00")
moments = st.timedeltas(timedelta(), timedelta(days=120)).map(lambda passed: START + passed)


@given(st.lists(st.tuples(moments, moments), min_size=1, max_size=5))
def test_it_is_what_the_calendar_says(pairs: list[tuple[datetime, datetime]]) -> None:
    worked = Worked(CALENDAR)
    for start, end in pairs:
        assert worked.working_minutes_between(start, end) == CALENDAR.working_minutes_between(start, end)
        days = start.date(), end.date()
        assert worked.working_days_between(*days) == CALENDAR.working_days_between(*days)


def test_a_day_is_looked_up_once() -> None:
    asked: list[date] = []

    class Watched(type(CALENDAR)):  # type: ignore[misc]
        def spans(self, day: date) -> list[tuple[datetime, datetime]]:
            asked.append(day)
            found: list[tuple[datetime, datetime]] = super().spans(day)
            return found

    worked = Worked(Watched(CALENDAR.opening, CALENDAR.off, CALENDAR.extra))
    start = at("2026-09-01T10:00")
    for hours in range(100):
        worked.working_minutes_between(start, start + timedelta(hours=hours))
    assert len(asked) == len(set(asked)) == 5
