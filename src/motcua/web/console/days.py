"""Changing the calendar: days off and days made up for, opening hours; with their ground, on record."""

import re
from datetime import date, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from motcua.identity.actor import ADMIN
from motcua.lib.calendars import Span
from motcua.lib.dates import short_date
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation import actions
from motcua.organisation.models import Unit
from motcua.web.console import calendar
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.typed import check_meant, the_day

_SPAN = re.compile(r"(\d{1,2})[:hg](\d{2})\s*[-–]\s*(\d{1,2})[:hg](\d{2})")


@for_officers(ADMIN)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A day off or a day made up for, for everybody or one unit."""
    posted = request.POST
    try:
        check_meant(request)
        day = the_day(posted.get("day", ""), "day")
        actions.set_day(
            actor=actor(request),
            day=day,
            kind=posted.get("kind", ""),
            name=posted.get("name", "").strip()[:120],
            ground=posted.get("ground", "").strip()[:200],
            mark="S" if posted.get("seen") == "1" else "GK",
            unit=_unit(posted),
        )
    except Forbidden:
        raise
    except Refused as problem:
        return calendar.shown(request, problem)
    messages.success(request, f"Đã ghi ngày {short_date(day)} vào lịch.")
    return redirect(f"{reverse('console:calendar')}?nam={day.year}")


@for_officers(ADMIN)
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """A day is an ordinary one again."""
    try:
        check_meant(request)
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError as problem:
        raise Refused("Ngày này không có trong lịch. Hãy tải lại trang.") from problem
    except Refused as problem:
        return calendar.shown(request, problem)
    actions.remove_day(actor=actor(request), day=day, unit=_unit(request.POST))
    messages.success(request, f"Ngày {short_date(day)} trở lại là ngày thường.")
    return redirect(f"{reverse('console:calendar')}?nam={day.year}")


@for_officers(ADMIN)
@require_POST
def hours(request: HttpRequest) -> HttpResponse:
    """A new table of opening hours from a day on, for everybody or one unit."""
    posted = request.POST
    try:
        check_meant(request)
        starts = the_day(posted.get("starts", ""), "starts")
        actions.set_opening_hours(
            actor=actor(request),
            spans=[span for weekday in range(7) for span in _spans(posted, weekday)],
            counted_weekdays=[weekday for weekday in range(7) if posted.get(f"counts-{weekday}") == "1"],
            starts=starts,
            unit=_unit(posted),
        )
    except Forbidden:
        raise
    except Refused as problem:
        return calendar.shown(request, problem)
    messages.success(request, f"Giờ làm việc mới áp dụng từ {short_date(starts)}.")
    return redirect("console:calendar")


def _unit(posted: Any) -> Unit | None:
    """The unit named by its slug; nothing means everybody."""
    typed = posted.get("unit", "").strip().lower()
    if not typed:
        return None
    found = Unit.objects.filter(pk=typed).first()
    if found is None:
        raise Refused("Không có đơn vị mang mã này. Mã đứng trong địa chỉ trang đơn vị.", field="unit")
    return found


def _spans(posted: Any, weekday: int) -> list[Span]:
    """«07:00–11:30, 13:30–17:00» as spans; an empty line is a closed day."""
    typed = posted.get(f"hours-{weekday}", "").strip()
    if not typed:
        return []
    try:
        return [_span(weekday, part.strip()) for part in re.split(r"[,;]", typed) if part.strip()]
    except ValueError as problem:
        raise Refused(
            f"Giờ «{typed[:60]}» chưa đọc được. Hãy ghi như 07:00-11:30, 13:30-17:00.",
            field=f"hours-{weekday}",
        ) from problem


def _span(weekday: int, text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return Span(weekday, time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))
