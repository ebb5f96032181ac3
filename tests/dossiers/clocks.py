"""Terms, waits and moments in few letters, and the calendar of the province."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import as_file, files

from motcua.dossiers.clock import (
    Deadline,
    Pause,
    Term,
    Unit,
)
from motcua.lib.calendars import read_calendar
from motcua.lib.moment import TZ

with as_file(files("motcua.organisation") / "data" / "calendar.csv") as path:
    CALENDAR = read_calendar(path)
WITHOUT_CULTURE_DAY = replace(
    CALENDAR, off={day: name for day, name in CALENDAR.off.items() if day != date(2026, 11, 24)}
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


def days(amount: int) -> Term:
    return Term(amount, Unit.WORKING_DAYS)


def calendar_days(amount: int) -> Term:
    return Term(amount, Unit.CALENDAR_DAYS)


def hours(amount: Decimal | int) -> Term:
    return Term(amount, Unit.WORKING_HOURS)


SAME_DAY = Term(1, Unit.SAME_DAY)


def pause(start: str, end: str) -> Pause:
    return Pause(at(start), at(end))


def told(deadline: Deadline) -> str:
    return "\n".join(line.text for line in deadline.explanation)


# Accepted Mon 2/11, 5 working days → Mon 9/11.
ACCEPTED = at("2026-11-02T09:00")
