"""Keeping the sums up to date from the append-only history, and proving that they are right."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F

from motcua.dossiers.models import Dossier, Movement
from motcua.lib.moment import TZ
from motcua.reporting.fold import Act, additions
from motcua.reporting.models import Counted, Cursor, Tally

# Two transactions may commit out of the order of their numbers: the last rows are looked at again.
OVERLAP = 2000
BATCH = 500

Key = tuple[date, str, str, str, str]
Sums = Counter[Key]


def _acts(movements: Iterable[Movement]) -> list[Act]:
    return [
        Act(
            row.verb,
            row.at.astimezone(TZ).date(),
            None if row.due_at is None else row.due_at.astimezone(TZ).date(),
        )
        for row in movements
    ]


def _keyed(dossier: Dossier, acts: list[Act]) -> Sums:
    """The additions of one dossier under its agency, procedure and channel: statistics go to who decides."""
    unit = dossier.competent_unit_id or dossier.receiving_unit_id or ""
    procedure = dossier.version.procedure_id
    return Counter(
        {
            (day, unit, procedure, str(dossier.channel), str(metric)): count
            for (day, metric), count in additions(acts).items()
        }
    )


def catch_up(*, most: int = 20_000) -> int:
    """Add what has happened since the last time; returns how many dossiers changed. One runs at a time."""
    changed = 0
    with transaction.atomic():
        Cursor.objects.get_or_create(pk=1)
        cursor = Cursor.objects.select_for_update().get(pk=1)
        seen = max(0, cursor.movement_id - OVERLAP)
        rows = Movement.objects.filter(pk__gt=seen).order_by("pk").values_list("pk", "dossier_id")[:most]
        found = list(rows)
        if not found:
            return 0
        touched = list({dossier_id for _, dossier_id in found})
        for first in range(0, len(touched), BATCH):
            changed += _add(touched[first : first + BATCH])
        cursor.movement_id = max(cursor.movement_id, found[-1][0])
        cursor.save(update_fields=["movement_id"])
    return changed


def _add(dossier_ids: list[UUID]) -> int:
    counted = dict(Counted.objects.filter(pk__in=dossier_ids).values_list("pk", "acts"))
    total: Sums = Counter()
    now_counted = []
    for dossier in _with_history(dossier_ids):
        acts = _acts(dossier.movements.all())
        before = counted.get(dossier.pk, 0)
        if len(acts) == before:
            continue
        total.update(_keyed(dossier, acts))
        total.subtract(_keyed(dossier, acts[:before]))
        now_counted.append(Counted(dossier_id=dossier.pk, acts=len(acts)))
    _book(total)
    Counted.objects.bulk_create(
        now_counted, update_conflicts=True, unique_fields=["dossier_id"], update_fields=["acts"]
    )
    return len(now_counted)


def _with_history(dossier_ids: list[UUID]) -> Iterator[Dossier]:
    rows = Dossier.objects.filter(pk__in=dossier_ids).select_related("version").prefetch_related("movements")
    yield from rows


def _book(total: Sums) -> None:
    rows = [
        Tally(day=day, unit_id=unit, procedure_code=procedure, channel=channel, metric=metric, count=0)
        for (day, unit, procedure, channel, metric), count in total.items()
        if count
    ]
    Tally.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    for (day, unit, procedure, channel, metric), count in total.items():
        if count:
            Tally.objects.filter(
                day=day, unit_id=unit, procedure_code=procedure, channel=channel, metric=metric
            ).update(count=F("count") + count)


@dataclass(frozen=True)
class Difference:
    """A sum that the raw history does not bear out."""

    day: date
    unit_id: str
    procedure_code: str
    channel: str
    metric: str
    kept: int
    recomputed: int


def recomputed() -> Sums:
    """Every sum anew from the raw history, in bounded memory per dossier."""
    total: Sums = Counter()
    dossiers = (
        Dossier.objects.filed()
        .select_related("version")
        .prefetch_related("movements")
        .iterator(chunk_size=500)
    )
    for dossier in dossiers:
        total.update(_keyed(dossier, _acts(dossier.movements.all())))
    return Counter({key: count for key, count in total.items() if count})


def differences(*, month: date | None = None) -> list[Difference]:
    """Where the sums kept differ from the history; none may exist. `month`: any day of the only month wanted.
    """
    fresh = recomputed()
    kept = Counter(
        {
            (row.day, row.unit_id, row.procedure_code, row.channel, row.metric): row.count
            for row in Tally.objects.exclude(count=0).iterator(chunk_size=5000)
        }
    )
    return [
        Difference(*key, kept=kept[key], recomputed=fresh[key])
        for key in sorted(set(fresh) | set(kept))
        if kept[key] != fresh[key]
        and (month is None or (key[0].year, key[0].month) == (month.year, month.month))
    ]


def rebuild() -> int:
    """Throw the sums away and make them anew from the history; returns how many dossiers were added."""
    with transaction.atomic():
        Tally.objects.all().delete()
        Counted.objects.all().delete()
        Cursor.objects.all().delete()
    total = 0
    while changed := catch_up():
        total += changed
    return total
