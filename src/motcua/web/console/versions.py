"""Published versions beside each other, and the end of a procedure."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from motcua.catalogue.actions.publish import repeal
from motcua.catalogue.editing import tree
from motcua.catalogue.editing.difference import differences
from motcua.catalogue.editing.showing import Context
from motcua.catalogue.models import Version
from motcua.catalogue.queries import history_of
from motcua.identity.actor import ADMIN, INSPECTOR
from motcua.lib.errors import Forbidden, Refused
from motcua.web.console.drafting import surroundings
from motcua.web.console.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Crumb
from motcua.web.ui.typed import a_number, check_meant, the_day


@for_officers(ADMIN, INSPECTOR)
@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Two versions of a procedure, everything that differs; without a choice the last two."""
    versions = history_of(code)
    if not versions:
        raise Http404
    new = _chosen(versions, request.GET.get("den")) or versions[0]
    old = _chosen(versions, request.GET.get("tu")) or next(
        (each for each in versions if each.number < new.number), new
    )
    context: dict[str, Any] = {
        "code": code,
        "name": new.spec.name,
        "versions": versions,
        "old": old,
        "new": new,
        "changes": differences(_written(old), _written(new)),
        "crumbs": (
            Crumb("Thủ tục", "/quan-tri/thu-tuc/"),
            Crumb(code, f"/quan-tri/thu-tuc/{code}/"),
            Crumb("So sánh"),
        ),
    }
    return show(request, "console/compare.html", "console:procedures", context)


def _chosen(versions: list[Version], number: str | None) -> Version | None:
    wanted = a_number(number or "")
    return next((each for each in versions if each.number == wanted), None)


def _written(version: Version) -> Context:
    return Context(tree.of_spec(version.whole), surroundings())


@for_officers(ADMIN)
@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Bãi bỏ: after the last day nobody files; what was filed runs on."""
    try:
        check_meant(request)
        repeal(
            actor=actor(request), code=code, last_day=the_day(request.POST.get("last_day", ""), "last_day")
        )
    except Forbidden:
        raise
    except Refused as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, "Đã ghi ngày bãi bỏ. Hồ sơ đã nộp vẫn được giải quyết tiếp.")
    return redirect("console:procedure", code)
