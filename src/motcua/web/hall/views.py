"""The hall of a desk: the page on which people draw a number, the slip, the screen everybody looks at.

No name, no account, nothing about a person: a number, what it is for, and how long it will take.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.reception import queries
from motcua.reception.actions.tickets import take_ticket
from motcua.reception.models import Hall, Priority, Ticket
from motcua.web.ui.doors import for_all
from motcua.web.ui.middleware import actor

# Whoever has an appointment is received by an officer.
_SLIP_STAYS = 30
_GROUPS = tuple((value, label) for value, label in Priority.choices if value not in ("", Priority.BOOKED))


def _hall(key: str) -> Hall:
    hall = queries.hall_by_key(key)
    if hall is None:
        raise Http404
    return hall


@for_all()
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest, kiosk_key: str) -> HttpResponse:
    """Choose what you come for; the number is the answer. The address holds the key of the hall."""
    hall = _hall(kiosk_key)
    problem = ""
    if request.method == "POST":
        try:
            ticket = take_ticket(
                actor=actor(request),
                hall_id=hall.pk,
                letter=request.POST.get("letter", ""),
                priority=request.POST.get("priority", ""),
            )
        except Refused as refused:
            problem = refused.message
        else:
            return redirect("hall:slip", kiosk_key, ticket.pk)
    context = {
        "hall": hall,
        "waiting": queries.waiting(hall, moment.now()),
        "groups": _GROUPS,
        "problem": problem,
    }
    return render(request, "hall/kiosk.html", context, status=409 if problem else 200)


@for_all()
@require_safe
def slip(request: HttpRequest, kiosk_key: str, ticket_id: UUID) -> HttpResponse:
    """The number, to be printed or remembered; after a while the page goes back for the next person."""
    hall = _hall(kiosk_key)
    ticket = Ticket.objects.select_related("queue").filter(pk=ticket_id, hall=hall).first()
    if ticket is None:
        raise Http404
    now = moment.now()
    place = next(
        (at for at, each in enumerate(queries.line_up(hall, now, most=1000)) if each.pk == ticket.pk), 0
    )
    found = next(each for each in queries.waiting(hall, now) if each.queue.pk == ticket.queue_id)
    context = {"hall": hall, "ticket": ticket, "before": place, "waiting": found, "now": now}
    answer = render(request, "hall/slip.html", context)
    # Nobody touches a kiosk to tidy it up after them.
    answer["Refresh"] = f"{_SLIP_STAYS}; url={reverse('hall:kiosk', args=[kiosk_key])}"
    return answer


@for_all()
@require_safe
def screen(request: HttpRequest, unit_id: str) -> HttpResponse:
    """For the wall: who is called to which window, how many wait. Renews itself without scripts."""
    hall = queries.hall_of_unit(unit_id)
    if hall is None:
        raise Http404
    now = moment.now()
    called = queries.board(hall, now)
    context = {
        "hall": hall,
        "newest": called[0] if called else None,
        "called": called[1:],
        "waiting": queries.waiting(hall, now),
        "now": now,
    }
    return render(request, "hall/screen.html", context)
