"""How work flows: which step takes too long, what stands still, who has how much, when people come."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from motcua.dossiers.models import WorkItemQuerySet
from motcua.identity.models import User
from motcua.organisation.models import Unit
from motcua.reporting.figures import STEP, Whose, by_days, work_done
from motcua.reporting.fold import ARRIVALS, hour_of
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
    budget: timedelta

    @property
    def use(self) -> int | None:
        """How much of its budget the work took on average, in percent; None when it was opened too late."""
        return round(self.spent * 100 / self.budget) if self.budget > timedelta() else None


def step_times(whose: Whose, days: Days, *, most: int = 12) -> list[StepTime]:
    """The steps done in the period, those late most often first. Only work with a due moment is compared."""
    found = work_done(whose.units, days.first, days.last, STEP)
    rows = sorted(
        ((name, effort) for (name,), effort in found.items() if effort.timed),
        key=lambda pair: (-pair[1].timed_late, -pair[1].timed, pair[0]),
    )
    return [
        StepTime(
            name,
            Share(effort.timed_late, effort.timed),
            timedelta(seconds=effort.spent / effort.timed),
            timedelta(seconds=effort.budget / effort.timed),
        )
        for name, effort in rows[:most]
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
    rows = list(
        work_of(whose)
        .open()
        .values("unit_id", "assignee_id")
        .annotate(
            number=Count("opened_at"),
            late=Count("opened_at", filter=Q(due_at__lt=at, paused_at__isnull=True)),
            paused=Count("opened_at", filter=Q(paused_at__isnull=False)),
            oldest=Min("opened_at"),
        )
        .order_by()
    )
    # Names are looked up for those who are shown, not joined to every piece of open work.
    rows.sort(key=lambda row: (-row["late"], -row["number"], row["unit_id"], row["assignee_id"] or 0))
    shown = rows[:most]
    people = User.objects.filter(pk__in=[row["assignee_id"] for row in shown if row["assignee_id"]])
    names = dict(people.values_list("pk", "name"))
    units = dict(
        Unit.objects.filter(pk__in={row["unit_id"] for row in shown}).values_list("pk", "short_name")
    )
    return [
        Load(
            row["assignee_id"],
            names.get(row["assignee_id"], ""),
            row["unit_id"],
            units[row["unit_id"]],
            row["number"],
            row["late"],
            row["paused"],
            row["oldest"],
        )
        for row in shown
    ]


def arrivals(whose: Whose, days: Days) -> dict[tuple[int, int], int]:
    """How many dossiers came in by weekday (1 is Monday) and hour of the day."""
    found: Counter[tuple[int, int]] = Counter()
    for day, metric, number in by_days(whose, days.first, days.last, ARRIVALS):
        hour = hour_of(metric)
        if hour is not None:
            found[day.isoweekday(), hour] += number
    return +found


def hours_open(found: dict[tuple[int, int], int]) -> Sequence[int]:
    """The hours of the day to show: office hours, and every hour in which somebody came."""
    seen = {hour for _, hour in found} | set(range(7, 18))
    return range(min(seen), max(seen) + 1)
