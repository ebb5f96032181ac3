"""Keeping the sums up to date from the append-only history, and proving that they are right."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from motcua.dossiers.models import Movement
from motcua.lib.moment import TZ
from motcua.reporting.fold import Act, additions
from motcua.reporting.models import Counted, Cursor, MonthTally, Tally

# Two transactions may commit out of the order of their numbers: the last rows are looked at again.
OVERLAP = 2000
BATCH = 500
# Six values a row; the smallest limit of the engines is 999 values in one statement.
_ROWS_AT_ONCE = 150

Key = tuple[date, str, str, str, str]
Sums = Counter[Key]


@dataclass(frozen=True, slots=True)
class History:
    """One dossier as the sums see it: whose it is, and its acts with their numbers, in order of time."""

    dossier_id: UUID
    unit: str
    procedure: str
    channel: str
    acts: tuple[tuple[int, Act], ...]


def histories(dossier_ids: Iterable[UUID] | None = None) -> Iterator[History]:
    """The history of these dossiers (or of all), one after the other, in bounded memory."""
    rows = Movement.objects.all() if dossier_ids is None else Movement.objects.filter(dossier__in=dossier_ids)
    found = (
        rows.order_by("dossier_id", "at", "pk")
        .values_list(
            "dossier_id",
            "dossier__competent_unit_id",
            "dossier__receiving_unit_id",
            "dossier__version__procedure_id",
            "dossier__channel",
            "dossier__outside_boundary",
            "pk",
            "verb",
            "at",
            "due_at",
        )
        .iterator(chunk_size=5000)
    )
    for dossier_id, group in groupby(found, key=itemgetter(0)):
        lines = list(group)
        _, competent, receiving, procedure, channel, outside, *_ = lines[0]
        acts = tuple(
            (pk, Act(verb, _day(at), _day(due) if due else None, elsewhere=outside))
            for *_, pk, verb, at, due in lines
        )
        # Statistics go to who decides (NĐ 309/2026 Đ8).
        yield History(dossier_id, competent or receiving or "", procedure, str(channel), acts)


@lru_cache(maxsize=100_000)
def _day(moment: datetime) -> date:
    return moment.astimezone(TZ).date()


def _keyed(history: History, acts: Iterable[Act], unit: str, channel: str) -> Sums:
    """The additions of one dossier under its agency, procedure and channel."""
    return Counter(
        {
            (day, unit, history.procedure, channel, str(metric)): count
            for (day, metric), count in additions(acts).items()
        }
    )


def _all_of(history: History) -> Sums:
    return _keyed(history, [act for _, act in history.acts], history.unit, history.channel)


def _counted_of(history: History, counted: Counted) -> Sums:
    """What was added for this dossier the last time: its earliest recorded acts, under the keys of then."""
    numbers = sorted(pk for pk, _ in history.acts)[: counted.acts]
    known = frozenset(numbers)
    acts = [act for pk, act in history.acts if pk in known]
    return _keyed(history, acts, counted.unit_id, counted.channel)


def bring_up_to_date() -> int:
    """Add everything that has happened; returns how many dossiers changed."""
    changed = 0
    while True:
        before = Cursor.objects.values_list("movement_id", flat=True).first()
        changed += catch_up()
        if Cursor.objects.values_list("movement_id", flat=True).first() == before:
            return changed


def catch_up(*, most: int = 20_000) -> int:
    """Add what has happened since the last time; returns how many dossiers changed. One runs at a time."""
    with transaction.atomic():
        Cursor.objects.get_or_create(pk=1)
        cursor = Cursor.objects.select_for_update().get(pk=1)
        seen = max(0, cursor.movement_id - OVERLAP)
        rows = Movement.objects.filter(pk__gt=seen).order_by("pk").values_list("pk", "dossier_id")
        found = list(rows[: most + OVERLAP])
        if not found:
            return 0
        touched = iter({dossier_id for _, dossier_id in found})
        changed = 0
        while batch := list(islice(touched, BATCH)):
            changed += _add(batch)
        if found[-1][0] > cursor.movement_id:
            cursor.movement_id = found[-1][0]
            cursor.save(update_fields=["movement_id"])
    return changed


def _add(dossier_ids: list[UUID]) -> int:
    counted = Counted.objects.in_bulk(dossier_ids)
    total: Sums = Counter()
    now_counted = []
    for history in histories(dossier_ids):
        before = counted.get(history.dossier_id)
        now = Counted(
            dossier_id=history.dossier_id,
            acts=len(history.acts),
            unit_id=history.unit,
            channel=history.channel,
        )
        if before is not None:
            if (before.acts, before.unit_id, before.channel) == (now.acts, now.unit_id, now.channel):
                continue
            total.subtract(_counted_of(history, before))
        total.update(_all_of(history))
        now_counted.append(now)
    book(total)
    Counted.objects.bulk_create(
        now_counted,
        update_conflicts=True,
        unique_fields=["dossier_id"],
        update_fields=["acts", "unit_id", "channel"],
    )
    return len(now_counted)


def by_month(total: Sums) -> Sums:
    """The same sums over months, once for each agency and for all, each procedure and every one."""
    months: Sums = Counter()
    for (day, unit, procedure, channel, metric), count in total.items():
        for whose in (unit, "") if unit else ("",):
            for what in (procedure, ""):
                months[day.replace(day=1), whose, what, channel, metric] += count
    return months


def book(total: Sums) -> None:
    """Add these sums to what is kept, by day and by month."""
    _add_to(Tally, "day", total)
    _add_to(MonthTally, "month", by_month(total))


def _add_to(model: type[models.Model], day: str, total: Sums) -> None:
    """Add to the rows that are there, make those that are not: one statement for many rows."""
    table = connection.ops.quote_name(model._meta.db_table)
    rows = ((*key, count) for key, count in sorted(total.items()) if count)
    columns = f"{day}, unit_id, procedure_code, channel, metric"
    with connection.cursor() as cursor:
        while batch := list(islice(rows, _ROWS_AT_ONCE)):
            places = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(batch))
            cursor.execute(
                # Only names of our own tables and columns stand in the text.
                f'INSERT INTO {table} ({columns}, "count") VALUES {places} ON CONFLICT ({columns})'  # noqa: S608
                f' DO UPDATE SET "count" = {table}."count" + excluded."count"',
                [_value(value) for row in batch for value in row],
            )


def _value(value: Any) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


@dataclass(frozen=True)
class Difference:
    """A sum that the raw history does not bear out. A month's sum is named by its first day and `monthly`."""

    day: date
    unit_id: str
    procedure_code: str
    channel: str
    metric: str
    kept: int
    recomputed: int
    monthly: bool = False


