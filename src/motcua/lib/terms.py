"""Terms and waits: where a term ends on a calendar once the waits are taken off. The arithmetic under the
clock.

Pure: no database, no "now", no words for people (those are in `motcua.dossiers.clock`). How waits are taken
off and why so: docs/explanation/clock.md.

Sources: Bộ luật Dân sự 2015 (BLDS) Điều 147–148; Luật Hộ tịch 2014 Điều 5; Nghị định 309/2026/NĐ-CP Điều 9.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction

from motcua.lib.calendars import Calendar, Interval, local
from motcua.lib.dates import add_months
from motcua.lib.moment import TZ

# "Sau 15 giờ": later than the minute 15:00, which itself is still in time
# (NĐ 309/2026 Điều 9; Luật Hộ tịch 2014 Điều 5).
AFTERNOON_LIMIT = time(15, 0)

_MICROSECOND = timedelta(microseconds=1)
_ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "working-days"
    CALENDAR_DAYS = "calendar-days"
    WORKING_HOURS = "working-hours"
    MONTHS = "months"
    SAME_DAY = "same-day"

    @classmethod
    def _missing_(cls, value: object) -> "Unit | None":
        """A procedure file says «hours» for working hours: the law knows no other hours."""
        return cls.WORKING_HOURS if value == "hours" else None


class Mode(Enum):
    """What a complete answer to a supplement request does to the term; set per procedure."""

    PAUSE = "pause"
    RESTART = "restart"


@dataclass(frozen=True, slots=True)
class Term:
    """Thời hạn giải quyết. The amount is a whole number, except for hours; for same-day terms it means
    nothing.
    """

    amount: Decimal | int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit is Unit.SAME_DAY:
            return
        if not Decimal(self.amount).is_finite() or self.amount <= 0:
            raise ValueError("Thời hạn phải lớn hơn 0.")
        if self.unit is not Unit.WORKING_HOURS and self.amount % 1:
            raise ValueError(
                "Thời hạn tính bằng ngày hoặc tháng phải là số nguyên; nửa ngày thì ghi 4 giờ làm việc."
            )


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait that does not count: from the request to the complete answer. `end` None: still waiting.

    `restarts`: it is a wait for a supplement, after which a term in `Mode.RESTART` begins anew. The wait for
    a financial obligation restarts nothing and is taken off in either mode.
    """

    start: datetime
    end: datetime | None = None
    ground: str = "chờ bổ sung hồ sơ"
    restarts: bool = True

    def __post_init__(self) -> None:
        if self.end is not None and local(self.end) < local(self.start):
            raise ValueError("Thời điểm kết thúc chờ phải sau thời điểm bắt đầu chờ.")


@dataclass(frozen=True, slots=True)
class Wait:
    """A merged pause that has ended."""

    start: datetime
    end: datetime
    ground: str
    restarts: bool


@dataclass(frozen=True, slots=True)
class End:
    """The due moment, and the day on which the count ended before any roll-forward."""

    at: datetime
    last: date


def merge(pauses: Iterable[Pause], start: datetime) -> tuple[list[Wait], Pause | None]:
    """The waits that have ended, merged and in order, and the one still open, which swallows what follows."""
    waits: list[Wait] = []
    for pause in sorted(pauses, key=lambda pause: local(pause.start)):
        begins = max(local(pause.start), start)
        touches = bool(waits) and begins <= waits[-1].end
        if touches:
            begins = waits[-1].start
        if pause.end is None:
            return waits[: len(waits) - touches], Pause(begins, None, pause.ground)
        ends = local(pause.end)
        if ends <= begins:
            continue
        if touches:
            last = waits.pop()
            waits.append(Wait(last.start, max(last.end, ends), last.ground, last.restarts or pause.restarts))
        else:
            waits.append(Wait(begins, ends, pause.ground, pause.restarts))
    return waits, None


