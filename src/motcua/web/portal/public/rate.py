"""Rating by the slip of a dossier: whoever holds it rates, once, without logging in (NĐ 61/2018 Đ27–29)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.dossiers.slips import dossier_of_slip
from motcua.feedback.actions import rate_by_slip
from motcua.feedback.models import Rating
from motcua.lib.errors import Refused
from motcua.web.ui.doors import for_all
from motcua.web.ui.parts import Crumb, ErrorLine


@for_all()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """The question and, once answered, thanks. It shows the number of the dossier and nothing of a person."""
    dossier = dossier_of_slip(token)
    if dossier is None:
        raise Http404
    errors: list[ErrorLine] = []
    done = Rating.objects.filter(dossier=dossier).exists()
    if request.method == "POST" and not done:
        score = request.POST.get("score", "")
        try:
            rate_by_slip(
                dossier=dossier,
                score=int(score) if score in {"1", "2", "3"} else 0,
                reason=request.POST.get("reason", "").replace("\x00", "")[:2000],
            )
            done = True
        except Refused as problem:
            errors = [ErrorLine(problem.message, "score-3")]
    context = {
        "number": dossier.number,
        "done": done,
        "may_rate": dossier.has_ended,
        "scores": Rating.Score.choices,
        "errors": errors,
        "reason": request.POST.get("reason", ""),
        "crumbs": (Crumb("Trang chủ", "/"), Crumb("Đánh giá")),
    }
    return render(request, "portal/public/rate.html", context, status=409 if errors else 200)