def recomputed() -> Sums:
    """Every sum anew from the raw history, in bounded memory per dossier."""
    total: Sums = Counter()
    for history in histories():
        # A plain loop: Counter.update builds a second counter for each of millions of dossiers.
        for (day, metric), count in additions(act for _, act in history.acts).items():
            total[day, history.unit, history.procedure, history.channel, str(metric)] += count
    return Counter({key: count for key, count in total.items() if count})


def differences(*, month: date | None = None) -> list[Difference]:
    """Where the sums kept differ from the history; none may exist. `month`: a day of the only one wanted."""
    fresh = recomputed()
    return _compare(fresh, _kept(Tally, "day"), month, monthly=False) + _compare(
        by_month(fresh), _kept(MonthTally, "month"), month, monthly=True
    )


def _kept(model: type[Tally] | type[MonthTally], day: str) -> Sums:
    rows = model._default_manager.exclude(count=0).values_list(
        day, "unit_id", "procedure_code", "channel", "metric", "count"
    )
    return Counter({row[:5]: row[5] for row in rows.iterator(chunk_size=5000)})


def _compare(fresh: Sums, kept: Sums, month: date | None, *, monthly: bool) -> list[Difference]:
    return [
        Difference(*key, kept=kept[key], recomputed=fresh[key], monthly=monthly)
        for key in sorted(set(fresh) | set(kept))
        if kept[key] != fresh[key]
        and (month is None or (key[0].year, key[0].month) == (month.year, month.month))
    ]


def rebuild() -> int:
    """Throw the sums away and make them anew from the history; returns how many dossiers were added."""
    with transaction.atomic():
        for model in (Tally, MonthTally, Counted, Cursor):
            model._default_manager.all().delete()
    return bring_up_to_date()
