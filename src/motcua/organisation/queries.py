"""What several screens and packages ask about the organisation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db.models import OuterRef, Subquery

from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.calendars import Calendar, Day, Span
from motcua.lib.errors import Refused
from motcua.organisation import identifiers
from motcua.organisation.models import (
    Absence,
    AdminUnit,
    AdminUnitQuerySet,
    Assignment,
    AssignmentQuerySet,
    CalendarDay,
    CalendarState,
    OpeningSpan,
    Post,
    PostQuerySet,
    Succession,
    Unit,
    UnitAlias,
    UnitQuerySet,
)

# Units, and who answers for them


def responsible_unit(unit: Unit, *, on: date) -> Unit:
    """The unit that answers on that day for what `unit` began: itself, or its main successor, and so on.

    A reorganisation never moves a dossier; this is the only way to ask who deals with it now
    (Luật Tổ chức chính quyền địa phương 72/2025/QH15).
    """
    seen = {unit.pk}
    while not unit.is_valid(on):
        step = Succession.objects.in_effect(on).filter(old=unit, main=True).select_related("new").first()
        if step is None or step.new_id in seen:
            return unit
        unit = step.new
        seen.add(unit.pk)
    return unit


def unit_by_identifier(text: str) -> Unit | None:
    """The unit with this agency identifier, in today's form or that of TT 10/2016, or None.

    Raises Refused when the text is no identifier at all.
    """
    identifier = str(identifiers.parse(text))
    unit = Unit.objects.filter(agency_identifier=identifier).first()
    if unit is None:
        alias = UnitAlias.objects.filter(identifier__in=[identifier, text]).select_related("unit").first()
        unit = alias.unit if alias else None
    return unit


def divisions(unit: Unit, *, on: date) -> UnitQuerySet:
    """The divisions (phòng) of an agency on that day."""
    return Unit.objects.filter(parent=unit).divisions().valid(on)


def commune_units(admin_code: str, *, on: date) -> UnitQuerySet:
    """Every unit of one commune on that day: committee, centre, police, divisions."""
    return Unit.objects.filter(admin_code=admin_code).valid(on)


def competent_commune_unit(kind: str, admin_code: str, on: date) -> Unit:
    """The unit of this kind in this commune on that day.

    A code of before a reorganisation leads to the commune that took the old one over. Raises Refused when the
    code belongs to no commune of the province.
    """
    found = commune_units(admin_code, on=on).filter(kind=kind).first()
    if found:
        return found
    for former in Unit.objects.filter(admin_code=admin_code, valid_to__lt=on).order_by("-valid_to"):
        heir = responsible_unit(former, on=on)
        found = commune_units(heir.admin_code, on=on).filter(kind=kind).first() if heir.admin_code else None
        if found:
            return found
    raise Refused(
        "Xã, phường này không thuộc tỉnh, nên không xác định được nơi giải quyết.", code="commune_unknown"
    )


def unit_name(unit_id: str) -> str:
    """The name of a unit; nothing for no unit."""
    return Unit.objects.filter(pk=unit_id).values_list("name", flat=True).first() or "" if unit_id else ""


def unit_called(unit_id: str) -> Unit | None:
    """The unit with this slug."""
    return Unit.objects.filter(pk=unit_id).first()


def communes_of_province() -> AdminUnitQuerySet:
    """The communes of the province served, as places in an address, by name."""
    return AdminUnit.objects.communes_of(settings.PROVINCE["code"]).valid(moment.today()).order_by("name")


# Posts and people


def posts_of(user: User, on: date) -> PostQuerySet:
    """The posts a person holds on that day, the earliest created first."""
    held = Assignment.objects.filter(post=OuterRef("pk"), user=user).in_force(on).order_by("acting", "pk")
    return (
        Post.objects.held_by(user, on)
        .annotate(
            held_acting=Subquery(held.values("acting")[:1]),
            held_for=Subquery(held.values("stands_for__name")[:1]),
        )
        .select_related("unit")
        .order_by("held_acting", "pk")
    )


def stand_ins_for(user_id: int, on: date) -> AssignmentQuerySet:
    """Who stands in for this officer on that day, with the account; who is away is not there."""
    away = Absence.objects.in_force(on).values("user_id")
    held = Assignment.objects.in_force(on).filter(stands_for=user_id, user__is_active=True)
    return held.exclude(user__in=away).select_related("user", "post").order_by("pk")


def works_in(user: User, units: Iterable[str], on: date) -> bool:
    """Whether the officer holds a post in one of these units on that day."""
    return Assignment.objects.in_force(on).filter(user=user, post__unit_id__in=units).exists()


def is_away(user_id: int, on: date) -> bool:
    """Whether the officer is away on that day."""
    return Absence.objects.in_force(on).filter(user=user_id).exists()


def assignments_in(unit: Unit, role: str, on: date) -> AssignmentQuerySet:
    """Who holds this role in the unit or in one of its divisions on that day, with post and account."""
    units = [unit.pk, *divisions(unit, on=on).values_list("pk", flat=True)]
    posts = Post.objects.filter(unit__in=units).with_role(role)
    held = Assignment.objects.in_force(on).filter(post__in=posts.values("pk"), user__is_active=True)
    return held.select_related("post__unit", "user").order_by("post_id", "pk")


def signers(unit: Unit, on: date) -> AssignmentQuerySet:
    """Who may sign for the unit on that day, acting signers included."""
    return assignments_in(unit, "signer", on)


def colleagues(unit: Unit, on: date) -> AssignmentQuerySet:
    """Who works in the agency of this unit on that day: in it, its parts, beside it under the same agency."""
    top = unit.parent_id if _is_part(unit) and unit.parent_id else unit.pk
    around = Unit.objects.filter(parent=top).parts().values("pk")
    units = Unit.objects.filter(pk=top) | Unit.objects.filter(pk__in=around) | Unit.objects.filter(pk=unit.pk)
    held = Assignment.objects.in_force(on).filter(post__unit__in=units.values("pk"), stands_for=None)
    return held.filter(user__is_active=True).select_related("user", "post__unit").order_by("user__name", "pk")


def _is_part(unit: Unit) -> bool:
    return Unit.objects.filter(pk=unit.pk).parts().exists()


def leaders_of(unit: Unit, on: date) -> list[Assignment]:
    """Who leads this unit on that day: its own heads, else who signs for it; where nobody does, the leaders
    of the unit above it.
    """
    above: Unit | None = responsible_unit(unit, on=on)
    while above is not None:
        held = (
            Assignment.objects.in_force(on).filter(user__is_active=True).select_related("post__unit", "user")
        )
        for role in ("head", "signer"):
            posts = Post.objects.filter(unit=above).with_role(role)
            if found := list(held.filter(post__in=posts.values("pk")).order_by("post_id", "pk")):
                return found
        above = above.parent
    return []


# Opening days


def calendar_token() -> str:
    """Names the state of the calendar; every change of it gives another name. Empty when it was never set."""
    return CalendarState.objects.values_list("token", flat=True).first() or ""


def calendar_for(unit: Unit | str | None = None) -> Calendar:
    """The calendar by which a unit's terms run; without a unit, the default of the province.

    A unit with opening hours of its own keeps them, otherwise its parent's hold, and at last the default; its
    own days off and extra days are added to its parent's. Kept in memory until the calendar changes.
    """
    unit_id = unit.pk if isinstance(unit, Unit) else unit or ""
    return calendar_at(calendar_token(), unit_id)


def calendar_at(token: str, unit_id: str) -> Calendar:
    """The same for who has asked for the state of the calendar (`calendar_token`) already."""
    return _kept_calendar(token, unit_id) if token else _read_calendar(token, unit_id)


def calendars_for(unit_ids: Iterable[str]) -> dict[str, Calendar]:
    """The calendars of several units, for a list: the state of the calendar is asked for once."""
    token = calendar_token()
    return {unit_id: calendar_at(token, unit_id) for unit_id in set(unit_ids)}


@lru_cache(maxsize=8192)
def _kept_calendar(token: str, unit_id: str) -> Calendar:
    return _made_calendar(token, unit_id, *_kept_rows(token))


def _read_calendar(token: str, unit_id: str) -> Calendar:
    return _made_calendar(token, unit_id, *_rows_by_unit())


Spans = Mapping[str, list[OpeningSpan]]
SpecialDays = Mapping[str, list[CalendarDay]]


@lru_cache(maxsize=4)
def _kept_rows(token: str) -> tuple[Spans, SpecialDays, Mapping[str, str]]:
    return _rows_by_unit()


def _rows_by_unit() -> tuple[Spans, SpecialDays, Mapping[str, str]]:
    """Opening hours and days of every unit that has its own (empty: of the province), and who stands above
    whom: a list of many units then asks three times, not three times for each.
    """
    spans, days = defaultdict[str, list[OpeningSpan]](list), defaultdict[str, list[CalendarDay]](list)
    for span in OpeningSpan.objects.all():
        spans[span.unit_id or ""].append(span)
    for day in CalendarDay.objects.all():
        days[day.unit_id or ""].append(day)
    parents = Unit.objects.values_list("pk", "parent_id")
    return dict(spans), dict(days), {unit: parent or "" for unit, parent in parents}


def _made_calendar(
    token: str, unit_id: str, spans: Spans, days: SpecialDays, parents: Mapping[str, str]
) -> Calendar:
    own_spans, own_days = spans.get(unit_id, []), days.get(unit_id, [])
    if not unit_id:
        return _with_days(_with_hours(Calendar(), own_spans), own_days)
    # A unit may be younger than what was kept of the calendar.
    parent = parents.get(unit_id)
    if parent is None:
        parent = Unit.objects.values_list("parent_id", flat=True).get(pk=unit_id) or ""
    above = _kept_calendar(token, parent) if token else _made_calendar(token, parent, spans, days, parents)
    return _with_days(_with_hours(above, own_spans), own_days)


def _with_hours(calendar: Calendar, rows: list[OpeningSpan]) -> Calendar:
    if not rows:
        return calendar
    counted = frozenset(row.weekday for row in rows if row.counts)
    # The calendar knows one set of counted weekdays for all times. Where a weekday counts in one season only,
    # its reception-only spans of the other season are left out: a term must not grow shorter, a sign on a
    # door may.
    opening = tuple(
        Span(row.weekday, row.opens, row.closes, row.valid_from, row.valid_to)
        for row in rows
        if row.counts or row.weekday not in counted
    )
    return replace(calendar, opening=opening, counted_weekdays=counted)


def _with_days(calendar: Calendar, rows: list[CalendarDay]) -> Calendar:
    """The nearer row wins: a unit's own day replaces what the province says of that day."""
    if not rows:
        return calendar
    off, extra, grounds = dict(calendar.off), dict(calendar.extra), dict(calendar.grounds)
    for row in rows:
        off.pop(row.day, None)
        extra.pop(row.day, None)
        (off if row.kind == CalendarDay.Kind.OFF else extra)[row.day] = row.name
        grounds[row.day] = row.ground
    return replace(calendar, off=off, extra=extra, grounds=grounds)


