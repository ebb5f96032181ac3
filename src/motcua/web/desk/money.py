"""Sổ tiền: what came in on a day, by unit, officer, method and kind; closing the day, and days closed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.actor import ACCOUNTANT, Actor
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.models import Unit
from motcua.payments import day as takings
from motcua.payments import queries
from motcua.payments.actions.closing import close_day
from motcua.payments.models import Book, DayClosing, Till
from motcua.web.desk.money_frame import asked_day, money_page, paged, taken_lines, units_of
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.typed import the_day


@dataclass(frozen=True)
class UnitDay:
    """One unit on the chosen day: what moved on which account, whether it is closed, what still stops it."""

    unit_id: str
    name: str
    sums: list[tuple[str, int, int]]
    closing: DayClosing | None
    matches: bool
    stops: list[Till]


@for_officers(ACCOUNTANT)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`?ngay=27/11/2026`; without it today."""
    return _page(request, asked_day(request))


def _page(request: HttpRequest, day: date, problem: Refused | None = None) -> HttpResponse:
    acting = actor(request)
    payments = list(queries.taken_on(acting.units, day).order_by("taken_at", "pk"))
    shown = paged(request, payments)
    context: dict[str, Any] = {
        "day": day,
        "today": moment.today(),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < moment.today() else None,
        "methods": [label for _, label in takings.METHODS],
        "kinds": [label for _, label in takings.KINDS],
        "total": sum(payment.amount for payment in payments),
        "number": len(payments),
        "page": shown,
        "lines": taken_lines(shown.object_list),
        "units": _units(acting, day),
        "wrong_unit": request.POST.get("unit", ""),
    }
    if payments:
        by_officer = takings.by_officer(payments)
        by_unit = takings.by_unit(payments, _names(payments))
        context |= {"by_officer": by_officer, "by_unit": by_unit}
        context |= {"all_methods": takings.together(by_officer), "all_kinds": takings.together(by_unit)}
    return money_page(request, "desk/money/day.html", "desk:money", context, problem)


def _names(payments: list[Any]) -> dict[str, str]:
    """Cash at a desk may belong to any agency of the province."""
    wanted = {payment.obligation.unit_id for payment in payments}
    return dict(Unit.objects.filter(pk__in=wanted - {None}).values_list("pk", "name"))


def _units(acting: Actor, day: date) -> list[UnitDay]:
    """The units on whose accounts something moved that day or whose day is closed."""
    sums = {unit_id: each for (unit_id, _), each in queries.sums_of_days(acting.units, day, day).items()}
    closed = queries.closings(acting.units).filter(day=day)
    closings = {each.unit_id: (each, matches) for each, matches in queries.recomputed(closed)}
    found = []
    for unit_id, name in units_of(acting).items():
        if unit_id not in sums and unit_id not in closings:
            continue
        closing, matches = closings.get(unit_id, (None, True))
        moved = [
            (str(Book(book).label), side["debit"], side["credit"])
            for book, side in sums.get(unit_id, {}).items()
        ]
        stops = [] if closing else queries.open_tills(unit_id, day)
        found.append(UnitDay(unit_id, name, moved, closing, matches, stops))
    return found


@for_officers(ACCOUNTANT)
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Fix the sums of one unit on one day."""
    typed, unit_id = request.POST.get("day", ""), request.POST.get("unit", "")
    try:
        day = the_day(typed, "ngay")
    except Refused as problem:
        return _page(request, moment.today(), problem)
    try:
        closing = close_day(actor=actor(request), unit_id=unit_id, day=day)
    except Forbidden:
        raise
    except Refused as problem:
        return _page(request, day, problem)
    messages.success(request, f"Đã khóa sổ ngày {short_date(day)}. Mã kiểm tra {closing.digest[:12]}.")
    return redirect(f"{reverse('desk:money')}?ngay={short_date(day)}")


@for_officers(ACCOUNTANT)
@require_safe
def closings(request: HttpRequest) -> HttpResponse:
    """Every closed day, with its digest computed anew from the book of today."""
    shown = paged(request, queries.closings(actor(request).units))
    context = {"page": shown, "rows": queries.recomputed(shown.object_list)}
    return money_page(request, "desk/money/closings.html", "desk:money", context)
