"""The first page of a leader: three numbers with what they come from, what wants doing now, one trend."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.lib import moment
from motcua.reporting import cockpit as engine
from motcua.reporting.cockpit import Month, Numbers
from motcua.reporting.league import MEASURES, Measure
from motcua.reporting.lists import now_counts
from motcua.reporting.table import Share
from motcua.web.steering.frame import show
from motcua.web.steering.lists import NOW_LISTS, list_url
from motcua.web.steering.scope import LEADERS, Scope, scope_of
from motcua.web.ui.doors import for_officers
from motcua.web.ui.parts import Tone

_SHOWN = ("dung-han", "truc-tuyen", "qua-han")


def shown(percent: Decimal | None) -> str:
    """«97,30%», or that there is nothing to compute from."""
    return "Chưa có" if percent is None else f"{str(percent).replace('.', ',')}%"


@dataclass(frozen=True)
class Compared:
    """A number beside that of another month, in words: better or worse."""

    words: str
    state: Literal["same", "better", "worse"]
    icon: str


@dataclass(frozen=True)
class Headline:
    """One of the three numbers."""

    label: str
    value: str
    part: int
    whole: int
    formula: str
    url: str
    action: str
    compared: tuple[Compared, ...]


@dataclass(frozen=True)
class ToDo:
    """One line of what wants doing now."""

    label: str
    count: int
    url: str
    tone: Tone
    icon: str


@for_officers(*LEADERS)
@require_safe
def cockpit(request: HttpRequest) -> HttpResponse:
    """The whole page, or with `phan=so` only its numbers, asked for again every quarter of a minute."""
    scope = scope_of(request)
    context = numbers_context(scope)
    if request.GET.get("phan") == "so":
        return render(request, "steering/_numbers.html", context | {"scope": scope})
    context["trend"] = engine.trend(scope.whose, scope.month)
    return show(request, "steering/cockpit.html", "cockpit", context, scope=scope)


def numbers_context(scope: Scope) -> dict[str, object]:
    """What the part that refreshes itself shows."""
    here = engine.numbers(scope.whose, scope.month)
    before, year = scope.month.moved(-1), scope.month.moved(-12)
    others = ((before, engine.numbers(scope.whose, before)), (year, engine.numbers(scope.whose, year)))
    counts = now_counts(scope.whose, moment.now())
    return {
        "headlines": [_headline(MEASURES[key], here, others, scope) for key in _SHOWN],
        "counts": [
            ("Tiếp nhận trong kỳ", here.received, list_url("received", scope)),
            ("Đã giải quyết", here.solved, list_url("solved_total", scope)),
            ("Đang giải quyết", here.pending, list_url("pending_total", scope)),
        ],
        "todo": [
            ToDo(
                each.label,
                counts[name],
                list_url(name, scope),
                each.tone if counts[name] else "grey",
                each.icon,
            )
            for name, each in NOW_LISTS.items()
        ],
        "cut_off": moment.now(),
        "fragment_url": f"{reverse('steering:cockpit')}?{scope.query}&phan=so",
    }


def _headline(
    measure: Measure, here: Numbers, others: tuple[tuple[Month, Numbers], ...], scope: Scope
) -> Headline:
    share = measure.share(here)
    actions = {
        "solved_late": "Xem hồ sơ giải quyết quá hạn",
        "received_direct": "Xem hồ sơ không nộp trực tuyến",
    }
    return Headline(
        measure.label,
        shown(share.percent),
        share.numerator,
        share.denominator,
        measure.formula,
        list_url(measure.behind, scope),
        actions.get(measure.behind, "Xem hồ sơ quá hạn"),
        tuple(_compared(measure, share, month, measure.share(other)) for month, other in others),
    )


def _compared(measure: Measure, share: Share, month: Month, other: Share) -> Compared:
    """In percentage points, never in percent of percent."""
    then = f"tháng {month.first:%m/%Y}"
    if share.percent is None or other.percent is None:
        return Compared(f"{then}: chưa có số liệu để so", "same", "info")
    gap = share.percent - other.percent
    if gap == 0:
        return Compared(f"Bằng {then}: {other}", "same", "check")
    word = "tăng" if gap > 0 else "giảm"
    better = (gap > 0) == measure.more_is_better
    points = str(abs(gap)).replace(".", ",")
    return Compared(
        f"{'Tốt lên' if better else 'Xấu đi'}: {word} {points} điểm so với {then}: {other}",
        "better" if better else "worse",
        "done" if better else "late",
    )
