"""An hour at the desk for one's dossier: why one has to come, which hours are free, giving it back."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from motcua.dossiers.models import Dossier
from motcua.dossiers.presence import presence_now
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.reception import queries
from motcua.reception.actions import bookings
from motcua.reception.models import Appointment
from motcua.web.portal.mine.own import on_own
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine


@dataclass(frozen=True)
class Visit:
    """What the page of a dossier says about coming: why, what to bring, the booked hour or where to book."""

    title: str
    who: str
    bring: str
    basis: str
    booked: Appointment | None
    book_url: str


def visit_of(dossier: Dossier) -> Visit | None:
    """Nothing when nobody has to come now."""
    purpose, about = bookings.reason_to_come(dossier)
    booked = Appointment.objects.booked().filter(dossier=dossier).select_related("hall__unit").first()
    if not purpose and booked is None:
        return None
    wanted = presence_now(dossier)
    can_book = booked is None and bookings.hall_for(dossier) is not None
    return Visit(
        title=about or "Nhận kết quả tại quầy",
        who=wanted.who if wanted is not None else "",
        bring=wanted.bring if wanted is not None else "Giấy hẹn và giấy tờ tùy thân",
        basis=wanted.basis if wanted is not None else "",
        booked=booked,
        book_url=reverse("mine:appointment", args=[dossier.pk]) if can_book else "",
    )


@on_own
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Choose a day, then an hour of it."""
    hall = bookings.hall_for(dossier)
    visit = visit_of(dossier)
    if hall is None or visit is None or visit.booked is not None:
        return redirect("mine:dossier", dossier.pk)
    problem = ""
    if request.method == "POST":
        try:
            bookings.book(
                actor=actor(request),
                dossier_id=dossier.pk,
                starts_at=_moment(request.POST.get("starts_at", "")),
            )
        except Refused as refused:
            problem = refused.message
        else:
            messages.success(request, "Đã đặt lịch hẹn. Ngày trước đó, bạn được nhắc.")
            return redirect(reverse("mine:dossier", args=[dossier.pk]) + "#hen")
    days = queries.days_with_slots(hall, moment.now())
    chosen = next((day for day in days if day.isoformat() == request.GET.get("ngay")), next(iter(days), None))
    context = {
        "dossier": dossier,
        "hall": hall,
        "visit": visit,
        "day": chosen,
        "days": [(day, f"?ngay={day.isoformat()}", day == chosen) for day in days],
        "slots": queries.slots(hall, chosen, moment.now()) if chosen else [],
        "errors": [ErrorLine(problem, "slots")] if problem else [],
    }
    return render(request, "portal/mine/appointment.html", context, status=409 if problem else 200)


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refused("Hãy chọn một khung giờ.", field="starts_at") from None
    return found if found.tzinfo is not None else found.replace(tzinfo=moment.TZ)


@on_own
@require_POST
def cancel(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Give the hour back. A second click finds it given back."""
    booked = Appointment.objects.booked().filter(dossier=dossier).first()
    if booked is not None:
        bookings.cancel(actor=actor(request), appointment_id=booked.pk)
        messages.success(request, "Đã hủy lịch hẹn.")
    return redirect("mine:dossier", dossier.pk)
