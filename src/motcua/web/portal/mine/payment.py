"""«Nộp tiền»: what is owed, the code to scan, the gateways, what has come, and what to do when it has not."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from motcua.dossiers import queries
from motcua.dossiers.actions.charge import ask_by_qr
from motcua.dossiers.models import Dossier
from motcua.dossiers.paying import bill_of
from motcua.payments import gateway, qr_image
from motcua.payments.actions.request import account_for, by_gateway, open_qr, qr_of
from motcua.payments.actions.through_gateway import ask_now
from motcua.payments.gateway import GatewayError
from motcua.payments.models import Obligation, Receipt
from motcua.web.portal.mine.dossier import money_of
from motcua.web.portal.mine.own import on_own
from motcua.web.portal.public.limits import Limit, address_of
from motcua.web.ui import paying
from motcua.web.ui.doors import for_citizens
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Crumb, PayLive

# Each question goes out to a gateway.
ASKED_AGAIN = Limit(most=6, seconds=60)


def owed_for(dossier: Dossier) -> Obligation | None:
    """What there is to pay or was; None for what is free: nobody sees a page about money then."""
    owed = dossier.obligation
    return None if owed is None or owed.state == Obligation.State.NONE else owed


@on_own
@never_cache
@require_GET
def page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Everything about the money of one dossier; what is free leads back to the dossier."""
    owed = owed_for(dossier)
    if owed is None:
        return redirect("mine:dossier", dossier.pk)
    asked = open_qr(owed)
    picture = reverse("mine:payment-qr", args=[dossier.pk])
    context = {
        "crumbs": (
            Crumb("Hồ sơ của tôi", reverse("mine:list")),
            Crumb(dossier.number, reverse("mine:dossier", args=[dossier.pk])),
            Crumb("Nộp tiền"),
        ),
        "dossier": dossier,
        "owed": owed,
        "live": _live(dossier.pk, owed),
        "code": paying.pay_code(asked, image=picture, save_url=f"{picture}?luu=1") if asked else None,
        "may_have_code": asked is None and owed.is_open and account_for(owed.unit) is not None,
        "gateways": gateway.names().items() if owed.is_open else (),
        "money": money_of(dossier),
        "too_much": owed.state == Obligation.State.OVER,
        "refunds": owed.refunds.order_by("asked_at"),
        "desk": dossier.receiving_unit,
    }
    return render(request, "portal/mine/payment.html", context)


def _live(dossier_id: UUID, owed: Obligation) -> PayLive:
    def url(receipt: Receipt) -> str:
        return reverse("mine:fee-receipt", args=[dossier_id, receipt.pk])

    return paying.live(owed, url=reverse("mine:payment-state", args=[dossier_id]), receipt_url=url)


@for_citizens
@never_cache
@require_GET
def state(request: HttpRequest, dossier_id: UUID) -> JsonResponse:
    """Asked every few seconds: what has come. Nothing else of the dossier is read."""
    owed = queries.obligation_of(actor(request), dossier_id)
    if owed is None:
        raise Http404
    return JsonResponse(paying.told(_live(dossier_id, owed)))


@for_citizens
@never_cache
@require_GET
def picture(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The QR code as PNG, to show and (`?luu=1`) to keep."""
    owed = queries.obligation_of(actor(request), dossier_id)
    asked = open_qr(owed) if owed is not None else None
    if asked is None:
        raise Http404
    answer = HttpResponse(qr_image.png(qr_of(asked)), content_type="image/png")
    kind = "attachment" if request.GET.get("luu") else "inline"
    answer["Content-Disposition"] = f'{kind}; filename="ma-qr-{asked.number}.png"'
    return answer


@on_own
@require_POST
def make_code(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """A code for what is owed now, where none is ready: an account was added, or part of it has been paid."""
    ask_by_qr(actor(request), dossier)
    return redirect("mine:payment", dossier.pk)


@on_own
@require_POST
def go(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """To a gateway, by a page that leads on: browsers hold redirects after a posted form to our own site."""
    if dossier.obligation_id is None:
        raise Http404
    name = request.POST.get("cong", "")
    asked = by_gateway(
        actor=actor(request), obligation_id=dossier.obligation_id, code=dossier.number, name=name
    )
    try:
        address = gateway.adapter(name).begin(bill_of(dossier, asked, ip=address_of(request)))
    except GatewayError as problem:
        messages.warning(
            request,
            f"Chưa sang được {gateway.names()[name]}: {problem.message} Bạn chưa mất tiền."
            " Hãy quét mã QR bên dưới, hoặc thử lại sau ít phút.",
        )
        return redirect("mine:payment", dossier.pk)
    context = {"dossier": dossier, "asked": asked, "label": gateway.names()[name], "address": address}
    answer = render(request, "portal/mine/leaving_to_pay.html", context)
    answer["Refresh"] = f"0; url={address}"
    return answer


@on_own
@require_POST
def check(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """«Tôi đã chuyển, kiểm tra lại»: gateways are asked now; what a bank has told is on the page anyway."""
    owed = owed_for(dossier)
    if owed is None:
        raise Http404
    answered = not ASKED_AGAIN.lets(str(dossier.pk)) or ask_now(owed.pk)
    owed.refresh_from_db(fields=["state"])
    if not owed.is_open:
        messages.success(request, "Đã nhận được tiền của bạn.")
    elif answered:
        messages.info(request, "Chưa thấy tiền về. Bạn chờ vài phút rồi kiểm tra lại; không chuyển lần nữa.")
    else:
        messages.warning(
            request,
            "Cổng thanh toán chưa trả lời. Hệ thống sẽ tự hỏi lại; bạn không chuyển lần nữa.",
        )
    return redirect("mine:payment", dossier.pk)
