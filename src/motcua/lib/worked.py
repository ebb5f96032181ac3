"""Working time between thousands of moments by one calendar: every day is looked up once."""

from datetime import date, datetime, timedelta

from motcua.lib.calendars import Calendar, Interval, local

_MINUTE = timedelta(minutes=1)


class Worked:
    """Answers what the calendar answers, for a list: by how much was worked up to each of two moments."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._spans: dict[date, list[Interval]] = {}
        # How much was worked before each day, counted from some day on: (days worked, time worked).
        self._before: dict[date, tuple[int, timedelta]] = {}
        self._first = self._last = date.min

    def working_days_between(self, first: date, last: date) -> int:
        """As `Calendar.working_days_between`."""
        if last <= first:
            return 0
        one = timedelta(days=1)
        return self._until(last + one)[0] - self._until(first + one)[0]

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """As `Calendar.working_minutes_between`."""
        return 0 if end <= start else (self._worked(end) - self._worked(start)) // _MINUTE

    def _worked(self, moment: datetime) -> timedelta:
        moment = local(moment)
        day = moment.date()
        total = self._until(day)[1]
        for opens, closes in self._spans[day]:
            if moment > opens:
                total += min(closes, moment) - opens
        return total

    def _until(self, day: date) -> tuple[int, timedelta]:
        known = self._before.get(day)
        if known is not None:
            return known
        if not self._before:
            self._before[day] = (0, timedelta())
            self._first = self._last = day
            self._read(day)
        while self._last < day:
            days, time = self._before[self._last]
            spans = self._spans[self._last]
            self._last += timedelta(days=1)
            self._before[self._last] = (days + bool(spans), time + _length(spans))
            self._read(self._last)
        while self._first > day:
            days, time = self._before[self._first]
            self._first -= timedelta(days=1)
            spans = self._read(self._first)
            self._before[self._first] = (days - bool(spans), time - _length(spans))
        return self._before[day]

    def _read(self, day: date) -> list[Interval]:
        self._spans[day] = self.calendar.spans(day)
        return self._spans[day]


def _length(spans: list[Interval]) -> timedelta:
    return sum((closes - opens for opens, closes in spans), timedelta())
