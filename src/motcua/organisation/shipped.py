"""The calendar that comes with the system, without a database: for checks before anything is set up."""

from functools import cache
from pathlib import Path

from motcua.lib.calendars import Calendar, read_calendar

DATA = Path(__file__).parent / "data"


@cache
def shipped_calendar() -> Calendar:
    """The days off and extra working days of 2026 and 2027, with the usual opening hours."""
    return read_calendar(DATA / "calendar.csv")
