"""What the province publishes about its agencies: where they are, when they are open, who is there.

NĐ 61/2018 Điều 9 khoản 7 (carried on by NĐ 118/2025): name, title and telephone of the officers of the desk
and of the head are public.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from motcua.lib.calendars import Calendar, Span
from motcua.organisation.models import AdminUnit, Assignment, AssignmentQuerySet, Post, Unit, UnitQuerySet

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_DESKS = (Unit.Kind.PROVINCE_CENTRE, Unit.Kind.COMMUNE_CENTRE)
_FOR_PEOPLE = {
    Unit.Kind.COMMUNE_COMMITTEE.value: "Ủy ban nhân dân xã, phường",
    Unit.Kind.COMMUNE_POLICE.value: "Công an xã, phường",
}
_LOOK_AHEAD = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Hours:
    """The same opening hours on one or several days: «Thứ Hai – Thứ Sáu», «07:00 – 11:30, 13:30 – 17:00»."""

    days: str
    times: str


def desks(words: str, *, on: date) -> UnitQuerySet:
    """The one-stop centres, the province's first; found by today's name or one from before 2025."""
    found = Unit.objects.of_kind(*_DESKS).valid(on).order_by("-level", "short_name")
    if words.strip():
        places = AdminUnit.objects.named(words).valid(on).values("code")
        found = found.filter(admin_code__in=places) | found.named(words)
    return found


def agency_names(kinds: Iterable[str]) -> dict[str, str]:
    """What agencies named in procedure files are called: kinds («tax») and units («unit:<slug>»)."""
    wanted = list(kinds)
    units = Unit.objects.in_bulk([kind.removeprefix("unit:") for kind in wanted if kind.startswith("unit:")])
    names = {f"unit:{slug}": unit.name for slug, unit in units.items()}
    labels = {**dict(Unit.Kind.choices), **_FOR_PEOPLE}
    return {kind: names.get(kind) or str(labels.get(kind, kind)) for kind in wanted}


def open_to_people(unit_id: str, *, on: date) -> Unit | None:
    """A unit people may come to: any agency of today, not one that has ended and no division inside one."""
    found = Unit.objects.valid(on).filter(pk=unit_id).first()
    return None if found is None or found.kind.startswith("division:") else found


def neighbours(unit: Unit, *, on: date) -> UnitQuerySet:
    """The other agencies people meet in the same commune: its committee and its police."""
    kinds = (Unit.Kind.COMMUNE_COMMITTEE, Unit.Kind.COMMUNE_POLICE, Unit.Kind.COMMUNE_CENTRE)
    if not unit.admin_code:
        return Unit.objects.none()
    return Unit.objects.filter(admin_code=unit.admin_code).of_kind(*kinds).valid(on).exclude(pk=unit.pk)


def staff_board(units: list[Unit], *, on: date) -> AssignmentQuerySet:
    """Who holds the public posts of these units on that day, with post and name."""
    posts = Post.objects.filter(unit__in=units, public=True)
    held = Assignment.objects.in_force(on).filter(
        post__in=posts.values("pk"), user__is_active=True, listed=True
    )
    return held.select_related("post__unit", "user").order_by("post__unit_id", "post_id")


def answers_for(unit: Unit, *, holder: int | None, on: date) -> Assignment | None:
    """Who answers for work in this unit, as far as that is public: the holder, who leads it, who leads the
    agency; None when none of them is on the board.
    """
    units = [unit, *Unit.objects.filter(pk=unit.parent_id)] if unit.parent_id else [unit]
    board = [each for each in staff_board(units, on=on) if not each.stands_for_id]
    found = [each for each in board if each.user_id == holder]
    found += [
        each for each in board if each.post.unit_id == unit.pk and {"head", "signer"} & set(each.post.roles)
    ]
    found += [each for each in board if each.post.unit_id == unit.parent_id and "signer" in each.post.roles]
    return found[0] if found else None


def opening_hours(calendar: Calendar, on: date) -> list[Hours]:
    """The opening hours valid that day, days with the same hours told together."""
    told: list[tuple[int, int, str]] = []
    for weekday in range(7):
        spans = [span for span in calendar.opening if span.weekday == weekday and span.valid_on(on)]
        times = ", ".join(_times(span) for span in sorted(spans, key=lambda span: span.opens))
        if not times:
            continue
        if told and told[-1][1] == weekday - 1 and told[-1][2] == times:
            told[-1] = (told[-1][0], weekday, times)
        else:
            told.append((weekday, weekday, times))
    return [Hours(_days(first, last), times) for first, last, times in told]


def coming_closures(calendar: Calendar, on: date) -> list[tuple[date, str]]:
    """The holidays of the next weeks, so that nobody comes in vain."""
    return sorted((day, name) for day, name in calendar.off.items() if on <= day <= on + _LOOK_AHEAD)


def _times(span: Span) -> str:
    return f"{span.opens:%H:%M} – {span.closes:%H:%M}"


def _days(first: int, last: int) -> str:
    return WEEKDAYS[first] if first == last else f"{WEEKDAYS[first]} – {WEEKDAYS[last]}"
