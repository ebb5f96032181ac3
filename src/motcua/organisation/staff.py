"""The people of some units for who leads them: posts held, absences, who stands in for whom."""

from collections.abc import Iterable
from datetime import date

from motcua.organisation.models import Absence, AbsenceQuerySet, Assignment, AssignmentQuerySet
from motcua.organisation.queries import colleagues, unit_called


def own_posts_in(units: Iterable[str], on: date) -> AssignmentQuerySet:
    """Who holds which post in these units in the own right on that day."""
    held = Assignment.objects.in_force(on).filter(post__unit__in=units, stands_for=None)
    return held.filter(user__is_active=True).select_related("post__unit", "user").order_by("user__name", "pk")


def stand_ins_in(units: Iterable[str], on: date) -> AssignmentQuerySet:
    """Standing in at posts of these units, on that day or later."""
    found = Assignment.objects.standing_in().filter(post__unit__in=units, ends__gte=on)
    return found.select_related("post__unit", "user", "stands_for").order_by("starts", "pk")


def absences_in(units: Iterable[str], on: date) -> AbsenceQuerySet:
    """Who of these units is away on that day or will be."""
    people = Assignment.objects.in_force(on).filter(post__unit__in=units, stands_for=None)
    found = Absence.objects.filter(user__in=people.values("user_id"), ends__gte=on)
    return found.select_related("user").order_by("starts", "pk")


def people_around(unit_id: str, units: Iterable[str], on: date) -> list[tuple[int, str]]:
    """Who could stand in: the people of these units and of the agency around; id and name with title."""
    unit = unit_called(unit_id)
    around = list(colleagues(unit, on)) if unit is not None else []
    found = {each.user_id: f"{each.user.name}, {each.post.title}" for each in own_posts_in(units, on)}
    for each in around:
        found.setdefault(each.user_id, f"{each.user.name}, {each.post.title}")
    return sorted(found.items(), key=lambda pair: pair[1])
