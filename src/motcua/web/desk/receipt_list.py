"""Biên lai: found by series, number, day and state; cancelled, replaced or adjusted with a reason."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers import fee_receipts
from motcua.dossiers.money import dossiers_of
from motcua.identity.actor import ACCOUNTANT
from motcua.lib.errors import Forbidden, Refused
from motcua.payments import queries
from motcua.payments.actions import receipt as acts
from motcua.payments.actions.receipt_orders import ask_again
from motcua.payments.models import Receipt
from motcua.web.desk.frame import words_in
from motcua.web.desk.money_frame import money_page, paged
from motcua.web.desk.prints import pdf_answer
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.typed import a_day, a_number, an_amount

Act = Callable[[HttpRequest, UUID], Receipt]
_EMPTY_LINES = 2


@for_officers(ACCOUNTANT)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """`?ky-hieu=`, `?so=`, `?ngay=`, `?tinh-trang=` narrow the list; together they find one receipt."""
    symbol, number = words_in(request, "ky-hieu", most=20), words_in(request, "so", most=8)
    day, state = words_in(request, "ngay", most=10), request.GET.get("tinh-trang", "")
    rows, problem = queries.receipts(actor(request).units), None
    try:
        rows = queries.narrowed(
            rows, symbol=symbol, number=_number(number), on=a_day(day, "ngay"), state=state
        )
    except Refused as found:
        problem = found
    context = {
        "page": paged(request, rows),
        "symbol": symbol,
        "number": number,
        "day": day,
        "state": state,
        "states": Receipt.State.choices,
    }
    return money_page(request, "desk/money/receipts.html", "desk:receipt-list", context, problem)


def _number(text: str) -> int | None:
    """The number of a receipt, zeros before it or not. Raises Refused for what is none."""
    if not text:
        return None
    found = a_number(text)
    if found is None:
        raise Refused("Số biên lai chỉ gồm chữ số, ví dụ 125 hoặc 00000125.", field="so")
    return found


@for_officers(ACCOUNTANT)
@require_safe
def page(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """One receipt, what it corrects and by what it was corrected, and the three ways to correct it."""
    return _page(request, receipt_id)


def _page(
    request: HttpRequest, receipt_id: UUID, act: str = "", problem: Refused | None = None
) -> HttpResponse:
    found = queries.receipts(actor(request).units).filter(pk=receipt_id).first()
    if found is None:
        raise Http404
    dossier = dossiers_of([found.payment.obligation_id]).get(found.payment.obligation_id)
    context: dict[str, Any] = {
        "receipt": found,
        "dossier_url": reverse("desk:case", args=[dossier.pk]) if dossier else "",
        "dossier_number": dossier.number if dossier else "",
        "later": list(found.corrected_by.select_related("series").order_by("issued_at")),
        "papers": list(found.papers.order_by("made_at")),
        "undone": list(found.orders.undone().order_by("pk")),
        "is_valid": found.state == Receipt.State.VALID,
        "act": act,
        "reason": request.POST.get("reason", ""),
        "payer": request.POST.get("payer", found.payer),
        "parts": _parts(request, found),
    }
    return money_page(request, "desk/money/receipt.html", "desk:receipt-list", context, problem)


@for_officers(ACCOUNTANT)
@require_safe
def signed(request: HttpRequest, receipt_id: UUID, state: str) -> HttpResponse:
    """The paper of one of its states, byte for byte as it was signed then."""
    found = queries.receipts(actor(request).units).filter(pk=receipt_id, papers__state=state).first()
    if found is None:
        raise Http404
    return pdf_answer(
        fee_receipts.kept(found, state), fee_receipts.file_name(found).removesuffix(".pdf") + f"-{state}"
    )


def _parts(request: HttpRequest, found: Receipt) -> list[tuple[int, str, str]]:
    """The lines as they are typed, or as they stand, with some empty ones to go on in."""
    names, amounts = request.POST.getlist("name"), request.POST.getlist("part")
    if not names:
        names = [str(line["name"]) for line in found.lines]
        amounts = [str(line["amount"]) for line in found.lines]
    typed = [(name, amount) for name, amount in zip(names, amounts, strict=False) if name or amount]
    return [(at, *part) for at, part in enumerate([*typed, *[("", "")] * _EMPTY_LINES], 1)]


def _verb(name: str, said: str) -> Callable[[Act], Callable[..., HttpResponse]]:
    """An act on a receipt as a view; what is refused comes back on its page with every word typed."""

    def as_view(act: Act) -> Callable[..., HttpResponse]:
        @for_officers(ACCOUNTANT)
        @require_POST
        def view(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
            try:
                after = act(request, receipt_id)
            except Receipt.DoesNotExist as gone:
                raise Http404 from gone
            except Forbidden:
                raise
            except Refused as problem:
                problem.field = f"{name}-{problem.field}" if problem.field else ""
                return _page(request, receipt_id, name, problem)
            messages.success(request, f"{said} Biên lai: {after}.")
            return redirect("desk:receipt-page", after.pk)

        return view

    return as_view


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()


@_verb("cancel", "Đã hủy biên lai.")
def cancel(request: HttpRequest, receipt_id: UUID) -> Receipt:
    return acts.withdraw(actor=actor(request), receipt_id=receipt_id, reason=_reason(request))


@_verb("again", "Đã hỏi lại nhà cung cấp.")
def again(request: HttpRequest, receipt_id: UUID) -> Receipt:
    return ask_again(actor=actor(request), receipt_id=receipt_id)


@_verb("replace", "Đã lập biên lai thay thế.")
def replace(request: HttpRequest, receipt_id: UUID) -> Receipt:
    return acts.replace(
        actor=actor(request),
        receipt_id=receipt_id,
        reason=_reason(request),
        payer=request.POST.get("payer", "").strip(),
    )


@_verb("adjust", "Đã lập biên lai điều chỉnh.")
def adjust(request: HttpRequest, receipt_id: UUID) -> Receipt:
    typed = zip(request.POST.getlist("name"), request.POST.getlist("part"), strict=False)
    lines = [
        (name.strip()[:250], an_amount(part, "lines")) for name, part in typed if name.strip() or part.strip()
    ]
    if not all(name for name, _ in lines):
        raise Refused("Hãy ghi tên khoản ở mỗi dòng có số tiền.", field="lines")
    return acts.adjust(actor=actor(request), receipt_id=receipt_id, reason=_reason(request), lines=lines)
