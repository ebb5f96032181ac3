"""Keeping the sums up to date: from the append-only history what was done, from the record of acts which
dossiers got a payment, a result, a paper or a rating since. `reporting.recompute` proves that they are right.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import Count, Max

from motcua.audit.models import Entry
from motcua.dossiers.models import Dossier, Movement
from motcua.lib import moment
from motcua.reporting.facts import read, written
from motcua.reporting.models import Counted, Cursor, MonthTally, Tally
from motcua.reporting.reading import History, of_dossiers

# Two transactions may commit out of the order of their numbers: the last rows are looked at again.
OVERLAP = 2000
# As long as no transaction lasts; older entries of the record are not looked at again.
LATELY = timedelta(minutes=10)
BATCH = 500
# Six values a row; the smallest limit of the engines is 999 values in one statement.
_ROWS_AT_ONCE = 150

Key = tuple[date, str, str, str, str]
Sums = Counter[Key]


def all_of(history: History) -> Iterator[tuple[Key, int]]:
    """What one dossier adds: its acts and its facts under its agency, procedure and channel."""
    unit, procedure, channel = history.unit, history.procedure, history.channel
    for day, metric, count in history.added:
        yield (day, unit, procedure, channel, metric), count
    for day, fact in history.facts:
        yield (day, unit, procedure, channel, str(fact)), 1


def counted_of(history: History) -> Counted:
    """How a dossier is noted once all of it stands in the sums."""
    return Counted(
        dossier_id=history.dossier_id,
        acts=len(history.acts),
        unit_id=history.unit,
        channel=history.channel,
        facts=written(history.facts),
    )


def _before(history: History, counted: Counted) -> Iterator[tuple[Key, int]]:
    """What was added for this dossier the last time, under the keys of then."""
    unit, procedure, channel = counted.unit_id, history.procedure, counted.channel
    for day, metric, count in history.added_by(counted.acts):
        yield (day, unit, procedure, channel, metric), count
    for day, fact in read(counted.facts):
        yield (day, unit, procedure, channel, str(fact)), 1


def bring_up_to_date() -> int:
    """Add everything that has happened; returns how many dossiers changed."""
    changed = 0
    while True:
        before = Cursor.objects.values_list("movement_id", "entry_id").first()
        changed += catch_up()
        if Cursor.objects.values_list("movement_id", "entry_id").first() == before:
            return changed


def catch_up(*, most: int = 20_000) -> int:
    """Add what has happened since the last time; returns how many dossiers changed. One runs at a time."""
    with transaction.atomic():
        Cursor.objects.get_or_create(pk=1)
        cursor = Cursor.objects.select_for_update().get(pk=1)
        touched = iter(_moved(cursor, most) | _mentioned(cursor, most))
        changed = 0
        while batch := list(islice(touched, BATCH)):
            changed += _add(batch)
        cursor.save(update_fields=["movement_id", "entry_id"])
    return changed


def _moved(cursor: Cursor, most: int) -> set[UUID]:
    """The dossiers with acts not read yet; the cursor goes on. Of acts read before only those that came in
    late are in it.
    """
    seen = max(0, cursor.movement_id - OVERLAP)
    rows = Movement.objects.filter(pk__gt=seen).order_by("pk").values_list("pk", "dossier_id")
    found = list(rows[: most + OVERLAP])
    fresh = {dossier_id for pk, dossier_id in found if pk > cursor.movement_id}
    if found:
        cursor.movement_id = max(found[-1][0], cursor.movement_id)
    return fresh | _behind({dossier_id for _, dossier_id in found} - fresh)


def _behind(dossier_ids: set[UUID]) -> set[UUID]:
    """Those of these with another number of acts than was counted."""
    wanted, late = iter(dossier_ids), set()
    while batch := list(islice(wanted, BATCH)):
        counted = dict(Counted.objects.filter(pk__in=batch).values_list("pk", "acts"))
        acts = Movement.objects.filter(dossier__in=batch).order_by().values_list("dossier_id")
        late |= {key for key, number in acts.annotate(number=Count("pk")) if counted.get(key) != number}
    return late


def _mentioned(cursor: Cursor, most: int) -> set[UUID]:
    """The dossiers that entries not read yet are about, their own or about their money."""
    if cursor.entry_id is None:
        # Whatever was recorded earlier is seen when the history of the dossier is read for the first time.
        cursor.entry_id = Entry.objects.aggregate(newest=Max("pk"))["newest"] or 0
        return set()
    rows = Entry.objects.order_by("pk").values_list("pk", "subject_type", "subject_id")
    again = rows.filter(
        pk__gt=cursor.entry_id - OVERLAP, pk__lte=cursor.entry_id, at__gte=moment.now() - LATELY
    )
    fresh = list(rows.filter(pk__gt=cursor.entry_id)[:most])
    about: dict[str, set[UUID]] = {"dossier": set(), "obligation": set()}
    for _, kind, key in (*again, *fresh):
        if kind in about:
            about[kind].add(UUID(key))
    if fresh:
        cursor.entry_id = fresh[-1][0]
    return about["dossier"] | _owing(about["obligation"])


def _owing(obligation_ids: set[UUID]) -> set[UUID]:
    wanted, found = iter(obligation_ids), set()
    while batch := list(islice(wanted, BATCH)):
        found |= set(Dossier.objects.filter(obligation__in=batch).values_list("pk", flat=True))
    return found


def _add(dossier_ids: list[UUID]) -> int:
    counted = Counted.objects.in_bulk(dossier_ids)
    total: Sums = Counter()
    now_counted = []
    for history in of_dossiers(dossier_ids):
        before, now = counted.get(history.dossier_id), counted_of(history)
        if before is not None:
            if _same(before, now):
                continue
            for key, count in _before(history, before):
                total[key] -= count
        for key, count in all_of(history):
            total[key] += count
        now_counted.append(now)
    book(total)
    Counted.objects.bulk_create(
        now_counted,
        update_conflicts=True,
        unique_fields=["dossier_id"],
        update_fields=["acts", "unit_id", "channel", "facts"],
    )
    return len(now_counted)


def _same(one: Counted, other: Counted) -> bool:
    names = ("acts", "unit_id", "channel", "facts")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def by_day(total: Sums) -> Sums:
    """The same sums once for each agency and for all, each procedure and every one."""
    days: Sums = Counter()
    for (day, unit, procedure, channel, metric), count in total.items():
        for whose in (unit, "") if unit else ("",):
            days[day, whose, procedure, channel, metric] += count
            days[day, whose, "", channel, metric] += count
    return days


def by_month(days: Sums) -> Sums:
    """The sums of `by_day` over months."""
    months: Sums = Counter()
    for (day, *rest), count in days.items():
        months[(day.replace(day=1), *rest)] += count  # type: ignore[index]
    return months


def book(total: Sums) -> None:
    """Add these sums to what is kept, by day and by month."""
    days = by_day(total)
    add_to(Tally, "day", days)
    add_to(MonthTally, "month", by_month(days))


def add_to(model: type[models.Model], day: str, total: Sums) -> None:
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


def total_of(histories: Iterable[History]) -> Sums:
    """Everything that these dossiers add."""
    total: Sums = Counter()
    for history in histories:
        # A plain loop: Counter.update builds a second counter for each of millions of dossiers.
        for key, count in all_of(history):
            total[key] += count
    return Counter({key: count for key, count in total.items() if count})
