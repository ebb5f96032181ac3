"""The calendar by which every term is counted, a year at a time, each day with its ground."""

from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from motcua.identity.actor import ADMIN, INSPECTOR
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.public import WEEKDAYS, opening_hours
from motcua.organisation.queries import calendar_days, calendar_for
from motcua.organisation.register import calendar_years, own_days
from motcua.web.console.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine, Filter

# How sure the data is: see the notice beside organisation/data.
MARKS = {
    "S": "đã thấy văn bản gốc",
    "S2": "theo nguồn thứ hai",
    "D": "tính ra từ quy định",
    "GK": "chưa thấy văn bản gốc, cần đối chiếu",
}
KINDS = {"off": "Nghỉ", "extra": "Làm việc bù"}
# What the forms of the page ask for; it comes back with what was refused.
_TYPED = ("day", "kind", "name", "ground", "unit", "seen", "starts")


@for_officers(ADMIN, INSPECTOR)
@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """`?nam=2027`; without it the present year."""
    return shown(request)


def shown(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    """The calendar of a year, with the forms for administrators and what was wrong in one of them."""
    today = moment.today()
    asked = request.GET.get("nam", "")
    chosen = int(asked) if asked.isdecimal() and len(asked) == 4 and asked.isascii() else today.year
    days = calendar_days(chosen)
    years = sorted({*calendar_years(), today.year})
    context = {
        "year": chosen,
        "rows": [(day, KINDS[day.kind], MARKS.get(day.mark, day.mark), day.mark == "GK") for day in days],
        "unsure": sum(day.mark == "GK" for day in days),
        "filters": [
            Filter(f"Năm {each}", f"?nam={each}", len(calendar_days(each)), current=each == chosen)
            for each in years
        ],
        "hours": opening_hours(calendar_for(), today),
        "may_change": actor(request).has(ADMIN),
        "own_days": own_days(chosen),
        "week": _week(request.POST, today),
        "today": today,
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
        "typed": {name: request.POST.get(name, "") for name in _TYPED},
    }
    return show(request, "console/calendar.html", "console:calendar", context, status=409 if problem else 200)


def _week(typed: QueryDict, today: date) -> list[tuple[int, str, str, bool]]:
    """The table of today's hours as it is typed: weekday, its name, hours, whether it counts for terms."""
    calendar = calendar_for()
    found = []
    for weekday, name in enumerate(WEEKDAYS):
        spans = sorted(
            (span for span in calendar.opening if span.weekday == weekday and span.valid_on(today)),
            key=lambda span: span.opens,
        )
        hours = ", ".join(f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in spans)
        counts = weekday in calendar.counted_weekdays
        if "starts" in typed:
            hours, counts = typed.get(f"hours-{weekday}", ""), f"counts-{weekday}" in typed
        found.append((weekday, name, hours, counts))
    return found
