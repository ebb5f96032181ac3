"""From what single dossiers add to the rows of sums: by day and by month, in the grains that are kept."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection, models

from motcua.reporting.effort import Effort
from motcua.reporting.fold import hour_of
from motcua.reporting.models import Mark, MonthTally, Tally, WorkMonth, WorkTally
from motcua.reporting.reading import Efforts, History, Marked

# The smallest limit of the engines is 999 values in one statement.
_VALUES_AT_ONCE = 990

# Day, agency, procedure, channel, metric.
Key = tuple[date, str, str, str, str]
Sums = Counter[Key]
# Day, whose dossier, unit, officer, name of the work.
WorkKey = tuple[date, str, str, int, str]
WorkTotals = dict[WorkKey, Effort]

TALLY_KEYS = ("unit_id", "procedure_code", "channel", "metric")
WORK_KEYS = ("agency_id", "unit_id", "user_id", "name")
MARK_FIELDS = ("dossier_id", "unit_id", "metric", "day", "until")


def all_of(history: History) -> Iterator[tuple[Key, int]]:
    """What one dossier adds: its acts and its facts under its agency, procedure and channel."""
    unit, procedure, channel = history.unit, history.procedure, history.channel
    for day, metric, count in history.added:
        yield (day, unit, procedure, channel, metric), count
    for day, fact, count in history.facts:
        yield (day, unit, procedure, channel, str(fact)), count


class Totals:
    """Sums of dossiers and of work that come together, to be added to what is kept."""

    def __init__(self) -> None:
        self.dossiers: Sums = Counter()
        self.work: WorkTotals = {}

    def add(self, history: History, without: Collection[str] = ()) -> None:
        """Everything one dossier adds, without the pieces of work of these marks: they were added before."""
        # A plain loop: Counter.update builds a second counter for each of millions of dossiers.
        for key, count in all_of(history):
            self.dossiers[key] += count
        for each, efforts in history.work.items():
            if each not in without:
                self.add_work(history.unit, efforts)

    def add_work(self, agency: str, efforts: Efforts, times: int = 1) -> None:
        """What one piece of work adds, under the agency whose dossier it was for; -1 takes it back."""
        for day, unit, user, name, effort in efforts:
            key = (day, agency, unit, user, name)
            self.work[key] = self.work.get(key, Effort()).plus(effort, times)

    def book(self) -> None:
        """Add all of it to what is kept, by day and by month."""
        days = by_day(self.dossiers)
        add_to(Tally, ("day", *TALLY_KEYS), ("count",), rows_of(days))
        add_to(MonthTally, ("month", *TALLY_KEYS), ("count",), rows_of(by_month(days)))
        add_to(WorkTally, ("day", *WORK_KEYS), Effort._fields, work_rows(self.work))
        add_to(WorkMonth, ("month", *WORK_KEYS), Effort._fields, work_rows(work_by_month(self.work)))


def total_of(histories: Iterable[History]) -> Totals:
    """Everything that these dossiers add."""
    total = Totals()
    for history in histories:
        total.add(history)
    return total


def by_day(total: Sums) -> Sums:
    """The same sums once for each agency and for all, each procedure and every one; arrivals by the hour are
    kept for every procedure together.
    """
    days: Sums = Counter()
    for (day, unit, procedure, channel, metric), count in total.items():
        codes = ("",) if hour_of(metric) is not None else (procedure, "")
        for whose in (unit, "") if unit else ("",):
            for code in codes:
                days[day, whose, code, channel, metric] += count
    return days


def by_month(days: Sums) -> Sums:
    """The sums of `by_day` over months. Arrivals by the hour are asked for by weekday: no month has them."""
    months: Sums = Counter()
    for (day, *rest), count in days.items():
        if hour_of(str(rest[-1])) is None:
            months[(day.replace(day=1), *rest)] += count  # type: ignore[index]
    return months


def work_by_month(days: WorkTotals) -> WorkTotals:
    """The same work over months."""
    months: WorkTotals = defaultdict(Effort)
    for (day, *rest), effort in days.items():
        key = (day.replace(day=1), *rest)
        months[key] = months[key].plus(effort)  # type: ignore[index]
    return months


def rows_of(total: Sums) -> Iterator[tuple[Any, ...]]:
    """Sums as rows of a table, those of nothing left out."""
    return ((*key, count) for key, count in sorted(total.items()) if count)


def work_rows(total: WorkTotals) -> Iterator[tuple[Any, ...]]:
    """Sums of work as rows of a table, those of nothing left out."""
    return ((*key, *effort) for key, effort in sorted(total.items()) if any(effort))


def add_to(
    model: type[models.Model], keys: Sequence[str], values: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Add to the rows that are there, make those that are not: one statement for many rows."""
    quoted = connection.ops.quote_name
    table, waiting = quoted(model._meta.db_table), iter(rows)
    columns = ", ".join(quoted(name) for name in (*keys, *values))
    place = f"({', '.join(['%s'] * len((*keys, *values)))})"
    sums = ", ".join(f"{quoted(name)} = {table}.{quoted(name)} + excluded.{quoted(name)}" for name in values)
    with connection.cursor() as cursor:
        while batch := list(islice(waiting, _VALUES_AT_ONCE // len((*keys, *values)))):
            cursor.execute(
                # Only names of our own tables and columns stand in the text.
                f"INSERT INTO {table} ({columns}) VALUES {', '.join([place] * len(batch))}"  # noqa: S608
                f" ON CONFLICT ({', '.join(quoted(name) for name in keys)}) DO UPDATE SET {sums}",
                [_value(value) for row in batch for value in row],
            )


def _value(value: Any) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def mark(histories: Sequence[History]) -> None:
    """Keep of these dossiers the marks they have now, and no others."""
    wanted = {marked for history in histories for marked in history.marks()}
    rows = Mark.objects.filter(dossier_id__in=[history.dossier_id for history in histories])
    kept = {Marked(*rest): pk for pk, *rest in rows.values_list("pk", *MARK_FIELDS)}
    Mark.objects.filter(pk__in=[pk for marked, pk in kept.items() if marked not in wanted]).delete()
    Mark.objects.bulk_create(
        Mark(**dict(zip(MARK_FIELDS, marked, strict=True)))
        for marked in sorted(wanted - kept.keys(), key=str)
    )
