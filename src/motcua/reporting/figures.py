"""Reading the sums: how much of what happened in a period, how much stood at the end of a day.

A period is read as whole months with the days around them, so that a question about a year costs little more
than one about a month.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet, Sum

from motcua.reporting.effort import Effort
from motcua.reporting.facts import Fact
from motcua.reporting.fold import SOLVED, Metric
from motcua.reporting.models import MonthTally, Tally, WorkMonth, WorkTally

ONLINE = "online"
PENDING = "pending"
# What puts a dossier on the books.
_ONTO_BOOKS = (Metric.ACCEPTED, Metric.CARRIED)
UNIT, PROCEDURE, CHANNEL = "unit_id", "procedure_code", "channel"
WORK_UNIT, OFFICER, STEP = "unit_id", "user_id", "name"

Figures = Counter[tuple[str, ...]]
Rows = QuerySet[Any]


@dataclass(frozen=True)
class Whose:
    """Which agencies and procedures are counted; None means all."""

    units: frozenset[str] | None = None
    procedures: frozenset[str] | None = None


EVERYBODY = Whose()


def first_of(day: date) -> date:
    """The first day of the month of `day`."""
    return day.replace(day=1)


def last_of(day: date) -> date:
    """The last day of the month of `day`."""
    return first_of(first_of(day) + timedelta(days=31)) - timedelta(days=1)


def counted(
    whose: Whose, first: date | None, last: date, metrics: Collection[Metric | Fact], *by: str
) -> Figures:
    """Sums over the days from `first` (None: from the beginning) to `last`, keyed by `by` and the metric.

    `by` names what the sums are split by, in this order: UNIT, PROCEDURE, CHANNEL.
    """
    found: Figures = Counter()
    for rows in _pieces(whose, first, last, by):
        lines = rows.filter(metric__in=list(metrics)).values_list(*by, "metric")
        for *key, total in lines.annotate(total=Sum("count")).order_by():
            found[tuple(key)] += total
    return found


def by_days(
    whose: Whose, first: date, last: date, metrics: Collection[str]
) -> Iterable[tuple[date, str, int]]:
    """Sums of single days: day, metric, count."""
    rows = _days(whose, first, last, ()).filter(metric__in=list(metrics))
    found: QuerySet[Any, tuple[date, str, int]] = rows.values_list("day", "metric").annotate(
        total=Sum("count")
    )
    return found.order_by()


def standing(whose: Whose, last: date, *by: str) -> Figures:
    """How many dossiers stand open at the end of a day, keyed by `by` and `pending`, OVERDUE or WAITING."""
    found: Figures = Counter()
    wanted = (*_ONTO_BOOKS, *SOLVED, Metric.OVERDUE, Metric.WAITING)
    for (*key, metric), count in counted(whose, None, last, wanted, *by).items():
        if metric in (Metric.OVERDUE, Metric.WAITING):
            found[(*key, metric)] += count
        else:
            found[(*key, PENDING)] += count if metric in _ONTO_BOOKS else -count
    return found


def brought_forward(whose: Whose, first: date, last: date, *by: str) -> Figures:
    """How many dossiers a period began with, keyed by `by`: those open before it, and those that an earlier
    system handed on within it (docs/reference/carry-over.md).
    """
    found: Figures = Counter()
    for (*key, state), count in standing(whose, first - timedelta(days=1), *by).items():
        if state == PENDING:
            found[tuple(key)] += count
    for (*key, _), count in counted(whose, first, last, [Metric.CARRIED], *by).items():
        found[tuple(key)] += count
    return found


def work_done(
    units: Collection[str] | None, first: date | None, last: date, *by: str
) -> dict[tuple[Any, ...], Effort]:
    """The sums of the work that was done in these units (None: in all), keyed by `by`: any of WORK_UNIT,
    OFFICER and STEP.
    """
    found: dict[tuple[Any, ...], Effort] = {}
    sums = [Sum(name) for name in Effort._fields]
    for months, since, until in _spans(first, last):
        rows: Rows = WorkMonth.objects.all() if months else WorkTally.objects.all()
        day = "month" if months else "day"
        rows = rows.filter(**{f"{day}__lte": until})
        if since is not None:
            rows = rows.filter(**{f"{day}__gte": since})
        if units is not None:
            rows = rows.filter(unit_id__in=units)
        lines = rows.values_list(*by).annotate(*sums).order_by()
        for row in lines:
            key = row[: len(by)]
            found[key] = found.get(key, Effort()).plus(Effort(*row[len(by) :]))
    return found


def _pieces(whose: Whose, first: date | None, last: date, by: tuple[str, ...]) -> Iterator[Rows]:
    """The rows of the whole months in the period, then those of the days before and after them."""
    for months, since, until in _spans(first, last):
        if months:
            rows = _coarsest(MonthTally.objects.all(), whose, by).filter(month__lte=until)
            yield rows if since is None else rows.filter(month__gte=since)
        else:
            yield _days(whose, since, until, by)


def _spans(first: date | None, last: date) -> Iterator[tuple[bool, date | None, date]]:
    """The whole months in the period (True, first day, last day), then the days before and after them."""
    begins = None if first is None else first if first.day == 1 else last_of(first) + timedelta(days=1)
    ends = last_of(last) if last == last_of(last) else first_of(last) - timedelta(days=1)
    if begins is not None and begins > ends:
        yield False, first, last
        return
    yield True, begins, ends
    if first is not None and begins is not None and first < begins:
        yield False, first, begins - timedelta(days=1)
    if last > ends:
        yield False, ends + timedelta(days=1), last


def _days(whose: Whose, first: date | None, last: date, by: tuple[str, ...]) -> Rows:
    rows = _coarsest(Tally.objects.filter(day__lte=last), whose, by)
    return rows if first is None else rows.filter(day__gte=first)


def _coarsest(rows: Rows, whose: Whose, by: tuple[str, ...]) -> Rows:
    """The coarsest rows that still tell apart what is asked for."""
    if whose.units is not None:
        rows = rows.filter(unit_id__in=whose.units)
    else:
        rows = rows.exclude(unit_id="") if UNIT in by else rows.filter(unit_id="")
    if whose.procedures is not None:
        return rows.filter(procedure_code__in=whose.procedures)
    return rows.exclude(procedure_code="") if PROCEDURE in by else rows.filter(procedure_code="")
