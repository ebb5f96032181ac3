"""Files that come in: the statement of a bank; and what every such file needs."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.identity.actor import ACCOUNTANT
from motcua.lib.errors import Forbidden, Refused
from motcua.payments import queries
from motcua.payments.actions.statement import MOST_BYTES, read_statement
from motcua.payments.models import CollectingAccount
from motcua.payments.statements.reading import COLUMNS
from motcua.web.desk.money_frame import money_page, uuid_or_404
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor

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
        name, content = file_of(request)
        outcome = read_statement(
            actor=actor(request),
            account_id=account_of(request).pk,
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


def file_of(request: HttpRequest) -> tuple[str, bytes]:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Refused("Hãy chọn tệp.", field="file")
    if (file.size or 0) > MOST_BYTES:
        raise Refused("Tệp lớn hơn 20 MB; hãy chia thành nhiều tệp.", field="file")
    return file.name or "", file.read()


def account_of(request: HttpRequest) -> CollectingAccount:
    """The account chosen; one of another unit is none of ours."""
    typed = request.POST.get("account", "")
    if not typed:
        raise Refused("Hãy chọn tài khoản thu.", field="account")
    found = queries.accounts_of(actor(request).units).filter(pk=uuid_or_404(typed)).first()
    if found is None:
        raise Http404
    return found
