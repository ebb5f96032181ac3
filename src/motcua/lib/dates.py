"""Dates as people here write them: 26/11/2026, «Thứ Năm», 15:00; and dates known only in part.

Old papers often give a year of birth alone, or a month and a year. `PartialDate` keeps exactly what is
known and never invents the rest.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from functools import total_ordering
from typing import Self

from motcua.lib.moment import TZ

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")

_FIRST_YEAR = 1000  # four digits; a shorter year is a slip of the finger, not a date anybody's paper bears


def weekday_name(day: date) -> str:
    """«Thứ Hai» … «Chủ Nhật»."""
    return _WEEKDAYS[day.weekday()]


def short_date(day: date) -> str:
    """«26/11/2026». A moment with a time zone is first brought to Asia/Ho_Chi_Minh."""
    if isinstance(day, datetime):
        day = _local(day)
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def short_moment(moment: datetime) -> str:
    """«15:00 26/11/2026»."""
    return f"{_local(moment):%H:%M} {short_date(moment)}"


def vn_date(day: date) -> str:
    """«Thứ Năm, 26/11/2026»."""
    if isinstance(day, datetime):
        day = _local(day)
    return f"{weekday_name(day)}, {short_date(day)}"


def vn_moment(moment: datetime) -> str:
    """«17:00, Thứ Năm, 26/11/2026»."""
    return f"{_local(moment):%H:%M}, {vn_date(moment)}"


def add_months(day: date, months: int) -> date:
    """The corresponding day `months` later, or the last day of that month (BLDS 2015 Điều 148)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year, or a full date.

    Partial dates are put in order by the first day they may mean, then by the last: 01/01/1954, 01/1954,
    1954, 02/01/1954.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("Có ngày thì phải có tháng.")
        if not _FIRST_YEAR <= self.year <= date.max.year:
            raise ValueError("Năm phải gồm bốn chữ số, ví dụ 1986.")
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValueError("Tháng phải từ 1 đến 12.")
        if self.month is not None and self.day is not None:
            last = monthrange(self.year, self.month)[1]
            if not 1 <= self.day <= last:
                raise ValueError(f"Tháng {self.month:02}/{self.year} chỉ có các ngày từ 1 đến {last}.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read «1954», «07/1986», «26/11/2026» or the storing form «1986-07», «2026-11-26».

        Raises ValueError with a Vietnamese sentence that says how to write it.
        """
        text = text.strip()
        for pattern in _FORMS:
            if found := pattern.fullmatch(text):
                parts = found.groupdict()
                month, day = parts.get("month"), parts.get("day")
                return cls(int(parts["year"]), int(month) if month else None, int(day) if day else None)
        raise ValueError("Hãy viết ngày như 26/11/2026; nếu không nhớ hết thì chỉ viết 11/2026 hoặc 2026.")

    @classmethod
    def of(cls, day: date) -> Self:
        """The full date `day`."""
        return cls(day.year, day.month, day.day)

    @property
    def is_full(self) -> bool:
        return self.day is not None

    @property
    def earliest(self) -> date:
        """The first day it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def iso(self) -> str:
        """The storing form: «1954», «1986-07», «2026-11-26». Never changes once stored."""
        known = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(known)

    def __str__(self) -> str:
        """As people read it: «1954», «07/1986», «26/11/2026»."""
        return "/".join(reversed(self.iso().split("-")))

    def __lt__(self, other: "PartialDate") -> bool:
        return (self.earliest, self.latest) < (other.earliest, other.latest)


_FORMS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<year>\d{4})",
        r"(?P<month>\d{1,2})[/.-](?P<year>\d{4})",
        r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})",
        r"(?P<year>\d{4})-(?P<month>\d{2})",
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
    )
)


def _local(moment: datetime) -> datetime:
    """A moment in our time zone; one without a zone is taken to be in it already."""
    return moment if moment.tzinfo is None else moment.astimezone(TZ)
