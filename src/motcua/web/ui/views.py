"""Small answers that every audience's pages ask for."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from motcua.lib import moment
from motcua.organisation.models import AdminUnit
from motcua.web.ui.doors import for_all, for_everybody_known

_MOST_UNITS = 20


@for_all()
@require_GET
def admin_units(request: HttpRequest) -> JsonResponse:
    """Communes whose name has the words typed, for address fields: `{"units": [{"code", "name"}]}`."""
    words = request.GET.get("q", "")[:100]
    found = AdminUnit.objects.none()
    if len(words.strip()) > 1:
        found = (
            AdminUnit.objects.named(words).valid(moment.today()).exclude(parent=None).select_related("parent")
        )
    units = [
        {"code": unit.code, "name": f"{unit.name}, {unit.parent.name}" if unit.parent else unit.name}
        for unit in found[:_MOST_UNITS]
    ]
    return JsonResponse({"units": units})


@for_everybody_known
@require_GET
def still_here(request: HttpRequest) -> HttpResponse:
    """Keeps a session alive when somebody asks to stay."""
    return HttpResponse(status=204)


@for_all()
@require_GET
def healthy(request: HttpRequest) -> JsonResponse:
    """For monitors: the web answers and the database too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})
