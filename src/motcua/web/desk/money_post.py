"""Bưu chính: what the post collected and handed in, its receipts, and its contract to write them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers.money import by_code
from motcua.identity.actor import ACCOUNTANT, Actor
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.money import dong
from motcua.payments import queries
from motcua.payments.actions import delegation, post_collect
from motcua.payments.models import Obligation, Payment, Receipt, ReceiptDelegation
from motcua.web.desk.money_files import account_of, file_of
from motcua.web.desk.money_frame import money_page, paged, taken_lines, units_of
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.typed import a_day, an_amount, the_day

_SHOWN = 100
# Name of the field, its label, a word of help.
_CONTRACT = (
    ("name", "Tổ chức được ủy nhiệm", ""),
    ("address", "Địa chỉ", "In trên mỗi biên lai."),
    ("mark", "Hai chữ cái trong ký hiệu", "Ví dụ BD: ký hiệu năm 2026 là P26BD."),
    ("contract", "Số hợp đồng", ""),
    ("told_tax_on", "Ngày báo cơ quan thuế", "Ví dụ 27/11/2026."),
    ("valid_from", "Lập biên lai từ ngày", ""),
    ("valid_to", "Đến hết ngày (không bắt buộc)", ""),
)


@for_officers(ACCOUNTANT)
@require_safe
def post(request: HttpRequest) -> HttpResponse:
    """What the post collected, handed in and still holds."""
    return _post(request)


def _post(request: HttpRequest, outcome: Any = None, problem: Refused | None = None) -> HttpResponse:
    acting = actor(request)
    names = units_of(acting)
    collected = Payment.objects.standing().filter(
        method=Payment.Method.POST, obligation__unit_id__in=acting.units
    )
    shown = paged(request, collected.select_related("obligation").order_by("-taken_at", "-pk"))
    context = {
        "sums": [
            (names.get(unit, unit), taken, handed, taken - handed)
            for unit, taken, handed in queries.post_sums(acting.units)
        ],
        "accounts": list(queries.accounts_of(acting.units)),
        "typed": {name: request.POST.get(name, "") for name in ("account", "amount", "voucher")},
        "outcome": outcome,
        "otherwise": list(Receipt.objects.numbered_otherwise(acting.units).order_by("-issued_at")[:_SHOWN]),
        "delegations": list(ReceiptDelegation.objects.of_units(acting.units)),
        "units": names,
        "own_unit": request.POST.get("unit", acting.unit_id),
        "contract": request.POST if "mark" in request.POST else {},
        "contract_fields": [(*each, request.POST.get(each[0], "")) for each in _CONTRACT],
        "page": shown,
        "lines": taken_lines(shown.object_list),
    }
    return money_page(request, "desk/money/post.html", "desk:post-money", context, problem)


@for_officers(ACCOUNTANT)
@require_POST
def post_list(request: HttpRequest) -> HttpResponse:
    """The post's own list of what it collected."""
    acting = actor(request)
    try:
        name, content = file_of(request)
        outcome = post_collect.collect(
            actor=acting, name=name, content=content, find=lambda code: _owed(acting, code)
        )
    except Forbidden:
        raise
    except Refused as problem:
        return _post(request, problem=problem)
    return _post(request, outcome)


def _owed(acting: Actor, code: str) -> Obligation | None:
    return by_code(acting, code).obligation


@for_officers(ACCOUNTANT)
@require_POST
def post_hand_in(request: HttpRequest) -> HttpResponse:
    """The post has paid in."""
    try:
        account = account_of(request)
        amount = an_amount(request.POST.get("amount", ""), "amount")
        post_collect.hand_in(
            actor=actor(request),
            account_id=account.pk,
            amount=amount,
            voucher=request.POST.get("voucher", ""),
        )
    except Forbidden:
        raise
    except Refused as problem:
        return _post(request, problem=problem)
    messages.success(request, f"Đã ghi bưu chính nộp {dong(amount)}.")
    return redirect("desk:post-money")


@for_officers(ACCOUNTANT)
@require_POST
def delegation_add(request: HttpRequest) -> HttpResponse:
    """The post writes receipts for a unit from a day on."""
    typed = {name: request.POST.get(name, "") for name, *_ in _CONTRACT}
    try:
        made = delegation.delegate(
            actor=actor(request),
            unit_id=request.POST.get("unit", ""),
            contract=delegation.Contract(
                name=typed["name"],
                address=typed["address"],
                mark=typed["mark"],
                number=typed["contract"],
                told_tax_on=the_day(typed["told_tax_on"], "told_tax_on"),
                valid_from=the_day(typed["valid_from"], "valid_from"),
                valid_to=a_day(typed["valid_to"], "valid_to"),
            ),
        )
    except Forbidden:
        raise
    except Refused as problem:
        return _post(request, problem=problem)
    messages.success(request, f"Đã ghi ủy nhiệm lập biên lai cho {made.name}.")
    return redirect("desk:post-money")


@for_officers(ACCOUNTANT)
@require_POST
def delegation_end(request: HttpRequest, delegation_id: UUID) -> HttpResponse:
    """Until a day and no longer."""
    try:
        ended = delegation.end_delegation(
            actor=actor(request),
            delegation_id=delegation_id,
            last_day=the_day(request.POST.get("last_day", ""), "last_day"),
        )
    except ReceiptDelegation.DoesNotExist as gone:
        raise Http404 from gone
    except Forbidden:
        raise
    except Refused as problem:
        problem.field = f"last_day-{delegation_id}"
        return _post(request, problem=problem)
    messages.success(request, f"Ủy nhiệm của {ended.name} hết vào cuối ngày {ended.valid_to:%d/%m/%Y}.")
    return redirect("desk:post-money")