def restart(start: datetime, term: Term, calendar: Calendar, waits: Sequence[Wait]) -> tuple[datetime, End]:
    """The whole term again from the complete answer, if the request came while the term still ran."""
    plain = [wait for wait in waits if not wait.restarts]
    end = end_of(start, term, calendar, plain)
    for wait in waits:
        if wait.restarts and wait.start < end.at:
            start = wait.end
            end = end_of(start, term, calendar, [other for other in plain if other.start > start])
    return start, end


def end_of(start: datetime, term: Term, calendar: Calendar, waits: Sequence[Wait]) -> End:
    """The end of the term with the waits taken off, each term in its own unit."""
    if term.unit is Unit.WORKING_HOURS:
        return _hours_end(start, hours_of(term.amount), calendar, waits)
    if term.unit is Unit.SAME_DAY:
        return _same_day_end(start, calendar, waits)
    day = start.date()
    if term.unit is Unit.WORKING_DAYS:
        last = _last_day(day, int(term.amount), calendar.next_working_day, calendar.spans, waits)
    else:
        count = int(term.amount)
        if term.unit is Unit.MONTHS:
            count = (add_months(day, count) - day).days
        last = _last_day(day, count, lambda day: day + _ONE_DAY, _whole_day, waits)
    return End(closing(last, calendar, waits), last)


def _hours_end(start: datetime, amount: timedelta, calendar: Calendar, waits: Sequence[Wait]) -> End:
    at = calendar.add_working_time(start, amount)
    for wait in waits:
        if wait.start < at:
            amount += calendar.working_time_between(wait.start, wait.end)
            at = calendar.add_working_time(start, amount)
    return End(at, at.date())


def _same_day_end(start: datetime, calendar: Calendar, waits: Sequence[Wait]) -> End:
    """The day of receipt; a complete answer counts as receipt."""
    at = _same_day(start, calendar)
    for wait in waits:
        if wait.start < at:
            at = max(at, _same_day(wait.end, calendar))
    return End(at, at.date())


def _last_day(
    day: date,
    count: int,
    step: Callable[[date], date],
    hours: Callable[[date], list[Interval]],
    waits: Sequence[Wait],
) -> date:
    """The day by whose end `count` days free of waiting have passed, not counting `day` (BLDS Điều 147).

    A day partly spent waiting counts for the share of its `hours` that was free, as an exact fraction.
    """
    left = Fraction(count)
    while left > 0:
        day = step(day)
        left -= _free_share(hours(day), waits)
    return day


def _free_share(hours: Sequence[Interval], waits: Sequence[Wait]) -> Fraction:
    total = sum((closes - opens for opens, closes in hours), timedelta())
    waited = sum(
        (
            max(min(closes, wait.end) - max(opens, wait.start), timedelta())
            for opens, closes in hours
            for wait in waits
        ),
        timedelta(),
    )
    return Fraction((total - waited) // _MICROSECOND, total // _MICROSECOND)


def closing(day: date, calendar: Calendar, waits: Sequence[Wait]) -> datetime:
    """The first closing time of a working day, from `day` on, at which nobody is waiting (BLDS Điều 148)."""
    at = calendar.closes_on(calendar.this_or_next_working_day(day))
    while any(wait.start < at <= wait.end for wait in waits):
        at = calendar.closes_on(calendar.next_working_day(at.date()))
    return at


def _same_day(received: datetime, calendar: Calendar) -> datetime:
    day = received.date()
    if not in_time_today(received, calendar):
        day = calendar.next_working_day(day)
    return calendar.closes_on(day)


def in_time_today(received: datetime, calendar: Calendar) -> bool:
    """On a working day, before closing, and not after 15:00. Slips show minutes: seconds are ignored."""
    day = received.date()
    if not calendar.is_working_day(day):
        return False
    minute = received.replace(second=0, microsecond=0)
    return minute.time() <= AFTERNOON_LIMIT and received < calendar.closes_on(day)


def _whole_day(day: date) -> list[Interval]:
    midnight = datetime.combine(day, time(), tzinfo=TZ)
    return [(midnight, midnight + _ONE_DAY)]


def hours_of(amount: Decimal | int) -> timedelta:
    return timedelta(microseconds=int(Decimal(amount) * 3_600_000_000))
