"""When the acts of a life happen and until when it is due after each, by the product's own clock."""

import random
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Self

from motcua.dossiers import clock
from motcua.dossiers.lifecycle import Clock, Move, Status
from motcua.lib.calendars import Calendar, Interval, Span
from motcua.lib.moment import TZ

_DAY = 8 * 60
_GOING_ON = frozenset({"forward", "supply", "settle_payment", "apologise"})
_RECOMPUTE = frozenset({Clock.START, Clock.PAUSE, Clock.RESUME, Clock.EXTEND, Clock.ANEW})


class RememberingCalendar(Calendar):
    """The same calendar, which asks itself for the hours of a day once."""

    @cached_property
    def _seen(self) -> dict[date, list[Span]]:
        return {}

    @cached_property
    def _spans(self) -> dict[date, list[Interval]]:
        return {}

    @classmethod
    def like(cls, other: Calendar) -> Self:
        """A calendar that answers as the other does."""
        return cls(**{each.name: getattr(other, each.name) for each in fields(other)})

    def _working_hours(self, day: date) -> list[Span]:
        if day not in self._seen:
            self._seen[day] = super()._working_hours(day)
        return self._seen[day]

    def spans(self, day: date) -> list[Interval]:
        if day not in self._spans:
            self._spans[day] = super().spans(day)
        return self._spans[day]


@dataclass(frozen=True)
class Done:
    """One act of a life: the row of the table, when, and the due moment after it."""

    row: Move
    at: datetime
    due: datetime | None


class Course:
    """Walks the rows of a story from a start; what would happen after `until` has not happened yet."""

    def __init__(
        self, rows: tuple[Move, ...], *, term: clock.Term, mode: str, window: int, late: bool, online: bool,
        calendar: Calendar, until: datetime, draw: random.Random,
    ) -> None:  # fmt: skip
        self.rows, self.term, self.mode, self.window = rows, term, clock.Mode(mode), window
        self.late, self.online, self.calendar, self.until, self.draw = late, online, calendar, until, draw
        self.pauses: list[clock.Pause] = []
        self.clock_from: datetime | None = None
        self.extended_to: date | None = None
        self.supplement_until: date | None = None
        self.due: datetime | None = None
        # What an apology or a wait leaves to be reckoned with when the due moment is not told.
        self.aim: datetime | None = None

    def walk(self, start: datetime) -> list[Done]:
        """The acts up to now, in order."""
        done: list[Done] = []
        at = start
        for number, row in enumerate(self.rows):
            at = at if number == 0 else self._moment(row, at)
            if at >= self.until:
                break
            self._clock(row, at)
            done.append(Done(row, at, self.due))
        return done

    # When

    def _after(self, at: datetime, least: float, most: float) -> datetime:
        """So many working minutes later, to the minute."""
        return self.calendar.add_working_minutes(at, int(self.draw.uniform(least, most)))

    def _later(self, at: datetime, least: float, most: float) -> datetime:
        """So many hours later by the clock on the wall, at an hour people are awake."""
        found = at + timedelta(minutes=int(self.draw.uniform(least, most) * 60))
        return found if 6 <= found.hour < 23 else found + timedelta(hours=8)

    def _moment(self, row: Move, at: datetime) -> datetime:
        draw, verb = self.draw, row.verb
        if verb in ("accept", "refuse", "ask_before"):
            return self._after(at, 10, 300) if draw.random() < 0.985 else self._after(at, 500, 800)
        if verb == "forward":
            return at if self.online else min(self._after(at, 5, 60), clock.transfer_due(at, self.calendar))
        if verb in ("supply", "supply_before"):
            return self._later(at, 3, 150) if self.online else self._after(at, 60, 2400)
        if verb == "settle_payment":
            return self._after(at, 300, 2400)
        if verb in ("lapse", "lapse_before"):
            over = datetime.combine(self.supplement_until or at.date(), at.timetz()) + timedelta(days=1)
            return self._after(over, 30, 700)
        if verb == "hand_over":
            return self._later(at, 0.2, 30) if self.online else self._after(at, 5, 1500)
        if verb == "apologise":
            return self._before_due(at)
        return self._working(row, at)

    def _before_due(self, at: datetime) -> datetime:
        due = self.due or at
        day = due.date() - timedelta(days=1)
        while not self.calendar.is_working_day(day):
            day -= timedelta(days=1)
        return max(self.calendar.opens_on(day) + timedelta(minutes=self.draw.randrange(150)), at)

    def _working(self, row: Move, at: datetime) -> datetime:
        """What the agency does in the time it has: a part of what is left, or more where it is late."""
        draw = self.draw
        due = self.due or self.aim or at
        left = self.calendar.working_minutes_between(at, due) if due > at else 0
        if row.after in (Status.DONE,) and self.late:
            return self._after(max(due, at), 60, 8 * _DAY)
        if row.after in (Status.SUPPLEMENT, Status.FINANCIAL):
            return self._after(at, 1, max(2, min(left * 0.4, 3 * _DAY)))
        if row.after == Status.DONE:
            return self._after(at, left * draw.uniform(0.1, 0.5), max(left * 0.97, 1))
        return self._after(at, 1, max(2, left * 0.6))

    # Until when

    def _clock(self, row: Move, at: datetime) -> None:
        if row.clock is Clock.START:
            self.clock_from = at
        if row.clock is Clock.PAUSE:
            self.pauses.append(clock.Pause(at, None, "", restarts=row.verb == "ask_supplement"))
            self.aim = self.due
        elif row.clock in (Clock.RESUME, Clock.STOP) and self.pauses and self.pauses[-1].end is None:
            last = self.pauses.pop()
            self.pauses.append(clock.Pause(last.start, at, "", restarts=last.restarts))
        if row.after == Status.SUPPLEMENT:
            self.supplement_until = at.date() + timedelta(days=self.window)
        if row.clock is Clock.EXTEND:
            due = self.due or at
            self.extended_to = self.calendar.add_working_days(max(due.date(), at.date()), 4)
        if row.clock in _RECOMPUTE and self.clock_from is not None:
            self.due = clock.due(
                self.clock_from,
                self.term,
                self.calendar,
                pauses=tuple(self.pauses),
                mode=self.mode,
                extension=self.extended_to,
            ).due


def term_of(amount: object, unit: str) -> clock.Term:
    """A term of the catalogue as the clock takes it."""
    return clock.Term(Decimal(str(amount)), clock.Unit(unit))


def begins(day: date, calendar: Calendar, *, online: bool, draw: random.Random) -> datetime:
    """A moment of this day at which somebody files: at a desk in working time, online at any waking hour."""
    spans = calendar.spans(day)
    if online or not spans:
        return datetime(
            day.year, day.month, day.day, int(draw.triangular(6, 23, 10)), draw.randrange(60), tzinfo=TZ
        )
    opens, closes = draw.choice(spans)
    return opens + timedelta(minutes=draw.randrange(max(1, (closes - opens) // timedelta(minutes=1) - 1)))
