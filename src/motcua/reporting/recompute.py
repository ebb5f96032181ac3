"""Proving the sums against the raw history, and making them anew: agency by agency, in bounded memory.

On PostgreSQL several processes share the agencies and read one and the same snapshot; on SQLite one does it.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

import django
from django.db import connection, models, transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce

from motcua.dossiers.models import Dossier, Movement
from motcua.organisation.queries import calendar_token
from motcua.reporting.booking import (
    MARK_FIELDS,
    TALLY_KEYS,
    WORK_KEYS,
    Key,
    Sums,
    Totals,
    WorkTotals,
    add_to,
    by_day,
    by_month,
    rows_of,
    total_of,
    work_by_month,
    work_rows,
)
from motcua.reporting.effort import Effort
from motcua.reporting.facts import Fact
from motcua.reporting.models import Counted, Cursor, Mark, MonthTally, Tally, WorkMonth, WorkTally
from motcua.reporting.reading import CHUNK, History, Marked, of_agency
from motcua.reporting.tallies import bring_up_to_date, counted_of

# What working hours and days go into.
BY_CALENDAR = frozenset({"worked", Fact.ASKED_LAST_DAY, Fact.WITHDRAWN_LAST_DAY, Fact.REOPENED})

# Fewer acts are gone through sooner than a second process has started.
_ALONE = 100_000
_MOST_PROCESSES = 4
# How often a difference is looked at: what happened while it was computed is none.
_LOOKS = 4

T = TypeVar("T")


@dataclass(frozen=True)
class Difference:
    """A sum that the raw history does not bear out. A month's sum is named by its first day and `monthly`.

    `detail` tells what else it is of: the dossier behind a rare figure (kept or not: 1 or 0), the officer and
    the name of work.
    """

    day: date
    unit_id: str
    procedure_code: str
    channel: str
    metric: str
    kept: int
    recomputed: int
    monthly: bool = False
    detail: str = ""


def differences(*, month: date | None = None) -> list[Difference]:
    """Where the sums kept differ from the history; none may exist. `month`: a day of the only one wanted.

    Runs while the province works: an agency that differs is brought up to date and looked at again.
    """
    found: list[Difference] = []
    wanted = _agencies()
    for _ in range(_LOOKS):
        found = [each for some in _spread(_unlike, wanted) for each in some]
        wanted = sorted({each.unit_id for each in found})
        if not wanted:
            break
        bring_up_to_date()
    found += _unlike_totals(found)
    return [
        each
        for each in sorted(found, key=lambda one: (one.monthly, one.day, one.unit_id, one.metric))
        if month is None or (each.day.year, each.day.month) == (month.year, month.month)
    ]


def calendar_has_changed() -> bool:
    """Whether the sums were begun under another calendar: working hours and days of then need no longer be
    those of today, until everything is made anew.
    """
    begun = Cursor.objects.values_list("calendar", flat=True).first()
    return begun is not None and begun != calendar_token()


def rebuild() -> int:
    """Make the sums anew from the history; returns how many dossiers were added."""
    if connection.vendor != "postgresql":
        with transaction.atomic():
            for model in (Tally, MonthTally, WorkTally, WorkMonth, Mark, Counted, Cursor):
                model._default_manager.all().delete()
        return bring_up_to_date()
    with transaction.atomic():
        # Held to the end: nothing is added to the sums meanwhile.
        Cursor.objects.get_or_create(pk=1)
        cursor = Cursor.objects.select_for_update().get(pk=1)
        cursor.movement_id = Movement.objects.aggregate(newest=models.Max("pk"))["newest"] or 0
        cursor.entry_id, cursor.calendar = None, calendar_token()
        cursor.save()
        added = sum(_spread(_made_anew, _agencies()))
        _made_totals()
    with connection.cursor() as raw:
        for model in (Tally, MonthTally, WorkTally, WorkMonth, Mark, Counted):
            raw.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
    return added + bring_up_to_date()


# The agencies, shared among processes


def _agencies() -> list[str]:
    """Every agency that dossiers count for or that sums are kept of, those with most to read first."""
    whose = Coalesce("competent_unit_id", "receiving_unit_id", models.Value(""))
    dossiers = Dossier.objects.order_by().values_list(whose).annotate(size=models.Count("pk"))
    sizes = Counter(dict(dossiers))
    for model, field in (
        (Tally, "unit_id"),
        (MonthTally, "unit_id"),
        (WorkTally, "agency_id"),
        (WorkMonth, "agency_id"),
        (Mark, "unit_id"),
    ):
        for unit in model._default_manager.order_by().values_list(field, flat=True).distinct():
            sizes.setdefault(unit, 0)
    return [unit for unit, _ in sizes.most_common()]


def _spread(task: Callable[[str], T], units: list[str]) -> Iterator[T]:
    """The task done for each of these agencies."""
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES, len(units))
    if connection.vendor != "postgresql" or processes < 2 or not _is_much():
        with transaction.atomic():
            yield from map(task, units)
        return
    # A snapshot is shared by a transaction, not by a part of one.
    with transaction.atomic(savepoint=False), connection.cursor() as raw:
        raw.execute("SELECT pg_export_snapshot()")
        (snapshot,) = raw.fetchone()
        name = connection.settings_dict["NAME"]
        with ProcessPoolExecutor(processes, get_context("spawn"), initializer=django.setup) as pool:
            waiting = [pool.submit(_in_snapshot, task, unit, snapshot, name) for unit in units]
            for each in waiting:
                yield each.result()


def _is_much() -> bool:
    return Movement.objects.order_by("pk")[_ALONE : _ALONE + 1].exists()


def _in_snapshot(task: Callable[[str], T], unit: str, snapshot: str, database: str) -> T:
    """In a process of its own: the task on what the first process sees."""
    connection.settings_dict["NAME"] = database
    with transaction.atomic():
        with connection.cursor() as raw:
            raw.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            raw.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
        return task(unit)


# What one process does for one agency


def _unlike(unit: str) -> list[Difference]:
    """Where the sums of an agency differ from what its dossiers add, or its marks from theirs."""
    total, marks = Totals(), set[Marked]()
    for history in of_agency(unit):
        total.add(history)
        marks |= history.marks()
    found = _unlike_marks(unit, marks)
    found += _unlike_work(total.work, WorkTally, "day", unit)
    found += _unlike_work(work_by_month(total.work), WorkMonth, "month", unit)
    if not unit:
        return found
    days = _own(total.dossiers)
    found += _compare(days, _kept(Tally, "day", unit), monthly=False)
    return found + _compare(by_month(days), _kept(MonthTally, "month", unit), monthly=True)


def _own(total: Sums) -> Sums:
    """The sums by day that are kept under the agency itself."""
    return Counter({key: count for key, count in by_day(total).items() if key[1] and count})


def _kept(model: type[Tally] | type[MonthTally], day: str, unit: str) -> Sums:
    rows = model._default_manager.filter(unit_id=unit).exclude(count=0)
    lines = rows.values_list(day, *TALLY_KEYS, "count")
    return Counter({row[:5]: row[5] for row in lines.iterator(chunk_size=5000)})


def _compare(fresh: Sums, kept: Sums, *, monthly: bool) -> list[Difference]:
    return [
        Difference(*key, kept=kept[key], recomputed=fresh[key], monthly=monthly)
        for key in fresh.keys() | kept.keys()
        if kept[key] != fresh[key]
    ]


def _unlike_work(
    fresh: WorkTotals, model: type[WorkTally] | type[WorkMonth], day: str, agency: str
) -> list[Difference]:
    """Where the sums of work for the dossiers of an agency differ from the work itself."""
    rows = model._default_manager.filter(agency_id=agency).values_list(day, *WORK_KEYS, *Effort._fields)
    kept = {row[:5]: Effort(*row[5:]) for row in rows.iterator(chunk_size=5000)}
    return [
        Difference(
            key[0],
            agency,
            "",
            "",
            field,
            kept=one,
            recomputed=other,
            monthly=model is WorkMonth,
            detail=f"{key[4]}, {key[2]}, cán bộ số {key[3]}",
        )
        for key in fresh.keys() | kept.keys()
        for field, one, other in zip(
            Effort._fields, kept.get(key, Effort()), fresh.get(key, Effort()), strict=True
        )
        if one != other
    ]


def _unlike_marks(unit: str, fresh: set[Marked]) -> list[Difference]:
    rows = Mark.objects.filter(unit_id=unit).values_list(*MARK_FIELDS)
    kept = {Marked(*row) for row in rows.iterator(chunk_size=5000)}
    return [
        Difference(
            each.day,
            unit,
            "",
            "",
            each.metric,
            kept=int(each in kept),
            recomputed=int(each in fresh),
            detail=f"hồ sơ {each.dossier_id}, đến {each.until or 'nay'}",
        )
        for each in kept ^ fresh
    ]


def _made_anew(unit: str) -> int:
    """Put what the dossiers of an agency add in the place of what was kept of it."""
    for model in (Tally, MonthTally):
        model._default_manager.filter(unit_id=unit).delete()
    for work in (WorkTally, WorkMonth):
        work._default_manager.filter(agency_id=unit).delete()
    total, added = Totals(), 0
    histories = of_agency(unit)
    while noted := list(islice(histories, CHUNK)):
        for history in noted:
            total.add(history)
        _note(noted)
        added += len(noted)
    days = _own(total.dossiers)
    _copy(Tally, ("day", *TALLY_KEYS, "count"), rows_of(days))
    _copy(MonthTally, ("month", *TALLY_KEYS, "count"), rows_of(by_month(days)))
    _copy(WorkTally, ("day", *WORK_KEYS, *Effort._fields), work_rows(total.work))
    _copy(WorkMonth, ("month", *WORK_KEYS, *Effort._fields), work_rows(work_by_month(total.work)))
    return added


def _note(histories: list[History]) -> None:
    """How far these dossiers were counted and their marks, in the place of what was noted earlier."""
    keys = [history.dossier_id for history in histories]
    Counted.objects.filter(pk__in=keys).delete()
    Mark.objects.filter(dossier_id__in=keys).delete()
    names = ("dossier_id", "acts", "unit_id", "channel", "facts", "work")
    counted = map(counted_of, histories)
    _copy(Counted, names, (tuple(getattr(row, name) for name in names) for row in counted))
    _copy(Mark, MARK_FIELDS, (marked for history in histories for marked in history.marks()))


def _copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    """Many rows at once, as only PostgreSQL takes them."""
    quoted = connection.ops.quote_name
    names = ", ".join(map(quoted, columns))
    copying = f"COPY {quoted(model._meta.db_table)} ({names}) FROM STDIN"
    with connection.cursor() as raw, raw.copy(copying) as copy:
        for row in rows:
            copy.write_row(row)


# The province: the sums over all agencies follow from those of each


def _nobody() -> Sums:
    """What the dossiers add that no agency has yet."""
    return by_day(total_of(of_agency("")).dossiers)


def _unlike_totals(known: list[Difference]) -> list[Difference]:
    """Where the sums over all agencies are not those of each, with what nobody has. `known`: what is wrong
    with those of each.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            with connection.cursor() as raw:
                raw.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        more = _nobody()
        months = by_month(more)
        for each in known:
            if each.detail:
                # Neither work nor marks have sums over all agencies.
                continue
            key = (each.day, "", each.procedure_code, each.channel, each.metric)
            (months if each.monthly else more)[key] += each.recomputed - each.kept
        found = _unlike_sum(Tally, "day", more, monthly=False)
        return found + _unlike_sum(MonthTally, "month", months, monthly=True)


