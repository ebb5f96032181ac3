"""Where people go: the one-stop centres, their hours, and the officers they meet there."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.lib import moment
from motcua.organisation import public
from motcua.organisation.queries import calendar_for
from motcua.web.ui.doors import for_all
from motcua.web.ui.parts import Crumb

PER_PAGE = 25
_HOME = Crumb("Trang chủ", "/")


@for_all()
@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """The centres; `?q=` is a commune under its present or its former name."""
    today = moment.today()
    words = request.GET.get("q", "").replace("\x00", "")[:80].strip()
    page = Paginator(public.desks(words, on=today), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "q": words,
        "page": page,
        "hours": public.opening_hours(calendar_for(), today),
        "crumbs": (_HOME, Crumb("Nơi tiếp nhận hồ sơ")),
    }
    return render(request, "portal/public/agencies.html", context)


@for_all()
@require_safe
def agency(request: HttpRequest, unit_id: str) -> HttpResponse:
    """One place: address, telephone, hours, closures to come, and who is there."""
    today = moment.today()
    unit = public.open_to_people(unit_id, on=today)
    if unit is None:
        raise Http404
    calendar = calendar_for(unit)
    others = list(public.neighbours(unit, on=today))
    board = public.staff_board([unit, *others], on=today)
    context = {
        "unit": unit,
        "others": others,
        "staff": sorted(board, key=lambda held: held.post.unit_id != unit.pk),
        "hours": public.opening_hours(calendar, today),
        "closures": public.coming_closures(calendar, today),
        "crumbs": (_HOME, Crumb("Nơi tiếp nhận hồ sơ", "/co-quan/"), Crumb(unit.name)),
    }
    return render(request, "portal/public/agency.html", context)
