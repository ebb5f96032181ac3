"""What must hold of the legal clock for every dossier there can be."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.clock import Mode, Pause, Term, Unit, due
from motcua.lib.calendars import DEFAULT_OPENING, OFFICE_DAYS, SATURDAY, Calendar, office_hours
from motcua.lib.moment import TZ

FIRST = datetime(2026, 11, 2, tzinfo=TZ)
MINUTES = 40 * 24 * 60

# Saturday mornings count here: days of unequal length are where careless arithmetic goes wrong.
SATURDAY_MORNING = office_hours((DEFAULT_OPENING[0].opens, DEFAULT_OPENING[0].closes), weekdays=[SATURDAY])

calendars = st.builds(
    lambda off, extra, saturday: Calendar(
        opening=DEFAULT_OPENING + SATURDAY_MORNING,
        off=dict.fromkeys((FIRST.date() + timedelta(days=n) for n in off), "Ngày lễ"),
        extra=dict.fromkeys((FIRST.date() + timedelta(days=n) for n in extra), "Làm bù"),
        counted_weekdays=OFFICE_DAYS | {SATURDAY} if saturday else OFFICE_DAYS,
    ),
    off=st.frozensets(st.integers(0, 60), max_size=12),
    extra=st.frozensets(st.integers(0, 60), max_size=3),
    saturday=st.booleans(),
)
moments = st.integers(0, MINUTES).map(lambda minutes: FIRST + timedelta(minutes=minutes))
terms = st.builds(
    lambda amount, unit: Term(1 if unit is Unit.MONTHS else amount, unit),
    st.integers(1, 20),
    st.sampled_from(Unit),
)
pauses = st.builds(
    lambda one, other, restarts: Pause(min(one, other), max(one, other), restarts=restarts),
    moments,
    moments,
    st.booleans(),
)
several = st.lists(pauses, max_size=3)
modes = st.sampled_from(Mode)
extensions = st.none() | moments.map(datetime.date)


def found(
    start: datetime,
    term: Term,
    calendar: Calendar,
    waits: Sequence[Pause] = (),
    mode: Mode = Mode.PAUSE,
    extension: date | None = None,
) -> datetime:
    moment = due(start, term, calendar, waits, mode, extension).due
    assert moment is not None
    return moment


@given(
    moments, terms, calendars, several, pauses, st.integers(0, 5000), st.integers(0, 5000), modes, extensions
)
def test_a_longer_pause_never_gives_an_earlier_date(
    start: datetime,
    term: Term,
    calendar: Calendar,
    others: list[Pause],
    wait: Pause,
    before: int,
    after: int,
    mode: Mode,
    extension: date | None,
) -> None:
    assert wait.end is not None
    longer = replace(
        wait, start=wait.start - timedelta(minutes=before), end=wait.end + timedelta(minutes=after)
    )
    shorter_due = found(start, term, calendar, [*others, wait], mode, extension)
    assert found(start, term, calendar, [*others, longer], mode, extension) >= shorter_due


@given(moments, terms, calendars, several, pauses, modes, extensions)
def test_one_more_pause_never_gives_an_earlier_date(
    start: datetime,
    term: Term,
    calendar: Calendar,
    others: list[Pause],
    wait: Pause,
    mode: Mode,
    extension: date | None,
) -> None:
    assert found(start, term, calendar, [wait, *others], mode, extension) >= found(
        start, term, calendar, others, mode, extension
    )


@given(moments, terms, calendars, several, pauses, st.floats(0, 1), modes, extensions)
def test_splitting_a_pause_changes_nothing(
    start: datetime,
    term: Term,
    calendar: Calendar,
    others: list[Pause],
    wait: Pause,
    where: float,
    mode: Mode,
    extension: date | None,
) -> None:
    assert wait.end is not None
    middle = wait.start + where * (wait.end - wait.start)
    pieces = [replace(wait, start=middle), *others, replace(wait, end=middle)]
    assert found(start, term, calendar, pieces, mode, extension) == found(
        start, term, calendar, [*others, wait], mode, extension
    )


@given(moments, terms, calendars, several, modes, extensions, st.data())
def test_removing_a_holiday_never_gives_a_later_date(
    start: datetime,
    term: Term,
    calendar: Calendar,
    waits: list[Pause],
    mode: Mode,
    extension: date | None,
    data: st.DataObject,
) -> None:
    gone = data.draw(st.sampled_from([date(2000, 1, 1), *calendar.off]))
    fewer = replace(calendar, off={day: name for day, name in calendar.off.items() if day != gone})
    assert found(start, term, fewer, waits, mode, extension) <= found(
        start, term, calendar, waits, mode, extension
    )


@given(moments, terms, calendars, several, modes, st.integers(0, 10))
def test_a_longer_term_never_gives_an_earlier_date(
    start: datetime, term: Term, calendar: Calendar, waits: list[Pause], mode: Mode, more: int
) -> None:
    longer = replace(term, amount=term.amount + more)
    assert found(start, longer, calendar, waits, mode) >= found(start, term, calendar, waits, mode)


@given(moments, st.integers(0, 5000), terms, calendars, several, modes)
def test_a_later_start_never_gives_an_earlier_date(
    start: datetime, minutes: int, term: Term, calendar: Calendar, waits: list[Pause], mode: Mode
) -> None:
    later = start + timedelta(minutes=minutes)
    # A request that comes before the clock starts restarts nothing: both starts lie before every wait.
    waits = [wait for wait in waits if wait.start >= later]
    assert found(later, term, calendar, waits, mode) >= found(start, term, calendar, waits, mode)


@given(moments, terms, calendars, several, modes, extensions)
def test_a_dossier_is_due_in_working_time_and_days_end_at_closing_time(
    start: datetime,
    term: Term,
    calendar: Calendar,
    waits: list[Pause],
    mode: Mode,
    extension: date | None,
) -> None:
    moment = found(start, term, calendar, waits, mode, extension)
    if term.unit is Unit.WORKING_HOURS:
        assert any(opens < moment <= closes for opens, closes in calendar.spans(moment.date()))
    else:
        assert moment == calendar.closes_on(moment.date())


@given(st.integers(0, 4), st.integers(0, 10), st.integers(0, 8 * 60 - 1), st.integers(5, 20), calendars)
def test_a_wait_of_whole_working_days_moves_the_due_date_by_as_many(
    asked_after: int, waited: int, minute: int, amount: int, calendar: Calendar
) -> None:
    """Rule 20 at every hour of the day."""
    calendar = replace(calendar, counted_weekdays=OFFICE_DAYS)
    start = calendar.opens_on(calendar.next_working_day(FIRST.date()))
    asked_day = calendar.add_working_days(start.date(), asked_after + 1)
    answered_day = calendar.add_working_days(asked_day, waited)
    asked, answered = (
        calendar.add_working_minutes(calendar.opens_on(day), minute) for day in (asked_day, answered_day)
    )
    term = Term(amount, Unit.WORKING_DAYS)
    expected = calendar.add_working_days(found(start, term, calendar).date(), waited)
    assert found(start, term, calendar, [Pause(asked, answered)]).date() == expected
