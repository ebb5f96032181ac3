"""The calendar by which every term is counted, a year at a time, each day with its ground."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.identity.actor import ADMIN, INSPECTOR
from motcua.lib import moment
from motcua.organisation.public import opening_hours
from motcua.organisation.queries import calendar_days, calendar_for
from motcua.organisation.register import calendar_years
from motcua.web.console.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.parts import Filter

# How sure the data is: see the notice beside organisation/data.
MARKS = {
    "S": "đã thấy văn bản gốc",
    "S2": "theo nguồn thứ hai",
    "D": "tính ra từ quy định",
    "GK": "chưa thấy văn bản gốc, cần đối chiếu",
}
KINDS = {"off": "Nghỉ", "extra": "Làm việc bù"}


@for_officers(ADMIN, INSPECTOR)
@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """`?nam=2027`; without it the present year."""
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
    }
    return show(request, "console/calendar.html", "console:calendar", context)
