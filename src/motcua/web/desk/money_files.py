"""Files that come in: the statement of a bank, the list of the post; and what the post has handed in."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.dossiers.money import by_code
from motcua.identity.actor import ACCOUNTANT, Actor
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.money import dong
from motcua.payments import queries
from motcua.payments.actions import post_collect
from motcua.payments.actions.statement import MOST_BYTES, read_statement
from motcua.payments.models import CollectingAccount, Obligation, Payment
from motcua.payments.statements.reading import COLUMNS
from motcua.web.desk.money_frame import money_page, paged, taken_lines, units_of, uuid_or_404
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.typed import an_amount

_COLUMN_WORDS = {
    "at": "Ngày giao dịch",
    "key": "Số tham chiếu",
    "text": "Nội dung",
    "credit": "Ghi có",
    "debit": "Ghi nợ",
    "amount": "Số tiền (một cột có dấu)",
}


@for_officers(ACCOUNTANT)
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest) -> HttpResponse:
    """Upload a statement; the page then says what became of its lines."""
    if request.method != "POST":
        return _statement(request)
    try:
        name, content = _file(request)
        outcome = read_statement(
            actor=actor(request),
            account_id=_account(request).pk,
            name=name,
            content=content,
            columns={each: request.POST.get(f"column-{each}", "").strip() for each in COLUMNS},
        )
    except Forbidden:
        raise
    except Refused as problem:
        return _statement(request, problem=problem)
    return _statement(request, outcome)


def _statement(request: HttpRequest, outcome: Any = None, problem: Refused | None = None) -> HttpResponse:
    columns = [
        (name, words, COLUMNS[name][0], request.POST.get(f"column-{name}", ""))
        for name, words in _COLUMN_WORDS.items()
    ]
    context = {
        "accounts": list(queries.accounts_of(actor(request).units)),
        "account": request.POST.get("account", ""),
        "columns": columns,
        "own_columns": any(typed for *_, typed in columns),
        "outcome": outcome,
    }
    return money_page(request, "desk/money/statement.html", "desk:statement", context, problem)


def _file(request: HttpRequest) -> tuple[str, bytes]:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Refused("Hãy chọn tệp.", field="file")
    if (file.size or 0) > MOST_BYTES:
        raise Refused("Tệp lớn hơn 20 MB; hãy chia thành nhiều tệp.", field="file")
    return file.name or "", file.read()


def _account(request: HttpRequest) -> CollectingAccount:
    """The account chosen; one of another unit is none of ours."""
    typed = request.POST.get("account", "")
    if not typed:
        raise Refused("Hãy chọn tài khoản thu.", field="account")
    found = queries.accounts_of(actor(request).units).filter(pk=uuid_or_404(typed)).first()
    if found is None:
        raise Http404
    return found


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
        name, content = _file(request)
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
        account = _account(request)
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
