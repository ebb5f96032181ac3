"""The few numbers a leader looks at, with what they were computed from, and those of other months."""

import calendar
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from motcua.lib.dates import add_months
from motcua.organisation.models import Unit
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


@dataclass(frozen=True)
class Measure:
    """A share by which agencies are compared; `behind` names the list of dossiers that cost or make it."""

    key: str
    label: str
    formula: str
    share: Callable[[Numbers], Share]
    more_is_better: bool
    behind: str


MEASURES = {
    each.key: each
    for each in (
        Measure(
            "dung-han",
            "Giải quyết trước và đúng hạn",
            "hồ sơ giải quyết trước hạn và đúng hạn / hồ sơ đã giải quyết trong kỳ",
            lambda n: Share(n.early + n.on_time, n.solved),
            True,
            "solved_late",
        ),
        Measure(
            "truc-tuyen",
            "Hồ sơ nộp trực tuyến",
            "hồ sơ tiếp nhận trực tuyến / hồ sơ tiếp nhận trong kỳ (không tính kỳ trước chuyển sang)",
            lambda n: Share(n.online, n.received),
            True,
            "received_direct",
        ),
        Measure(
            "qua-han",
            "Đang giải quyết mà quá hạn",
            "hồ sơ quá hạn / hồ sơ đang giải quyết vào cuối ngày cuối kỳ",
            lambda n: Share(n.overdue, n.pending),
            False,
            "pending_overdue",
        ),
        Measure(
            "truoc-han",
            "Giải quyết trước hạn",
            "hồ sơ giải quyết trước hạn / hồ sơ đã giải quyết trong kỳ",
            lambda n: Share(n.early, n.solved),
            True,
            "solved_early",
        ),
        Measure(
            "bo-sung",
            "Lượt yêu cầu bổ sung",
            "lượt yêu cầu bổ sung / hồ sơ nộp trong kỳ",
            lambda n: Share(n.supplements, n.filed),
            False,
            "supplements",
        ),
        Measure(
            "tu-choi",
            "Không được tiếp nhận",
            "hồ sơ không được tiếp nhận / hồ sơ nộp trong kỳ",
            lambda n: Share(n.refused, n.filed),
            False,
            "refused",
        ),
        Measure(
            "dung-lan-dau",
            "Đúng ngay lần đầu",
            "hồ sơ có kết quả mà không phải bổ sung / hồ sơ đã quyết định",
            lambda n: Share(n.right_at_once, n.solved - n.given_back + n.refused),
            True,
            "first_time_right",
        ),
        Measure(
            "ngoai-dia-gioi",
            "Tiếp nhận ngoài địa giới",
            "hồ sơ do nơi ngoài địa giới của cơ quan giải quyết tiếp nhận / hồ sơ tiếp nhận trong kỳ",
            lambda n: Share(n.elsewhere, n.received),
            True,
            "received",
        ),
    )
}

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
    PENDING: "pending",
    Metric.OVERDUE: "overdue",
}
_IN_PERIOD = (
    *(Metric.ACCEPTED, Metric.ELSEWHERE, *SOLVED, Metric.BACK_IN_TIME, Metric.BACK_LATE),
    *(Metric.FIRST_TIME_RIGHT, Metric.FILED, Metric.REFUSED, Metric.SUPPLEMENTS),
)


def numbers(whose: Whose, month: Month) -> Numbers:
    """The sums of one scope."""
    return _gathered(whose, month).get("", Numbers())


def numbers_by_unit(whose: Whose, month: Month) -> dict[str, Numbers]:
    """The sums of every agency in the scope, by slug."""
    return _gathered(whose, month, UNIT)


def _gathered(whose: Whose, month: Month, *by: str) -> dict[str, Numbers]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for (*key, channel, metric), count in counted(
        whose, month.first, month.last, _IN_PERIOD, *by, CHANNEL
    ).items():
        accepted = ONLINE if channel == ONLINE else DIRECT
        found["".join(key)][accepted if metric == Metric.ACCEPTED else _NAMES[metric]] += count
    left: Figures = standing(whose, month.last, *by)
    for (*key, state), count in left.items():
        if state in _NAMES:
            found["".join(key)][_NAMES[state]] += count
    return {key: Numbers(**values) for key, values in found.items()}


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


@dataclass(frozen=True)
class Standing:
    """One commune or agency in a league table: its share and what it is short of, in points and dossiers."""

    unit_id: str
    admin_code: str
    name: str
    numbers: Numbers
    share: Share

    def gap(self, wanted: float) -> float | None:
        """Percentage points above (+) or below (-) what is wanted; None where nothing was counted."""
        percent = self.share.percent
        return None if percent is None else round(float(percent) - wanted, 2)


def communes(month: Month, measure: Measure) -> list[Standing]:
    """The committee of every commune at the end of the month, best first, those without dossiers last."""
    units = Unit.objects.of_kind(Unit.Kind.COMMUNE_COMMITTEE).valid(month.last).order_by("name")
    return _standings(units.values_list("pk", "admin_code", "short_name"), month, measure)


def agencies(month: Month, measure: Measure) -> list[Standing]:
    """Every agency that decides and is no commune's: departments, police, offices that had dossiers."""
    units = Unit.objects.filter(level=Unit.Level.PROVINCE).valid(month.last).order_by("name")
    found = _standings(units.values_list("pk", "admin_code", "short_name"), month, measure)
    return [each for each in found if each.share.denominator]


def _standings(units: Iterable[tuple[str, str, str]], month: Month, measure: Measure) -> list[Standing]:
    rows = list(units)
    sums = numbers_by_unit(Whose(frozenset(row[0] for row in rows)), month)
    found = []
    for unit_id, code, name in rows:
        own = sums.get(unit_id, Numbers())
        found.append(Standing(unit_id, code, name, own, measure.share(own)))
    sign = -1 if measure.more_is_better else 1

    def rank(each: Standing) -> tuple[bool, float, int]:
        percent = each.share.percent
        return percent is None, sign * float(percent or 0), -each.share.denominator

    return sorted(found, key=rank)
