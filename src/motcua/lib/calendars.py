"""Opening hours and days off: which minutes of which days count towards a term.

A `Calendar` is a value: it is built once from rows (a file or a table) and then only asked. It knows
nothing of dossiers, units or "now". Every moment that goes in must carry a time zone; every moment that
comes out is in Asia/Ho_Chi_Minh.

Sources: Bộ luật Lao động 2019 Điều 111(3) and 112 (weekly rest, public holidays), Bộ luật Dân sự 2015 Điều
147–148.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal, Self

from motcua.lib.moment import TZ

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
OFFICE_DAYS = frozenset({MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY})
WEEKLY_REST = "ngày nghỉ hằng tuần"

# A search that finds no working day for so long means a broken calendar (all opening hours have expired),
# not a long holiday: the longest one we know of, Tết with its swap days, is nine days.
_LONGEST_SEARCH = 400

Interval = tuple[datetime, datetime]
Kind = Literal["off", "extra"]


class NoWorkingDay(ValueError):
    """The calendar has no opening hours for the days asked about; the sentence says from which day."""


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of opening hours on one weekday (0 is Monday); the days of validity are inclusive."""

    weekday: int
    opens: time
    closes: time
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        if not MONDAY <= self.weekday <= SUNDAY:
            raise ValueError(
                f"Thứ trong tuần phải từ 0 (Thứ Hai) đến 6 (Chủ Nhật), không phải {self.weekday}."
            )
        if self.opens >= self.closes:
            raise ValueError(f"Giờ mở cửa {self.opens:%H:%M} phải trước giờ đóng cửa {self.closes:%H:%M}.")
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError("Ngày bắt đầu áp dụng giờ làm việc phải trước ngày kết thúc.")

    def valid_on(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)

    def clashes_with(self, other: Self) -> bool:
        """Whether some minute of some day would be counted twice."""
        return (
            self.weekday == other.weekday
            and self.opens < other.closes
            and other.opens < self.closes
            and (self.valid_from or date.min) <= (other.valid_to or date.max)
            and (other.valid_from or date.min) <= (self.valid_to or date.max)
        )


