"""The few numbers a leader looks at, with what they were computed from, and those of other months."""

import calendar
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from motcua.lib.dates import add_months
from motcua.reporting.facts import Fact
from motcua.reporting.figures import (
    CHANNEL,
    ONLINE,
    PENDING,
    UNIT,
    Figures,
    Whose,
    counted,
    first_of,
    standing,
)
from motcua.reporting.fold import IN_TIME, SOLVED, Metric
from motcua.reporting.models import MonthTally
from motcua.reporting.table import Share

DIRECT = "direct"


@dataclass(frozen=True)
class Month:
    """A month up to a day: `last` is its end, or the present day in the month that runs."""

    first: date
    last: date

    @classmethod
    def of(cls, day: date, today: date) -> "Month":
        """The month of `day`; one that has not begun yet is the present one."""
        first = first_of(min(day, today))
        return cls(first, min(_end(first), today))

    def moved(self, months: int) -> "Month":
        """As many days of another month: a month that runs is never held against a whole one."""
        first = add_months(self.first, months)
        if self.is_whole:
            return Month(first, _end(first))
        return Month(first, min(_end(first), first + (self.last - self.first)))

    @property
    def is_whole(self) -> bool:
        return self.last == _end(self.first)


def _end(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


@dataclass(frozen=True)
class Numbers:
    """Sums of one scope in one period."""

    online: int = 0
    direct: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    pending: int = 0
    overdue: int = 0
    filed: int = 0
    refused: int = 0
    supplements: int = 0
    given_back: int = 0
    right_at_once: int = 0
    elsewhere: int = 0
    asked_twice: int = 0
    solved_online: int = 0
    paid: int = 0
    cash: int = 0
    issued: int = 0
    paper_only: int = 0
    not_digitised: int = 0
    dissatisfied: int = 0
    organisations: int = 0
    organisations_online: int = 0

    @property
    def received(self) -> int:
        return self.online + self.direct

    @property
    def solved(self) -> int:
        return self.early + self.on_time + self.late

    def __add__(self, other: "Numbers") -> "Numbers":
        return Numbers(
            **{name: getattr(self, name) + getattr(other, name) for name in Numbers.__annotations__}
        )


_NAMES: Mapping[str, str] = {
    Metric.SOLVED_EARLY: "early",
    Metric.SOLVED_ON_TIME: "on_time",
    Metric.SOLVED_LATE: "late",
    Metric.FILED: "filed",
    Metric.REFUSED: "refused",
    Metric.SUPPLEMENTS: "supplements",
    Metric.BACK_IN_TIME: "given_back",
    Metric.BACK_LATE: "given_back",
    Metric.FIRST_TIME_RIGHT: "right_at_once",
    Metric.ELSEWHERE: "elsewhere",
    Metric.ASKED_TWICE: "asked_twice",
    Fact.PAID: "paid",
    Fact.CASH: "cash",
    Fact.ISSUED: "issued",
    Fact.PAPER_ONLY: "paper_only",
    Fact.NOT_DIGITISED: "not_digitised",
    Fact.DISSATISFIED: "dissatisfied",
    Fact.ORGANISATION: "organisations",
    PENDING: "pending",
    Metric.OVERDUE: "overdue",
}
# What is counted once more where it came by the online channel.
_ONLINE_TOO: Mapping[str, str] = {
    **dict.fromkeys(SOLVED, "solved_online"),
    Fact.ORGANISATION: "organisations_online",
}
_STANDING = frozenset({PENDING, str(Metric.OVERDUE)})
# What the pages of one scope show; a comparison of all agencies names what it reads.
SHOWN = (Metric.ACCEPTED, *SOLVED, PENDING, Metric.OVERDUE)


def numbers(whose: Whose, month: Month) -> Numbers:
    """The sums of one scope, those that its pages show."""
    return _gathered(whose, month, SHOWN).get("", Numbers())


def numbers_by_unit(whose: Whose, month: Month, wanted: Collection[str] = SHOWN) -> dict[str, Numbers]:
    """The sums of every agency in the scope, by slug; what is not `wanted` stays at nought."""
    return _gathered(whose, month, wanted, UNIT)


def _gathered(whose: Whose, month: Month, wanted: Collection[str], *by: str) -> dict[str, Numbers]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    happened = [each for each in wanted if isinstance(each, Metric | Fact) and each not in _STANDING]
    for (*key, channel, metric), count in counted(
        whose, month.first, month.last, happened, *by, CHANNEL
    ).items():
        for name in _names(metric, online=channel == ONLINE):
            found["".join(key)][name] += count
    if len(happened) < len(wanted):
        left: Figures = standing(whose, month.last, *by)
        for (*key, state), count in left.items():
            if state in _STANDING:
                found["".join(key)][_NAMES[state]] += count
    return {key: Numbers(**values) for key, values in found.items()}


def _names(metric: str, *, online: bool) -> tuple[str, ...]:
    """Which of the numbers a sum counts for."""
    if metric == Metric.ACCEPTED:
        return (ONLINE if online else DIRECT,)
    if online and metric in _ONLINE_TOO:
        return _NAMES[metric], _ONLINE_TOO[metric]
    return (_NAMES[metric],)


@dataclass(frozen=True)
class TrendLine:
    """One month of the trend."""

    month: date
    received: int
    solved: int
    in_time: Share


def trend(whose: Whose, month: Month, *, months: int = 13) -> list[TrendLine]:
    """Received and solved month by month up to `month`, in one query over the monthly sums."""
    first = add_months(month.first, 1 - months)
    rows = MonthTally.objects.filter(month__gte=first, month__lte=month.first, procedure_code="")
    rows = rows.filter(unit_id="") if whose.units is None else rows.filter(unit_id__in=whose.units)
    sums: Counter[tuple[date, str]] = Counter()
    wanted = [Metric.ACCEPTED, *SOLVED]
    for day, metric, total in (
        rows.filter(metric__in=wanted).values_list("month", "metric").annotate(total=Sum("count")).order_by()
    ):
        sums[day, metric] += total
    return [_trend_line(add_months(first, step), sums) for step in range(months)]


def _trend_line(day: date, sums: Mapping[tuple[date, str], int]) -> TrendLine:
    def of(metrics: Collection[Metric]) -> int:
        return sum(sums.get((day, metric), 0) for metric in metrics)

    solved = of(SOLVED)
    return TrendLine(day, of([Metric.ACCEPTED]), solved, Share(of(IN_TIME), solved))
