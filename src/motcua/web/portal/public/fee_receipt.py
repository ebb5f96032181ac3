"""Checking a receipt for money: whether it holds, which one took its place, and the sum."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.dossiers.fee_receipts import standing_of
from motcua.lib.text import masked
from motcua.payments.models import Receipt
from motcua.payments.queries import receipt_called, receipt_like
from motcua.web.portal.public.limits import Limit, address_of
from motcua.web.ui.doors import for_all
from motcua.web.ui.parts import Crumb, ErrorLine

# Guessing 64 bits is pointless; this keeps it from being tried.
LIMIT = Limit(most=10, seconds=300)
TOO_MANY = "Đã thử nhiều lần liền nhau. Hãy đợi một lúc rồi thử lại, hoặc hỏi cơ quan thu tiền."
WRONG = "Không có biên lai nào như vậy. Hãy so lại từng chữ với biên lai, hoặc quét mã QR trên biên lai."


@dataclass(frozen=True)
class Checked:
    """All a holder of the receipt is told: what stands on it, the name of the payer masked."""

    name: str
    kind: str
    holds: bool
    standing: str
    unit: str
    payer: str
    amount: int
    words: str
    issued_at: datetime


@for_all()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def look_up(request: HttpRequest) -> HttpResponse:
    """By symbol, number and secret, sent with a POST so that the secret stays out of addresses."""
    typed = {name: request.POST.get(name, "").replace("\x00", "")[:40] for name in ("ky-hieu", "so", "rieng")}
    if request.method != "POST":
        return _show(request, None)
    if not all(each.strip() for each in typed.values()):
        return _show(request, None, "Hãy ghi cả ký hiệu, số biên lai và mã tra cứu.", 400, typed)
    if not LIMIT.lets(address_of(request)):
        return _show(request, None, TOO_MANY, 429, typed)
    found = receipt_like(typed["ky-hieu"], typed["so"], typed["rieng"])
    return _show(request, found, "" if found else WRONG, 200 if found else 404, typed)


@for_all()
@require_safe
@never_cache
def by_secret(request: HttpRequest, secret: str) -> HttpResponse:
    """What the QR code on a receipt opens."""
    if not LIMIT.lets(address_of(request)):
        return _show(request, None, TOO_MANY, 429)
    found = receipt_called(secret.replace("\x00", ""))
    return _show(request, found, "" if found else WRONG, 200 if found else 404)


def _show(
    request: HttpRequest,
    found: Receipt | None,
    error: str = "",
    status: int = 200,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    context = {
        "found": _checked(found) if found is not None else None,
        "symbol": (typed or {}).get("ky-hieu", ""),
        "number": (typed or {}).get("so", ""),
        "error": error,
        "errors": [ErrorLine(error, "secret")] if error else [],
        "crumbs": (Crumb("Trang chủ", "/"), Crumb("Tra cứu biên lai")),
    }
    return render(request, "portal/public/fee_receipt.html", context, status=status)


def _checked(receipt: Receipt) -> Checked:
    return Checked(
        name=str(receipt),
        kind=receipt.series.get_kind_display().lower(),
        holds=receipt.state == Receipt.State.VALID,
        standing=standing_of(receipt),
        unit=receipt.series.unit.name,
        payer=masked(receipt.payer),
        amount=receipt.amount,
        words=receipt.words,
        issued_at=receipt.issued_at,
    )
