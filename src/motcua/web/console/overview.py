"""What an administrator sees first: how much there is, and what waits to be compared with its source."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.audit.queries import entries
from motcua.catalogue.queries import current_versions, unverified_marks
from motcua.identity.actor import ADMIN, INSPECTOR
from motcua.lib import moment
from motcua.lib.money import grouped
from motcua.organisation.models import Unit
from motcua.organisation.queries import calendar_days
from motcua.web.console.frame import show
from motcua.web.console.record import lines_of
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Figure

_LATEST = 10


@for_officers(ADMIN, INSPECTOR)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Four numbers, each opening its list."""
    today = moment.today()
    marks = unverified_marks(today)
    days = calendar_days(today.year)
    unsure = [day for day in days if day.mark == "GK"]
    figures = (
        Figure(
            "Thủ tục đang áp dụng",
            grouped(current_versions(today).count()),
            url="/quan-tri/thu-tuc/",
            action="Xem danh sách",
        ),
        Figure(
            "Số liệu cần đối chiếu",
            grouped(marks),
            f"ở {grouped(current_versions(today, marked=True).count())} thủ tục",
            url="/quan-tri/thu-tuc/?can-doi-chieu=1",
            action="Xem các thủ tục này",
        ),
        Figure(
            "Đơn vị đang hoạt động",
            grouped(Unit.objects.valid(today).count()),
            url="/quan-tri/don-vi/",
            action="Xem cây đơn vị",
        ),
        Figure(
            f"Ngày nghỉ, ngày làm bù năm {today.year}",
            str(len(days)),
            f"{len(unsure)} ngày chưa thấy văn bản gốc",
            url="/quan-tri/lich/",
            action="Xem lịch",
        ),
    )
    may_read = actor(request).has(INSPECTOR)
    lines = lines_of(entries()[:_LATEST], may_read=may_read)
    context = {"figures": figures, "lines": lines}
    return show(request, "console/overview.html", "console:start", context)
