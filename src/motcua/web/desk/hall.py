"""The hall as the desk works it: sit down at a window, call, call again, not here, send on, draw a number."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.actor import ADMIN, DESK_OFFICER, HEAD, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.queries import unit_called
from motcua.reception import queries
from motcua.reception.actions import halls, tickets
from motcua.reception.models import Hall, Priority, Window
from motcua.web.desk.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor

_GROUPS = tuple((value, label) for value, label in Priority.choices if value != Priority.BOOKED)


@for_officers(DESK_OFFICER)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """My window, whom I serve, who waits; without a hall, how to get one."""
    acting, now = actor(request), moment.now()
    hall = queries.hall_of_desk(acting)
    context: dict[str, Any] = {"hall": hall, "may_settle": acting.has(HEAD, ADMIN)}
    if hall is not None:
        windows = list(hall.windows.select_related("officer"))
        mine = next((each for each in windows if each.officer_id == acting.user_id), None)
        context |= {
            "windows": windows,
            "mine": mine,
            "others": [each for each in windows if mine is None or each.pk != mine.pk],
            "served": queries.served_at(mine, now) if mine is not None else None,
            "waiting": queries.waiting(hall, now),
            "line": queries.line_up(hall, now),
            "groups": _GROUPS,
            "today": queries.appointments_on(hall, moment.today()),
            "kiosk_url": reverse("hall:kiosk", args=[hall.kiosk_key]),
            "screen_url": reverse("hall:screen", args=[hall.unit_id]),
        }
    return show(request, "desk/hall.html", "hall", context)


@for_officers(DESK_OFFICER)
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """One button of the page; what is refused is said on it."""
    acting = actor(request)
    wanted = _ACTS.get(request.POST.get("act", ""))
    try:
        if wanted is None:
            raise Refused("Hãy chọn một việc.")
        said = wanted(acting, request.POST)
    except Forbidden:
        raise
    except Refused as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, said)
    return redirect("desk:hall")


def _number(posted: Any, name: str) -> int:
    text = str(posted.get(name, ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _open(acting: Actor, posted: Any) -> str:
    unit = unit_called(acting.unit_id)
    if unit is None:
        raise Refused("Bạn chưa được phân công ở đơn vị nào.")
    halls.open_hall(actor=acting, unit=unit)
    return "Đã mở phòng chờ. Mở trang lấy số ở máy đặt tại cửa và màn hình ở phòng chờ."


def _settle(acting: Actor, posted: Any) -> str:
    halls.settle_hall(
        actor=acting,
        hall_id=_hall(acting).pk,
        slot_minutes=_number(posted, "slot_minutes"),
        capacity=_number(posted, "capacity"),
        days_ahead=_number(posted, "days_ahead"),
        windows=_number(posted, "windows"),
    )
    return "Đã lưu cách làm việc của phòng chờ."


def _hall(acting: Actor) -> Hall:
    hall = queries.hall_of_desk(acting)
    if hall is None:
        raise Refused("Đơn vị của bạn chưa mở phòng chờ.")
    return hall


def _sit(acting: Actor, posted: Any) -> str:
    window: Window = halls.sit_down(
        actor=acting,
        window_id=_known_window(acting, posted),
        letters="".join(posted.getlist("letters")),
    )
    return f"Bạn đang ngồi {window}."


def _known_window(acting: Actor, posted: Any) -> int:
    wanted = _number(posted, "window")
    if not _hall(acting).windows.filter(pk=wanted).exists():
        raise Refused("Hãy chọn một quầy của phòng chờ này.", field="window")
    return wanted


def _get_up(acting: Actor, posted: Any) -> str:
    halls.get_up(actor=acting, window_id=_known_window(acting, posted))
    return "Đã rời quầy."


def _call(acting: Actor, posted: Any) -> str:
    ticket = tickets.call_next(actor=acting, window_id=_number(posted, "window"))
    return f"Đang gọi số {ticket.label}: {ticket.queue.name}."


def _recall(acting: Actor, posted: Any) -> str:
    ticket = tickets.recall(actor=acting, ticket_id=str(posted.get("ticket", "")))
    return f"Đã gọi lại số {ticket.label} (lần {ticket.calls})."


def _miss(acting: Actor, posted: Any) -> str:
    ticket = tickets.miss(actor=acting, ticket_id=str(posted.get("ticket", "")))
    if ticket.state == ticket.State.SKIPPED:
        return f"Số {ticket.label} vắng mặt 3 lần nên bị bỏ qua."
    return f"Số {ticket.label} vắng mặt lần {ticket.misses}, đã xếp xuống cuối hàng."


def _finish(acting: Actor, posted: Any) -> str:
    return f"Đã xong số {tickets.finish(actor=acting, ticket_id=str(posted.get('ticket', ''))).label}."


def _transfer(acting: Actor, posted: Any) -> str:
    ticket = tickets.transfer(
        actor=acting, ticket_id=str(posted.get("ticket", "")), to_window=_number(posted, "to_window")
    )
    return f"Đã chuyển số {ticket.label} sang {ticket.wanted_window}."


def _draw(acting: Actor, posted: Any) -> str:
    ticket = tickets.take_ticket(
        actor=acting,
        hall_id=_hall(acting).pk,
        letter=str(posted.get("letter", "")),
        priority=str(posted.get("priority", "")),
        ground=str(posted.get("ground", "")),
    )
    return f"Số của người dân là {ticket.label}."


_ACTS: dict[str, Callable[[Actor, Any], str]] = {
    "open": _open,
    "settle": _settle,
    "sit": _sit,
    "get-up": _get_up,
    "call": _call,
    "recall": _recall,
    "miss": _miss,
    "finish": _finish,
    "transfer": _transfer,
    "draw": _draw,
}
