"""Payments taken in the period: dossiers, money, and how much of both was not cash.

A transfer (also by QR at the desk) counts as online payment; cash does not. The share by dossiers and the
share by money are two figures. Fees (phí) and charges (lệ phí) are never added up. Amounts in whole đồng.
What an earlier system took is in the reports of that system.
Source: NĐ 61/2018 Đ22; index 766 for the share by dossiers.
"""

from collections import defaultdict
from collections.abc import Callable

from django.db.models import Count, Q, Sum

from motcua.payments.models import Line, Payment
from motcua.reporting.behind import after, among, dossiers_of, starts
from motcua.reporting.labels import AGENCY, FIELD, SERVICE, SPLIT_BY, labels
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, ReportKind, Row, Share, Table

_NOT_CASH = ~Q(method=Payment.Method.CASH)
_KEYS = {
    AGENCY: "obligation__dossier__competent_unit_id",
    FIELD: "obligation__dossier__version__procedure_id",
    SERVICE: "obligation__dossier__version__procedure_id",
}


def _taken(asked: Asked, key: str) -> list[tuple[str, str, int]]:
    taken = (
        Payment.objects.standing()
        .filter(
            taken_at__gte=starts(asked.first),
            taken_at__lt=after(asked.last),
            amount__gt=0,
            obligation__dossier__in=dossiers_of(asked.whose()),
        )
        .exclude(method=Payment.Method.EARLIER)
    )
    payments = Payment.objects.filter(pk__in=among(taken))
    found = []
    grouped = payments.values_list(key).annotate(
        paid=Count("obligation", distinct=True),
        paid_online=Count("obligation", distinct=True, filter=_NOT_CASH),
        money=Sum("amount"),
        money_online=Sum("amount", filter=_NOT_CASH, default=0),
    )
    for group, *figures in grouped.order_by():
        for name, figure in zip(("paid", "paid_online", "money", "money_online"), figures, strict=True):
            found.append((group or "", name, figure))
    lines = Line.objects.filter(obligation__in=payments.values("obligation")).values_list(key, "kind")
    found += [(group or "", kind, amount) for group, kind, amount in lines.annotate(total=Sum("amount"))]
    return found


def _row(label: str, found: dict[str, int]) -> Row:
    return {
        "label": label,
        "by_dossier": Share(found["paid_online"], found["paid"]),
        "by_money": Share(found["money_online"], found["money"]),
        "money": found["money"],
        "fee": found["fee"],
        "charge": found["charge"],
    }


def _grouped(
    asked: Asked, by: str, word: Callable[[str], str]
) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    lines: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    total: dict[str, int] = defaultdict(int)
    for key, name, figure in _taken(asked, _KEYS[by]):
        lines[word(key)][name] += figure
        total[name] += figure
    return lines, total


def _compute(kind: ReportKind, asked: Asked) -> Table:
    by = kind.grouping(asked)
    lines, total = _grouped(asked, by, labels(by, asked))
    columns = (
        Column("label", SPLIT_BY[by], "text"),
        Column("by_dossier", "Hồ sơ nộp không dùng tiền mặt", "share"),
        Column("by_money", "Tiền nộp không dùng tiền mặt", "share"),
        Column("money", "Tổng số tiền", "money"),
        Column("fee", "Phí", "money"),
        Column("charge", "Lệ phí", "money"),
    )
    rows = [_row(label, lines[label]) for label in sorted(lines)]
    return kind.table(asked, columns, rows, _row("Tổng số", total))


REPORT = ReportKind(
    name="payments",
    title="Thu phí, lệ phí và tỷ lệ thanh toán không dùng tiền mặt",
    formula=(
        "Các khoản thu trong kỳ. Tỷ lệ theo hồ sơ: số hồ sơ nộp bằng chuyển khoản trên số hồ sơ đã nộp tiền."
        " Tỷ lệ theo tiền: số tiền chuyển khoản trên tổng số tiền. Phí và lệ phí không cộng chung."
    ),
    source="Nghị định 61/2018/NĐ-CP Điều 22; Quyết định 766/QĐ-TTg",
    compute=_compute,
    by={key: SPLIT_BY[key] for key in (AGENCY, FIELD, SERVICE)},
)
