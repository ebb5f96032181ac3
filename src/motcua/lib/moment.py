"""The present moment, in one place, so that a test or the demo province can live on another day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Ho_Chi_Minh")

_shifted: ContextVar[datetime | None] = ContextVar("shifted", default=None)
_ahead = timedelta(0)


def now() -> datetime:
    """The present moment, aware, in Vietnamese time."""
    shifted = _shifted.get()
    return shifted if shifted is not None else (datetime.now(UTC) + _ahead).astimezone(TZ)


def today() -> date:
    """The present day in Vietnam."""
    return now().date()


def told(at: datetime) -> datetime:
    """A moment somebody outside has told, aware; without a zone it is Vietnamese time.

    Raises ValueError outside the years 2000 to 2999: at the ends of the calendar no zone can be changed.
    """
    if at.year // 1000 != 2:
        raise ValueError(f"no moment of ours: {at.isoformat()}")
    return at if at.tzinfo is not None else at.replace(tzinfo=TZ)


def start_of(day: date) -> datetime:
    """The moment a day begins in Vietnam."""
    return datetime.combine(day, time.min, tzinfo=TZ)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Everything inside happens at `moment` (aware). Used by the demo province and by tests."""
    token = _shifted.set(moment.astimezone(TZ))
    try:
        yield
    finally:
        _shifted.reset(token)


def go_ahead(by: timedelta) -> None:
    """From now on this whole process lives so much later (or earlier). Used by rehearsals."""
    global _ahead
    _ahead = by
