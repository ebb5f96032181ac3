"""A newer version of the procedure: what it changes for this dossier, and the choice where one is left."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.dossiers.actions.transition import answer
from motcua.dossiers.models import Dossier
from motcua.dossiers.transitions import latest
from motcua.lib.errors import Refused
from motcua.web.portal.mine.own import on_own
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Crumb, ErrorLine

_YES, _NO = "chuyen", "giu"


@on_own
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Before and after side by side; go over, or stay. Nobody is led to either."""
    errors: list[ErrorLine] = []
    chosen = request.POST.get("chon", "")
    if request.method == "POST" and chosen not in (_YES, _NO):
        errors = [ErrorLine("Hãy chọn một trong hai cách.", "chon-moi")]
    elif request.method == "POST":
        return _answered(request, dossier, agrees=chosen == _YES)
    context = {
        "crumbs": (
            Crumb("Hồ sơ của tôi", reverse("mine:list")),
            Crumb(dossier.number, reverse("mine:dossier", args=[dossier.pk])),
            Crumb("Quy định mới"),
        ),
        "dossier": dossier,
        "transition": latest(dossier),
        "errors": errors,
    }
    return render(request, "portal/mine/transition.html", context)


def _answered(request: HttpRequest, dossier: Dossier, *, agrees: bool) -> HttpResponse:
    try:
        answer(actor=actor(request), dossier_id=dossier.pk, agrees=agrees)
    except Refused as problem:
        messages.warning(request, problem.message)
        return redirect("mine:transition", dossier.pk)
    said = "Hồ sơ đã chuyển sang quy định mới." if agrees else "Hồ sơ giữ quy định lúc bạn nộp."
    messages.success(request, said)
    return redirect("mine:dossier", dossier.pk)
