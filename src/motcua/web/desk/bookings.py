"""Appointments of the desk: by day, booked for somebody, received, given back, printed."""

from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.dossiers.models import Dossier
from motcua.identity.actor import DESK_OFFICER, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.reception import queries
from motcua.reception.actions import bookings
from motcua.reception.models import Appointment, Hall
from motcua.web.desk.frame import show, words_in
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine


@for_officers(DESK_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """A day of the hall: who comes, which hours are free, and the form to book for somebody at the desk."""
    hall = queries.hall_of_desk(actor(request))
    if hall is None:
        return redirect("desk:hall")
    days = queries.days_with_slots(hall, moment.now())
    chosen = _day(request.GET.get("ngay", ""), days)
    error: Refused | None = None
    if request.method == "POST":
        try:
            made = _book(actor(request), hall, request)
        except Forbidden:
            raise
        except Refused as problem:
            error = problem
        else:
            messages.success(request, "Đã đặt lịch hẹn. In phiếu đưa cho người dân.")
            return redirect("desk:booking-slip", made.pk)
    context = {
        "hall": hall,
        "day": chosen,
        "days": [(day, f"?ngay={day.isoformat()}", day == chosen) for day in days],
        "slots": queries.slots(hall, chosen, moment.now()) if chosen else [],
        "rows": queries.appointments_on(hall, chosen) if chosen else [],
        "errors": [ErrorLine(error.message, error.field)] if error is not None else [],
        "typed": {name: words_in(request, name) for name in ("number", "name", "phone")},
    }
    return show(request, "desk/bookings.html", "hall", context, status=409 if error else 200)


def _day(text: str, days: list[date]) -> date | None:
    found = next((day for day in days if day.isoformat() == text), None)
    return found or next(iter(days), None)


def _book(acting: Actor, hall: Hall, request: HttpRequest) -> Appointment:
    """For a dossier by its number, else for a name."""
    starts_at = moment_in(request.POST.get("starts_at", ""))
    number = words_in(request, "number")
    if not number:
        return bookings.book_for(
            actor=acting,
            hall_id=hall.pk,
            starts_at=starts_at,
            name=words_in(request, "name"),
            phone=words_in(request, "phone"),
        )
    seen = Dossier.objects.visible_to(acting)
    dossier = (seen.filter(code=number) | seen.filter(temporary_number=number)).first()
    if dossier is None:
        raise Refused("Không có hồ sơ nào mang số này ở đơn vị của bạn.", field="number")
    return bookings.book(actor=acting, dossier_id=dossier.pk, starts_at=starts_at)


def moment_in(text: str) -> datetime:
    """The hour that was chosen. Raises Refused when none was."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refused("Hãy chọn một khung giờ.", field="starts_at") from None
    return found if found.tzinfo is not None else found.replace(tzinfo=moment.TZ)


def _own(request: HttpRequest, appointment_id: UUID) -> Appointment:
    rows = Appointment.objects.select_related("hall__unit", "dossier__version__procedure")
    found = rows.filter(pk=appointment_id, hall__unit_id__in=actor(request).units).first()
    if found is None:
        raise Http404
    return found


@for_officers(DESK_OFFICER)
@require_POST
def act(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The person is here, or does not come."""
    appointment = _own(request, appointment_id)
    try:
        if request.POST.get("act") == "receive":
            ticket = bookings.receive(actor=actor(request), appointment_id=appointment.pk)
            messages.success(request, f"{appointment.name}: số {ticket.label}, được gọi trước.")
        else:
            bookings.cancel(actor=actor(request), appointment_id=appointment.pk)
            messages.success(request, "Đã hủy lịch hẹn.")
    except Forbidden:
        raise
    except Refused as problem:
        messages.error(request, problem.message)
    day = appointment.starts_at.astimezone(moment.TZ).date().isoformat()
    return redirect(f"{reverse('desk:bookings')}?ngay={day}")


@for_officers(DESK_OFFICER)
@require_safe
def slip(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """One sheet for somebody without a telephone."""
    appointment = _own(request, appointment_id)
    return show(request, "desk/booking_slip.html", "hall", {"appointment": appointment})