def office_hours(
    *halves: tuple[time, time],
    weekdays: Iterable[int] = OFFICE_DAYS,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> tuple[Span, ...]:
    """The same opening hours on each of `weekdays`."""
    return tuple(
        Span(weekday, opens, closes, valid_from, valid_to)
        for weekday in sorted(weekdays)
        for opens, closes in halves
    )


# 4.5 + 3.5 = 8 working hours. A default only: every unit may have its own table.
DEFAULT_OPENING = office_hours((time(7), time(11, 30)), (time(13, 30), time(17)))


@dataclass(frozen=True, slots=True)
class Day:
    """A day that differs from its weekday: a day off, or a rest day on which people work (a swap day).

    `ground` is the law or notice that says so; `mark` and `note` say how sure we are of it.
    """

    day: date
    kind: Kind
    name: str
    ground: str = ""
    mark: str = ""
    note: str = ""


@dataclass(frozen=True)
class Calendar:
    """Opening hours by weekday, with named days off and named extra working days.

    `counted_weekdays` are the weekdays that count towards terms. A weekday with opening hours that is not
    counted (many desks receive on Saturday morning) is open for reception only: `reception_spans` shows it,
    nothing else does. An extra working day that falls on a rest day keeps the hours of the first counted
    weekday (Monday), whatever the desk's own reception hours on that day. A day that is both off and extra
    is worked.
    """

    opening: tuple[Span, ...] = DEFAULT_OPENING
    off: Mapping[date, str] = field(default_factory=dict)
    extra: Mapping[date, str] = field(default_factory=dict)
    counted_weekdays: frozenset[int] = OFFICE_DAYS
    grounds: Mapping[date, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for position, span in enumerate(self.opening):
            if any(span.clashes_with(other) for other in self.opening[position + 1 :]):
                hours = f"{span.opens:%H:%M}–{span.closes:%H:%M}"
                raise ValueError(f"Giờ làm việc {hours} chồng lên một khoảng khác trong cùng ngày.")

    @classmethod
    def from_rows(
        cls,
        *,
        opening: Iterable[Span] = DEFAULT_OPENING,
        days: Iterable[Day] = (),
        counted_weekdays: Iterable[int] = OFFICE_DAYS,
    ) -> Self:
        """Build a calendar from rows of a table or a file. Of two rows for one day the later wins."""
        rows = tuple(days)
        return cls(
            opening=tuple(opening),
            off={row.day: row.name for row in rows if row.kind == "off"},
            extra={row.day: row.name for row in rows if row.kind == "extra"},
            counted_weekdays=frozenset(counted_weekdays),
            grounds={row.day: row.ground for row in rows if row.ground},
        )

    # Days

    def is_working_day(self, day: date) -> bool:
        """Whether `day` counts towards a term given in working days."""
        return bool(self._working_hours(day))

    def why_off(self, day: date) -> str | None:
        """Why `day` does not count: the name of the holiday, the weekly rest; None for a working day."""
        if self.is_working_day(day):
            return None
        return self.off.get(day, WEEKLY_REST)

    def ground(self, day: date) -> str:
        """The law or notice behind a day off or an extra day; empty when the calendar does not say."""
        return self.grounds.get(day, "")

    def covers(self, year: int) -> bool:
        """Whether the days off of `year` have been entered at all: no year in Việt Nam is without one."""
        return any(day.year == year for day in self.off)

    def this_or_next_working_day(self, day: date) -> date:
        """`day` itself if it is a working day, else the next one (the roll-forward of BLDS 2015 Điều
        148(5)).
        """
        for offset in range(_LONGEST_SEARCH):
            candidate = day + timedelta(days=offset)
            if self.is_working_day(candidate):
                return candidate
        raise NoWorkingDay(
            f"Lịch làm việc không có ngày làm việc nào từ {day:%d/%m/%Y}. Hãy bổ sung giờ làm việc."
        )

    def next_working_day(self, day: date) -> date:
        """The first working day strictly after `day`."""
        return self.this_or_next_working_day(day + timedelta(days=1))

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, `day` itself not counted; `day` when `count` is 0."""
        if count < 0:
            raise ValueError("Số ngày làm việc không được âm.")
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days there are after `first` up to and including `last`; 0 when `last` is not
        later.
        """
        return sum(self.is_working_day(first + timedelta(days=n + 1)) for n in range((last - first).days))

    # Hours

    def spans(self, day: date) -> list[Interval]:
        """The stretches of `day` that count as working time, in order; empty on a day off."""
        return _moments(day, self._working_hours(day))

    def reception_spans(self, day: date) -> list[Interval]:
        """The stretches of `day` when the desk receives people, counted towards terms or not; empty when
        closed.
        """
        hours = self._working_hours(day)
        if not hours and day not in self.off:
            hours = self._hours(day.weekday(), day)
        return _moments(day, hours)

    def opens_on(self, day: date) -> datetime:
        """When the working day `day` begins. Raises NoWorkingDay on a day off."""
        return self._spans_of_working_day(day)[0][0]

    def closes_on(self, day: date) -> datetime:
        """When the working day `day` ends. Raises NoWorkingDay on a day off."""
        return self._spans_of_working_day(day)[-1][1]

    def into_working_time(self, moment: datetime) -> datetime:
        """`moment` itself inside working time, else the next opening: lunch → afternoon, night → next
        morning.
        """
        moment = local(moment)
        for opens, closes in self.spans(moment.date()):
            if moment < closes:
                return max(moment, opens)
        return self.opens_on(self.next_working_day(moment.date()))

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Exact working time from `start` to `end`; zero when `end` is not later."""
        start, end = local(start), local(end)
        total = timedelta()
        for offset in range((end.date() - start.date()).days + 1):
            for opens, closes in self.spans(start.date() + timedelta(days=offset)):
                total += max(min(closes, end) - max(opens, start), timedelta())
        return total

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole working minutes from `start` to `end`; a started minute is not counted."""
        return self.working_time_between(start, end) // timedelta(minutes=1)

    def add_working_time(self, start: datetime, amount: timedelta) -> datetime:
        """The earliest moment by which `amount` of working time has passed since `start`.

        A start outside working time is first moved to the next opening; an amount used up exactly at a
        closing time ends there and not at the next opening.
        """
        if amount < timedelta():
            raise ValueError("Thời gian làm việc không được âm.")
        moment = self.into_working_time(start)
        while True:
            for opens, closes in self.spans(moment.date()):
                begins = max(opens, moment)
                if begins <= closes and amount <= closes - begins:
                    return begins + amount
                amount -= max(closes - begins, timedelta())
            moment = self.opens_on(self.next_working_day(moment.date()))

    def add_working_minutes(self, start: datetime, minutes: int) -> datetime:
        """`add_working_time` in whole minutes."""
        return self.add_working_time(start, timedelta(minutes=minutes))

    def _hours(self, weekday: int, day: date) -> list[Span]:
        """The opening hours of `weekday` in force on `day`, in order."""
        valid = (span for span in self.opening if span.weekday == weekday and span.valid_on(day))
        return sorted(valid, key=lambda span: span.opens)

    def _working_hours(self, day: date) -> list[Span]:
        counted = day.weekday() in self.counted_weekdays
        if day in self.extra and not (counted and self._hours(day.weekday(), day)):
            usual = (self._hours(weekday, day) for weekday in sorted(self.counted_weekdays))
            return next(filter(None, usual), [])
        if counted and (day in self.extra or day not in self.off):
            return self._hours(day.weekday(), day)
        return []

    def _spans_of_working_day(self, day: date) -> list[Interval]:
        spans = self.spans(day)
        if not spans:
            raise NoWorkingDay(f"Ngày {day:%d/%m/%Y} không phải ngày làm việc.")
        return spans


def local(moment: datetime) -> datetime:
    """`moment` in Asia/Ho_Chi_Minh. A moment without a time zone is a programming error: ValueError."""
    if moment.tzinfo is None:
        raise ValueError("Thời điểm phải kèm múi giờ.")
    return moment.astimezone(TZ)


def read_days(path: Path) -> tuple[Day, ...]:
    """The rows of a calendar file: UTF-8 CSV with columns date, kind (off|extra), name, ground, mark, note.

    Raises ValueError with a Vietnamese sentence that names the line.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            _read_day(row, f"{path.name} dòng {line}") for line, row in enumerate(csv.DictReader(file), 2)
        )


def read_calendar(path: Path, *, opening: Iterable[Span] = DEFAULT_OPENING) -> Calendar:
    """The calendar of a file of days (see `read_days`) with the given opening hours."""
    return Calendar.from_rows(opening=opening, days=read_days(path))


def _moments(day: date, hours: Iterable[Span]) -> list[Interval]:
    return [
        (datetime.combine(day, span.opens, tzinfo=TZ), datetime.combine(day, span.closes, tzinfo=TZ))
        for span in hours
    ]


def _read_day(row: Mapping[str, str], where: str) -> Day:
    kinds: dict[str, Kind] = {"off": "off", "extra": "extra"}
    if row["kind"] not in kinds:
        raise ValueError(f"{where}: loại ngày phải là off hoặc extra, không phải «{row['kind']}».")
    try:
        day = date.fromisoformat(row["date"])
    except ValueError:
        raise ValueError(f"{where}: ngày «{row['date']}» phải viết như 2026-11-24.") from None
    return Day(day, kinds[row["kind"]], row["name"], row["ground"], row["mark"], row["note"])
