"""Đối chiếu: the four buckets of a reconciliation, and what an accountant does about each of their rows."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers.models import Dossier
from motcua.dossiers.money import by_code, dossiers_of
from motcua.identity.actor import ACCOUNTANT
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.money import dong, grouped
from motcua.payments import differences, queries
from motcua.payments.actions import bank, declared
from motcua.payments.models import BankMessage, Payment
from motcua.web.desk.money_frame import money_page, paged
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Filter, Tone

Rows = Callable[[Any], QuerySet[Any]]
DIFFERENT = "lech"
# Of each kind of difference so many are listed; the count says how many there are.
_MOST = 500


@dataclass(frozen=True)
class Bucket:
    """One bucket: its key in the address, its words, its rows, which figure its sum is of.

    What differs comes from several places, and has a page of its own making.
    """

    key: str
    label: str
    rows: Rows = queries.matched
    figure: str = "amount"
    order: str = "-at"
    tone: Tone = "amber"


BUCKETS = (
    Bucket("", "Có tiền, chưa rõ hồ sơ", queries.paid_not_recorded, "amount", "at"),
    Bucket("chua-ve", "Đã ghi, chưa thấy tiền", queries.recorded_not_paid, "declared", "taken_at"),
    Bucket(DIFFERENT, "Lệch số tiền"),
    Bucket("khop", "Khớp", tone="green"),
)


@dataclass(frozen=True)
class Row:
    """One row of a bucket with its dossier, and the dossiers unplaced money may be for."""

    found: Any
    number: str = ""
    url: str = ""
    proposals: tuple[str, ...] = ()


@for_officers(ACCOUNTANT)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`?muc=` one of the buckets; without it money nobody can place."""
    return _page(request, request.GET.get("muc", ""))


def _page(request: HttpRequest, key: str, problem: Refused | None = None, wrong: str = "") -> HttpResponse:
    units = actor(request).units
    bucket = next((each for each in BUCKETS if each.key == key), BUCKETS[0])
    counts = {each.key: _count(each, units) for each in BUCKETS}
    total, rows = _content(bucket, units)
    shown = paged(request, rows)
    context = {
        "bucket": bucket,
        "filters": _filters(counts, bucket),
        "count": counts[bucket.key],
        "sum": grouped(total),
        "page": shown,
        "rows": _rows(bucket, shown.object_list),
        "wrong_row": wrong,
        "typed": request.POST.get("code", "") or request.POST.get("reason", ""),
    }
    return money_page(request, "desk/money/reconcile.html", "desk:reconcile", context, problem)


def _count(bucket: Bucket, units: Collection[str]) -> int:
    return differences.count(units) if bucket.key == DIFFERENT else bucket.rows(units).count()


def _content(bucket: Bucket, units: Collection[str]) -> tuple[int, Any]:
    """The sum of a bucket, and its rows."""
    if bucket.key == DIFFERENT:
        return differences.total(units), differences.differences(units, _MOST)
    rows = bucket.rows(units)
    # Annotated figures are summed over a plain subquery: an aggregate of an aggregate is none.
    total = rows.order_by().aggregate(total=Sum(bucket.figure))["total"] or 0
    return int(total), rows.order_by(bucket.order, "pk")


def _filters(counts: dict[str, int], current: Bucket) -> list[Filter]:
    start = reverse("desk:reconcile")
    return [
        Filter(
            each.label,
            f"{start}?muc={each.key}" if each.key else start,
            counts[each.key],
            each.tone if counts[each.key] else "grey",
            each is current,
        )
        for each in BUCKETS
    ]


def _rows(bucket: Bucket, found: Iterable[Any]) -> list[Row]:
    found = list(found)
    if bucket.key == "":
        return _unplaced(found)
    dossiers = dossiers_of(each.obligation_id for each in found if each.obligation_id is not None)
    return [Row(each, *_named(dossiers.get(each.obligation_id))) for each in found]


def _named(dossier: Dossier | None) -> tuple[str, str]:
    return (dossier.number, reverse("desk:case", args=[dossier.pk])) if dossier else ("", "")


def _unplaced(found: list[BankMessage]) -> list[Row]:
    """With the codes of the dossiers that wait for this very amount."""
    proposed = bank.proposals_for(found)
    dossiers = dossiers_of(each.obligation_id for some in proposed.values() for each in some)
    rows = []
    for message in found:
        requests = proposed.get(message.pk, ())
        codes = (dossiers[each.obligation_id].number for each in requests if each.obligation_id in dossiers)
        rows.append(Row(message, proposals=tuple(dict.fromkeys(codes))))
    return rows


@for_officers(ACCOUNTANT)
@require_POST
def assign(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """This money is for the dossier of this code."""
    acting = actor(request)
    try:
        dossier = by_code(acting, request.POST.get("code", ""))
        message = bank.assign(actor=acting, message_id=message_id, obligation_id=dossier.obligation_id or "")
    except BankMessage.DoesNotExist as gone:
        raise Http404 from gone
    except Forbidden:
        raise
    except Refused as problem:
        problem.field = f"code-{message_id}" if problem.field else ""
        return _page(request, "", problem, str(message_id))
    messages.success(request, f"Đã gắn {dong(message.amount)} với hồ sơ {dossier.number}.")
    return redirect("desk:reconcile")


@for_officers(ACCOUNTANT)
@require_POST
def reject(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    """A declared transfer never came: owed again."""
    try:
        payment = declared.reject(
            actor=actor(request), payment_id=payment_id, reason=request.POST.get("reason", "").strip()
        )
    except Payment.DoesNotExist as gone:
        raise Http404 from gone
    except Forbidden:
        raise
    except Refused as problem:
        problem.field = f"reason-{payment_id}" if problem.field else ""
        return _page(request, "chua-ve", problem, str(payment_id))
    messages.success(request, f"Đã bác chuyển khoản {payment.reference}. Khoản này phải nộp lại.")
    return redirect(f"{reverse('desk:reconcile')}?muc=chua-ve")
