"""What the applicant may do about a filed dossier: withdraw it, fetch the result, rate how it went."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from motcua.dossiers.actions.hand_over import hand_over
from motcua.dossiers.actions.refuse import withdraw as give_up
from motcua.dossiers.actions.take_back import take_back as take_back_to_correct
from motcua.dossiers.lifecycle import Status, open_verbs
from motcua.dossiers.models import Dossier
from motcua.feedback.actions import rate as give_rating
from motcua.lib.errors import Refused
from motcua.web.portal.mine.own import on_own
from motcua.web.portal.mine.state import is_ready_to_fetch, may_correct
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine


@on_own
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Ask once more and for the reason; then take the dossier back."""
    who = actor(request)
    errors: list[ErrorLine] = []
    if request.method == "POST":
        try:
            give_up(actor=who, dossier_id=dossier.pk, reason=request.POST.get("reason", ""))
        except Refused as problem:
            if problem.field != "reason":
                raise
            errors = [ErrorLine("Hãy ghi vì sao bạn rút hồ sơ, một câu ngắn là đủ.", "reason")]
        else:
            messages.success(request, "Hồ sơ đã được rút.")
            return redirect("mine:dossier", dossier.pk)
    elif "withdraw" not in {move.verb for move in open_verbs(dossier, who)}:
        messages.warning(request, "Lúc này hồ sơ không rút được nữa.")
        return redirect("mine:dossier", dossier.pk)
    context = {"dossier": dossier, "errors": errors, "reason": request.POST.get("reason", "")}
    return render(request, "portal/mine/withdraw.html", context)


@on_own
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Say what happens, then give the dossier back as a draft. What cannot be corrected any more says why."""
    who = actor(request)
    if request.method == "POST":
        try:
            take_back_to_correct(actor=who, dossier_id=dossier.pk)
        except Refused as problem:
            messages.warning(request, problem.message)
            return redirect("mine:dossier", dossier.pk)
        messages.success(request, "Hồ sơ đã về bản nháp. Sửa xong, bạn nhớ bấm nộp lại.")
        return redirect("filing:draft", dossier.pk)
    if not may_correct(dossier, who):
        messages.warning(request, "Lúc này hồ sơ không lấy về để sửa được nữa.")
        return redirect("mine:dossier", dossier.pk)
    return render(request, "portal/mine/take_back.html", {"dossier": dossier})


@on_own
@require_POST
def receive(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Fetch an electronic result: received by whoever acts. A second click shows the same result."""
    who = actor(request)
    if dossier.state != Status.RETURNED:
        if not is_ready_to_fetch(dossier):
            raise Refused("Kết quả của hồ sơ này không nhận trực tuyến; hãy xem nơi nhận trong trang hồ sơ.")
        hand_over(actor=who, dossier_id=dossier.pk, receiver=who.name)
        messages.success(request, "Bạn đã nhận kết quả. Tải tệp PDF ở ngay dưới đây.")
    return redirect(reverse("mine:dossier", args=[dossier.pk]) + "#ket-qua")


@on_own
@require_POST
def rate(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """One of three levels, with a reason or without."""
    score = request.POST.get("score", "")
    give_rating(
        actor=actor(request),
        dossier=dossier,
        score=int(score) if score in {"1", "2", "3"} else 0,
        reason=request.POST.get("reason", "")[:2000],
    )
    messages.success(request, "Cảm ơn bạn đã đánh giá.")
    return redirect(reverse("mine:dossier", args=[dossier.pk]) + "#danh-gia")
