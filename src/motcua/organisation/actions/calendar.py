"""Changing opening hours and days off; every change gives the calendar a new token."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.calendars import DEFAULT_OPENING, Calendar, Span
from motcua.lib.dates import short_date
from motcua.lib.errors import Refused
from motcua.organisation.models import CalendarDay, CalendarState, OpeningSpan, Unit
from motcua.organisation.rules import check_may_organise


def calendar_changed() -> None:
    """Make every process read the calendar anew; for whoever writes its rows otherwise than by these verbs.

    The token is random and not a counter: after a rollback the same number would come back with other rows.
    """
    CalendarState.objects.update_or_create(pk=1, defaults={"token": uuid4().hex, "changed_at": moment.now()})


@transaction.atomic
def set_day(
    *,
    actor: Actor,
    day: date,
    kind: str,
    name: str,
    ground: str,
    mark: str = "",
    note: str = "",
    unit: Unit | None = None,
) -> CalendarDay:
    """Declare a day off or an extra working day, for everybody or for one unit, in place of any former word.

    A declaration needs its ground, the notice or law (BLLĐ 2019 Điều 112 and the yearly notice). Deadlines
    that are already running keep the day they were given until they are recomputed.
    """
    check_may_organise(actor)
    if kind not in CalendarDay.Kind.values:
        raise Refused(
            "Ngày trong lịch chỉ có thể là ngày nghỉ hoặc ngày làm bù.", field="kind", code="day_kind"
        )
    if not name.strip() or not ground.strip():
        raise Refused("Cần ghi tên ngày và văn bản làm căn cứ.", field="ground", code="day_without_ground")
    row, _ = CalendarDay.objects.update_or_create(
        day=day,
        unit=unit,
        defaults={"kind": kind, "name": name, "ground": ground, "mark": mark, "note": note},
    )
    calendar_changed()
    _record(actor, "set_day", unit, {"day": day.isoformat(), "kind": kind, "name": name, "ground": ground})
    return row


@transaction.atomic
def remove_day(*, actor: Actor, day: date, unit: Unit | None = None) -> None:
    """Make a day an ordinary one again."""
    check_may_organise(actor)
    row = CalendarDay.objects.filter(day=day, unit=unit).first()
    if row is None:
        raise Refused(f"Ngày {short_date(day)} không có trong lịch nghỉ.", field="day", code="day_unknown")
    content = {"day": day.isoformat(), "kind": row.kind, "name": row.name, "ground": row.ground}
    row.delete()
    calendar_changed()
    _record(actor, "remove_day", unit, content)


@transaction.atomic
def set_opening_hours(
    *,
    actor: Actor,
    spans: Iterable[Span],
    counted_weekdays: Iterable[int],
    starts: date,
    unit: Unit | None = None,
) -> None:
    """Give a unit (or, without one, the province) a new table of opening hours from `starts` on.

    The table in force ends the day before. A unit that had none of its own first gets a copy of the one it
    went by, because from now on its whole table is its own.
    """
    check_may_organise(actor)
    wanted = list(spans)
    counted = frozenset(counted_weekdays)
    if not any(span.weekday in counted for span in wanted):
        raise Refused("Cần ít nhất một ngày làm việc trong tuần.", field="spans", code="no_working_day")
    try:
        Calendar(opening=tuple(wanted), counted_weekdays=counted)
    except ValueError as clash:
        raise Refused(str(clash), field="spans", code="opening_clash") from clash
    former = list(OpeningSpan.objects.filter(unit=unit)) or _inherited(unit)
    OpeningSpan.objects.filter(unit=unit).delete()
    rows = [_cut(row, unit, starts) for row in former if (row.valid_from or date.min) < starts]
    rows += [
        OpeningSpan(
            unit=unit,
            weekday=span.weekday,
            opens=span.opens,
            closes=span.closes,
            counts=span.weekday in counted,
            valid_from=starts,
        )
        for span in wanted
    ]
    OpeningSpan.objects.bulk_create(rows)
    calendar_changed()
    table = [f"{span.weekday} {span.opens:%H:%M}-{span.closes:%H:%M}" for span in wanted]
    _record(
        actor,
        "set_opening_hours",
        unit,
        {"starts": starts.isoformat(), "spans": table, "counted": sorted(counted)},
    )


def _inherited(unit: Unit | None) -> list[OpeningSpan]:
    """The rows a unit without a table of its own goes by."""
    while unit is not None:
        unit = unit.parent
        rows = list(OpeningSpan.objects.filter(unit=unit))
        if rows:
            return rows
    return [
        OpeningSpan(weekday=span.weekday, opens=span.opens, closes=span.closes) for span in DEFAULT_OPENING
    ]


def _cut(row: OpeningSpan, unit: Unit | None, starts: date) -> OpeningSpan:
    """A row of the former table, ending before the new one starts."""
    last = min(row.valid_to or date.max, starts - timedelta(days=1))
    return OpeningSpan(
        unit=unit,
        weekday=row.weekday,
        opens=row.opens,
        closes=row.closes,
        counts=row.counts,
        valid_from=row.valid_from,
        valid_to=last,
    )


def _record(actor: Actor, verb: str, unit: Unit | None, content: dict[str, Any]) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="calendar",
        subject_id=unit.pk if unit else "province",
        content=content,
    )
