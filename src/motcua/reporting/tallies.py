"""Keeping the sums up to date: from the append-only history what was done, from the record of acts which
dossiers got a payment, a result, a paper or a rating since. `reporting.recompute` proves that they are right.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max

from motcua.audit.models import Entry
from motcua.dossiers.models import Dossier, Movement
from motcua.lib import moment
from motcua.organisation.queries import calendar_token
from motcua.reporting.booking import Totals, mark
from motcua.reporting.facts import read, written
from motcua.reporting.models import Counted, Cursor
from motcua.reporting.reading import CLOSED_STATUSES, History, of_dossiers

# Two transactions may commit out of the order of their numbers: the last rows are looked at again.
OVERLAP = 2000
# As long as no transaction lasts; older entries of the record are not looked at again.
LATELY = timedelta(minutes=10)
BATCH = 500


def counted_of(history: History) -> Counted:
    """How a dossier is noted once all of it stands in the sums."""
    return Counted(
        dossier_id=history.dossier_id,
        acts=len(history.acts),
        unit_id=history.unit,
        channel=history.channel,
        facts=written(history.facts),
        work=" ".join(sorted(history.work)),
    )


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
        Cursor.objects.get_or_create(pk=1, defaults={"calendar": calendar_token()})
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
    wanted = {*dossier_ids, *_taken_in_after(dossier_ids)}
    counted = Counted.objects.in_bulk(wanted)
    total, changed = Totals(), []
    for history in of_dossiers(wanted):
        before, work = counted.get(history.dossier_id), frozenset[str]()
        if before is not None:
            if _same(before, counted_of(history)):
                continue
            work = frozenset(before.work.split()) if before.unit_id == history.unit else work
            _take_back(history, before, total, without=work)
        total.add(history, without=work)
        changed.append(history)
    total.book()
    mark(changed)
    Counted.objects.bulk_create(
        map(counted_of, changed),
        update_conflicts=True,
        unique_fields=["dossier_id"],
        update_fields=["acts", "unit_id", "channel", "facts", "work"],
    )
    return len(changed)


def _taken_in_after(dossier_ids: Sequence[UUID]) -> set[UUID]:
    """Accepted dossiers of the owners and procedures of those of these that were closed without result: a
    closing that is entered late makes a sign of a later intake.
    """
    closed = Dossier.objects.filter(pk__in=dossier_ids, status__in=CLOSED_STATUSES)
    pairs = set(closed.values_list("owner_id", "version__procedure_id"))
    others = Dossier.objects.filter(owner__in={owner for owner, _ in pairs}, accepted_at__isnull=False)
    rows = others.values_list("pk", "owner_id", "version__procedure_id") if pairs else ()
    return {pk for pk, owner, procedure in rows if (owner, procedure) in pairs}


def _same(one: Counted, other: Counted) -> bool:
    names = ("acts", "unit_id", "channel", "facts", "work")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _take_back(history: History, counted: Counted, total: Totals, *, without: frozenset[str]) -> None:
    """What was added for this dossier the last time, under the keys of then, off the sums; without the pieces
    of work of these marks: what is done stays as it was added.
    """
    unit, procedure, channel = counted.unit_id, history.procedure, counted.channel
    for day, metric, count in history.added_by(counted.acts):
        total.dossiers[day, unit, procedure, channel, metric] -= count
    for day, fact, count in read(counted.facts):
        total.dossiers[day, unit, procedure, channel, str(fact)] -= count
    for marked in counted.work.split():
        if marked not in without:
            total.add_work(unit, history.work.get(marked, []), -1)
