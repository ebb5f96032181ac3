"""Quầy thu của tôi: what an officer took, the count at the end; and what the accountant carries on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.actor import ACCOUNTANT, DESK_OFFICER, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.money import dong
from motcua.payments import queries
from motcua.payments.actions import till as tills_acts
from motcua.payments.models import Payment, Till
from motcua.web.desk.frame import show
from motcua.web.desk.money_frame import money_page, paged, taken_lines
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine
from motcua.web.ui.typed import an_amount


@for_officers(DESK_OFFICER, ACCOUNTANT)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What this officer took since the till was opened, or today; the form of the count."""
    return _mine(request)


def _mine(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    acting = actor(request)
    till = queries.open_till_of(acting.user_id or 0, acting.unit_id)
    taken = list(queries.taken_by(acting.user_id or 0, till.opened_at if till else _this_morning()))
    others = [each for each in taken if each.method != Payment.Method.CASH and each.reversal_id is None]
    context: dict[str, Any] = {
        "till": till,
        "lines": taken_lines(taken),
        "cash": tills_acts.balance(till) if till else 0,
        "other": sum(each.amount for each in others),
        "before": _earlier(acting),
        "counted": request.POST.get("counted", ""),
        "note": request.POST.get("note", ""),
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
        "wrong": problem.field if problem else "",
    }
    return show(request, "desk/money/till.html", "till", context, status=409 if problem else 200)


def _this_morning() -> datetime:
    return moment.start_of(moment.today())


def _earlier(acting: Actor) -> list[Till]:
    """The last tills this officer has closed at this unit."""
    closed = queries.tills([acting.unit_id]).filter(user_id=acting.user_id or 0)
    return list(closed.order_by("-closed_at")[:10])


@for_officers(DESK_OFFICER, ACCOUNTANT)
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """The officer has counted; leads to the sheet that goes with the cash."""
    acting = actor(request)
    till = queries.open_till_of(acting.user_id or 0, acting.unit_id)
    try:
        if till is None:
            raise Refused("Bạn không có quầy thu nào đang mở.")
        counted = an_amount(request.POST.get("counted", ""), "counted")
        tills_acts.close(
            actor=acting, till_id=till.pk, counted=counted, note=request.POST.get("note", "").strip()
        )
    except Forbidden:
        raise
    except Refused as problem:
        return _mine(request, problem)
    messages.success(request, "Đã đóng quầy thu. Hãy in bảng kê, ký và giao tiền cho kế toán.")
    return redirect("desk:till-sheet", till.pk)


@for_officers(DESK_OFFICER, ACCOUNTANT)
@require_safe
def sheet(request: HttpRequest, till_id: UUID) -> HttpResponse:
    """A closed till on one page to print: what was taken, counted, the difference, two signatures."""
    acting = actor(request)
    till = Till.objects.select_related("unit").exclude(closed_at=None).filter(pk=till_id).first()
    own = till is not None and till.user_id == acting.user_id
    if till is None or not (own or (acting.has(ACCOUNTANT) and till.unit_id in acting.units)):
        raise Http404
    lines = taken_lines(queries.payments_in(till))
    difference = (till.counted or 0) - (till.expected or 0)
    context = {"till": till, "lines": lines, "over": max(0, difference), "short": max(0, -difference)}
    return show(request, "desk/money/till_sheet.html", "till", context)


@for_officers(ACCOUNTANT)
@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """The closed tills of the accountant's units, what waits for the treasury first."""
    return _closed(request)


def _closed(
    request: HttpRequest, problem: Refused | None = None, wrong_till: UUID | None = None
) -> HttpResponse:
    found = queries.tills(actor(request).units)
    context = {
        "page": paged(request, found),
        "waiting": found.filter(handed_over_at=None).count(),
        "wrong_till": wrong_till,
        "voucher": request.POST.get("voucher", ""),
    }
    return money_page(request, "desk/money/tills.html", "desk:tills", context, problem)


@for_officers(ACCOUNTANT)
@require_POST
def hand_over(request: HttpRequest, till_id: UUID) -> HttpResponse:
    """The cash of this till is at the treasury."""
    try:
        done = tills_acts.hand_over(
            actor=actor(request), till_id=till_id, voucher=request.POST.get("voucher", "").strip()
        )
    except Till.DoesNotExist as gone:
        raise Http404 from gone
    except Forbidden:
        raise
    except Refused as problem:
        problem.field = f"voucher-{till_id}" if problem.field else ""
        return _closed(request, problem, till_id)
    messages.success(
        request, f"Đã ghi nộp {dong(done.counted or 0)} của {done.officer}, giấy nộp tiền {done.voucher}."
    )
    return redirect("desk:tills")
