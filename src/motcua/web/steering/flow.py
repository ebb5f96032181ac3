"""Where work stands still, who has too much of it, and when people come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.dossiers.models import WorkItem
from motcua.reporting import flow as engine
from motcua.reporting.table import Share
from motcua.web.steering.frame import show
from motcua.web.steering.lists import NOBODY, WEEKDAYS, list_url
from motcua.web.steering.scope import LEADERS, Scope, scope_of
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor

SHADES = 5
_HOUR, _DAY = 3600, 86400


@dataclass(frozen=True)
class StepLine:
    """A step with its average time beside its budget."""

    name: str
    late: Share
    spent: str
    budget: str
    use: int | None
    url: str


@dataclass(frozen=True)
class StuckLine:
    """A piece of open work; the dossier is named only to those who may open it."""

    number: str
    url: str
    procedure: str
    step: str
    holder: str
    unit: str
    since: datetime
    stood: str
    is_late: bool


@dataclass(frozen=True)
class LoadLine:
    """The open work of one officer or one common queue."""

    load: engine.Load
    holder: str
    url: str


@dataclass(frozen=True)
class Cell:
    """Arrivals of one hour of one weekday; `shade` 0 to 5."""

    number: int
    shade: int
    url: str
    weekday: str


def length(span: timedelta | None) -> str:
    """«2,5 ngày», «3,0 giờ», «12 phút»."""
    if span is None:
        return ""
    if span < timedelta():
        return "mở khi đã quá hạn"
    seconds = span.total_seconds()
    if seconds >= _DAY:
        return f"{seconds / _DAY:.1f} ngày".replace(".", ",")
    if seconds >= _HOUR:
        return f"{seconds / _HOUR:.1f} giờ".replace(".", ",")
    return f"{round(seconds / 60)} phút"


@for_officers(*LEADERS)
@require_safe
def flow(request: HttpRequest) -> HttpResponse:
    """Bottlenecks of the month; the rest as it is now."""
    scope = scope_of(request)
    loads = engine.workload(scope.whose, scope.now)
    context = {
        "steps": [_step(each, scope) for each in engine.step_times(scope.whose, scope.days)],
        "stuck": _stuck(request, scope),
        "loads": [
            LoadLine(
                each,
                each.name or NOBODY,
                list_url("can-bo", scope, unit=each.unit_id, **{"can-bo": each.user_id or 0}),
            )
            for each in loads
        ],
        "arrivals": _arrivals(scope),
        "weekdays": WEEKDAYS,
    }
    return show(request, "steering/flow.html", "flow", context, scope=scope)


def _step(each: engine.StepTime, scope: Scope) -> StepLine:
    url = list_url("buoc", scope, buoc=each.name) if each.late.numerator else ""
    return StepLine(each.name, each.late, length(each.spent), length(each.budget), each.use, url)


def _stuck(request: HttpRequest, scope: Scope) -> list[StuckLine]:
    items = list(engine.stuck(scope.whose))
    allowed = scope.readable([item.dossier_id for item in items], actor(request))
    return [_stuck_line(item, item.dossier_id in allowed, scope) for item in items]


def _stuck_line(item: WorkItem, readable: bool, scope: Scope) -> StuckLine:
    return StuckLine(
        number=item.dossier.number if readable else "Không thuộc phạm vi xem",
        url=reverse("steering:dossier", args=[item.dossier_id]) if readable else "",
        procedure=item.dossier.version.procedure.name,
        step=item.name,
        holder=item.assignee.name if item.assignee else NOBODY,
        unit=item.unit.short_name,
        since=item.opened_at,
        stood=length(scope.now - item.opened_at),
        is_late=item.due_at is not None and item.due_at < scope.now,
    )


def _arrivals(scope: Scope) -> list[tuple[str, list[Cell], int]]:
    """Lines of hours with a cell for every weekday, and their sum."""
    found = engine.arrivals(scope.whose, scope.days)
    most = max(found.values(), default=0)
    lines = []
    for hour in engine.hours_open(found):
        cells = [_cell(found.get((day, hour), 0), most, day, hour, scope) for day in range(1, 8)]
        lines.append((f"{hour:02d}:00", cells, sum(cell.number for cell in cells)))
    return lines


def _cell(number: int, most: int, day: int, hour: int, scope: Scope) -> Cell:
    shade = 0 if not number else max(1, round(number * SHADES / most))
    url = list_url("gio", scope, thu=day, gio=hour) if number else ""
    return Cell(number, shade, url, WEEKDAYS[day - 1])