def calendar_days(year: int) -> list[Day]:
    """The days of a year that differ from their weekday, for everybody, as the calendar screen shows them."""
    rows = CalendarDay.objects.filter(unit=None, day__year=year)
    return [
        Day(
            row.day,
            "off" if row.kind == CalendarDay.Kind.OFF else "extra",
            row.name,
            row.ground,
            row.mark,
            row.note,
        )
        for row in rows
    ]


def subtree(unit_id: str) -> frozenset[str]:
    """The unit and everything below it; one query a level. Raises Refused when there is no such unit."""
    if not Unit.objects.filter(pk=unit_id).exists():
        raise Refused(f"Không có đơn vị mã «{unit_id}».", code="unknown")
    found, level = {unit_id}, {unit_id}
    while level := set(Unit.objects.filter(parent_id__in=level).values_list("pk", flat=True)) - found:
        found |= level
    return frozenset(found)


def provincial_units(on: date) -> UnitQuerySet:
    """The agencies of the province that a procedure can name one by one, by name."""
    return Unit.objects.valid(on).filter(level=Unit.Level.PROVINCE).order_by("name")


def agencies_to_choose(on: date) -> list[tuple[str, str]]:
    """(slug, name) of every unit of that day that is no part of another agency, by name."""
    units = Unit.objects.valid(on)
    whole = units.exclude(pk__in=units.parts().values("pk")).order_by("name")
    return list(whole.values_list("pk", "name"))
