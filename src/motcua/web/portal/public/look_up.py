"""Public look-up: the code and how far the dossier is, nothing else (TT 01/2018/TT-VPCP Điều 16)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.dossiers import codes, public
from motcua.web.portal.nav import MINE, login_url
from motcua.web.portal.public.limits import Limit, address_of
from motcua.web.ui.doors import for_all
from motcua.web.ui.parts import Crumb, ErrorLine

LIMIT = Limit(most=30, seconds=60)
TOO_MANY = "Bạn tra cứu nhiều lần liền nhau quá. Hãy đợi một phút rồi thử lại."
NOT_FOUND = "Chưa thấy hồ sơ nào có số này."
ADVICE = (
    "Hãy so lại từng chữ, số với giấy tiếp nhận; chữ O và số 0 dễ nhầm."
    " Bản nháp chưa nộp thì chưa có số để tra cứu."
)


@dataclass(frozen=True)
class Stage:
    """One stage of the way; `state` is done, now or «»."""

    number: int
    name: str
    state: str


@for_all()
@require_safe
@never_cache
def look_up(request: HttpRequest) -> HttpResponse:
    """`?ma=` is a dossier code in any of its spellings or a temporary number."""
    typed = request.GET.get("ma", "").replace("\x00", "")[:80]
    progress, error, status = None, "", 200
    if codes.tidy(typed):
        if LIMIT.lets(address_of(request)):
            progress = public.progress_of(typed)
            error = "" if progress else NOT_FOUND
        else:
            error, status = TOO_MANY, 429
    context = {
        "typed": typed,
        "progress": progress,
        "stages": _stages(progress.stage) if progress else (),
        "error": error,
        "advice": ADVICE if error == NOT_FOUND else "",
        "errors": [ErrorLine(error, "number")] if error else [],
        "mine_url": MINE,
        "login_to": login_url(MINE),
        "crumbs": (Crumb("Trang chủ", "/"), Crumb("Tra cứu hồ sơ")),
    }
    return render(request, "portal/public/look_up.html", context, status=status)


def _stages(reached: int) -> tuple[Stage, ...]:
    """The last stage, once reached, is done; every other one reached is where the dossier is now."""
    last = len(public.STAGES)
    return tuple(
        Stage(
            number,
            name,
            "done" if number < reached or number == reached == last else "now" if number == reached else "",
        )
        for number, name in enumerate(public.STAGES, start=1)
    )
