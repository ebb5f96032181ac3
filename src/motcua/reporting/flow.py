"""How work flows: which step takes too long, what stands still, who has how much, when people come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Min, Q
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from motcua.dossiers.models import Movement, WorkItemQuerySet
from motcua.lib.moment import TZ
from motcua.reporting.figures import Whose
from motcua.reporting.fold import FILING
from motcua.reporting.lists import Days, work_of
from motcua.reporting.table import Share


@dataclass(frozen=True)
class StepTime:
    """Work of one name done in a period. Times run from opening to done, nights and days off included; so
    does the budget, from opening to the due moment: the two can be compared.
    """

    name: str
    late: Share
    spent: timedelta
    budget: timedelta | None

    @property
    def use(self) -> int | None:
        """How much of its budget the work took on average, in percent; None when it was opened too late."""
        opened_in_time = self.budget is not None and self.budget > timedelta()
        return round(self.spent * 100 / self.budget) if self.budget and opened_in_time else None


def _between(first: str, last: str) -> Avg:
    return Avg(ExpressionWrapper(F(last) - F(first), output_field=DurationField()))


def step_times(whose: Whose, days: Days, *, most: int = 12) -> list[StepTime]:
    """The steps done in the period, those late most often first. Only work with a due moment is compared."""
    done = work_of(whose).filter(done_at__gte=days.begins, done_at__lt=days.ends, due_at__isnull=False)
    rows = (
        done.exclude(outcome__in=["ended", "recalled"])
        .values("name")
        .annotate(
            number=Count("pk"),
            late=Count("pk", filter=Q(done_at__gt=F("due_at"))),
            spent=_between("opened_at", "done_at"),
            budget=_between("opened_at", "due_at"),
        )
        .order_by("-late", "-number", "name")
    )
    return [
        StepTime(row["name"], Share(row["late"], row["number"]), row["spent"], row["budget"])
        for row in rows[:most]
    ]


def stuck(whose: Whose, *, most: int = 15) -> WorkItemQuerySet:
    """The open work that has stood still longest, without what waits for the applicant."""
    return (
        work_of(whose).open().filter(paused_at__isnull=True).with_screen().order_by("opened_at", "pk")[:most]
    )


@dataclass(frozen=True)
class Load:
    """The open work of one officer, or of a unit's common queue (`user_id` None)."""

    user_id: int | None
    name: str
    unit_id: str
    unit: str
    number: int
    late: int
    paused: int
    oldest: datetime


def workload(whose: Whose, at: datetime, *, most: int = 40) -> list[Load]:
    """Open work by officer and unit, who has most late work first."""
    rows = (
        work_of(whose)
        .open()
        .values("assignee_id", "assignee__name", "unit_id", "unit__short_name")
        .annotate(
            number=Count("pk"),
            late=Count("pk", filter=Q(due_at__lt=at, paused_at__isnull=True)),
            paused=Count("pk", filter=Q(paused_at__isnull=False)),
            oldest=Min("opened_at"),
        )
        .order_by("-late", "-number", "assignee__name", "unit_id")
    )
    return [
        Load(
            row["assignee_id"],
            row["assignee__name"] or "",
            row["unit_id"],
            row["unit__short_name"],
            row["number"],
            row["late"],
            row["paused"],
            row["oldest"],
        )
        for row in rows[:most]
    ]


def arrivals(whose: Whose, days: Days) -> dict[tuple[int, int], int]:
    """How many dossiers came in by weekday (1 is Monday) and hour of the day."""
    acts = Movement.objects.filter(verb__in=FILING, at__gte=days.begins, at__lt=days.ends)
    if whose.units is not None:
        undecided = Q(dossier__competent_unit__isnull=True, dossier__receiving_unit_id__in=whose.units)
        acts = acts.filter(Q(dossier__competent_unit_id__in=whose.units) | undecided)
    rows = (
        acts.annotate(weekday=ExtractIsoWeekDay("at", tzinfo=TZ), hour=ExtractHour("at", tzinfo=TZ))
        .values_list("weekday", "hour")
        .annotate(number=Count("dossier_id", distinct=True))
        .order_by()
    )
    return {(weekday, hour): number for weekday, hour, number in rows}


def hours_open(found: dict[tuple[int, int], int]) -> Sequence[int]:
    """The hours of the day to show: office hours, and every hour in which somebody came."""
    seen = {hour for _, hour in found} | set(range(7, 18))
    return range(min(seen), max(seen) + 1)