def _unlike_sum(
    model: type[Tally] | type[MonthTally], day: str, more: Sums, *, monthly: bool
) -> list[Difference]:
    """Where the sums over all agencies are not those kept of each with `more`."""
    keys = (day, *TALLY_KEYS[1:])
    rows = model._default_manager.order_by().values_list(*keys)
    of_all = Coalesce(Sum("count", filter=models.Q(unit_id="")), 0)
    of_each = Coalesce(Sum("count", filter=~models.Q(unit_id="")), 0)
    unlike = rows.annotate(of_all=of_all, of_each=of_each).exclude(of_all=models.F("of_each"))
    kept, fresh = Counter[Key](), Counter[Key]()
    for at, procedure, channel, metric, all_of_it, each in unlike.iterator():
        key = (at, "", procedure, channel, metric)
        kept[key], fresh[key] = all_of_it, each + more[key]
    for key, count in more.items():
        # Equal without what should be there besides: then that is missing.
        if count and key not in fresh:
            fresh[key] = count
    return _compare(fresh, kept, monthly=monthly)


def _made_totals() -> None:
    nobody = _nobody()
    for model, day, more in ((Tally, "day", nobody), (MonthTally, "month", by_month(nobody))):
        model._default_manager.filter(unit_id="").delete()
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as raw:
            # Only names of our own tables and columns stand in the text.
            raw.execute(
                f'INSERT INTO {table} ({day}, unit_id, procedure_code, channel, metric, "count")'  # noqa: S608
                f" SELECT {day}, '', procedure_code, channel, metric, SUM(\"count\") FROM {table}"
                f' GROUP BY {day}, procedure_code, channel, metric HAVING SUM("count") <> 0'
            )
        add_to(model, (day, *TALLY_KEYS), ("count",), rows_of(more))
