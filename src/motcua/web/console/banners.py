"""The banner every public page shows: its words, from when to when; set and ended by an administrator."""

from datetime import date, datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.actor import ADMIN
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.lib.errors import Forbidden, Refused
from motcua.notifications.banners import LONGEST, end_banner, set_banner
from motcua.notifications.models import Banner
from motcua.web.console.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine
from motcua.web.ui.typed import the_day

_MOST = 50
_FIELDS = ("words", "starts-day", "starts-time", "ends-day", "ends-time")


@for_officers(ADMIN)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What runs, what comes, what was; and the form."""
    now = moment.now()
    day, clock = short_date(now.astimezone(moment.TZ).date()), f"{now.astimezone(moment.TZ):%H:%M}"
    return _page(request, {"starts-day": day, "starts-time": clock, "ends-day": day}, None)


@for_officers(ADMIN)
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Set a new one."""
    posted = request.POST
    try:
        set_banner(
            actor=actor(request),
            words=posted.get("words", ""),
            starts=_moment(
                the_day(posted.get("starts-day", ""), "starts-day"), "starts", posted.get("starts-time")
            ),
            ends=_moment(the_day(posted.get("ends-day", ""), "ends-day"), "ends", posted.get("ends-time")),
        )
    except Forbidden:
        raise
    except Refused as problem:
        return _page(request, {name: posted.get(name, "") for name in _FIELDS}, problem)
    messages.success(request, "Đã đặt thông báo. Mọi trang công khai hiện thông báo trong thời gian đã chọn.")
    return redirect("console:banners")


def _moment(day: date, name: str, clock: str | None) -> datetime:
    try:
        return datetime.combine(day, time.fromisoformat((clock or "").strip()), moment.TZ)
    except ValueError as problem:
        raise Refused("Hãy ghi giờ như 08:30.", field=f"{name}-time") from problem


@for_officers(ADMIN)
@require_POST
def end(request: HttpRequest, banner_id: UUID) -> HttpResponse:
    """Take it down now."""
    try:
        end_banner(actor=actor(request), banner_id=banner_id)
    except Banner.DoesNotExist as gone:
        raise Http404 from gone
    messages.success(request, "Đã gỡ thông báo.")
    return redirect("console:banners")


def _page(request: HttpRequest, typed: dict[str, str], problem: Refused | None) -> HttpResponse:
    now = moment.now()
    context = {
        "rows": [(each, each.state_at(now)) for each in Banner.objects.order_by("-starts")[:_MOST]],
        "typed": {name.replace("-", "_"): value for name, value in typed.items()},
        "most": LONGEST,
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
        "wrong": problem.field if problem else "",
    }
    return show(request, "console/banners.html", "console:banners", context, status=409 if problem else 200)
