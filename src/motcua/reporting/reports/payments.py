"""Payments taken in the period: dossiers, money, and how much of both was not cash.

A transfer (also by QR at the desk) counts as online payment; cash does not. The share by dossiers and the
share by money are two figures. Fees (phí) and charges (lệ phí) are never added up; they count on the day the
first money came. Amounts in whole đồng. A dossier paid in several parts counts once a month, on the first day
of the month on which it was paid; online when anything of that month was no cash. What an earlier system took
is in the reports of that system.
Source: NĐ 61/2018 Đ22; index 766 for the share by dossiers.
"""

from collections import Counter

from motcua.reporting.facts import Fact
from motcua.reporting.figures import counted
from motcua.reporting.labels import AGENCY, FIELD, KEY_OF, SERVICE, SPLIT_BY, labels
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, ReportKind, Row, Share, Table

_WANTED = (Fact.PAID, Fact.CASH, Fact.MONEY, Fact.MONEY_ONLINE, Fact.FEE, Fact.CHARGE)


def _row(label: str, found: Counter[str]) -> Row:
    return {
        "label": label,
        "by_dossier": Share(found[Fact.PAID] - found[Fact.CASH], found[Fact.PAID]),
        "by_money": Share(found[Fact.MONEY_ONLINE], found[Fact.MONEY]),
        "money": found[Fact.MONEY],
        "fee": found[Fact.FEE],
        "charge": found[Fact.CHARGE],
    }


def _lines(asked: Asked, by: str) -> dict[str, Counter[str]]:
    word, lines = labels(by, asked), dict[str, Counter[str]]()
    for (key, fact), count in counted(asked.whose(), asked.first, asked.last, _WANTED, KEY_OF[by]).items():
        if count:
            lines.setdefault(word(key), Counter())[fact] += count
    return lines


def _compute(kind: ReportKind, asked: Asked) -> Table:
    by = kind.grouping(asked)
    lines = _lines(asked, by)
    columns = (
        Column("label", SPLIT_BY[by], "text"),
        Column("by_dossier", "Hồ sơ nộp không dùng tiền mặt", "share"),
        Column("by_money", "Tiền nộp không dùng tiền mặt", "share"),
        Column("money", "Tổng số tiền", "money"),
        Column("fee", "Phí", "money"),
        Column("charge", "Lệ phí", "money"),
    )
    rows = [_row(label, lines[label]) for label in sorted(lines)]
    return kind.table(asked, columns, rows, _row("Tổng số", sum(lines.values(), Counter())))


REPORT = ReportKind(
    name="payments",
    title="Thu phí, lệ phí và tỷ lệ thanh toán không dùng tiền mặt",
    formula=(
        "Các khoản thu trong kỳ. Tỷ lệ theo hồ sơ: số hồ sơ nộp bằng chuyển khoản trên số hồ sơ đã nộp tiền;"
        " hồ sơ nộp nhiều lần trong một tháng tính một lần, vào ngày nộp đầu tiên của tháng."
        " Tỷ lệ theo tiền: số tiền chuyển khoản trên tổng số tiền. Phí và lệ phí không cộng chung."
    ),
    source="Nghị định 61/2018/NĐ-CP Điều 22; Quyết định 766/QĐ-TTg",
    compute=_compute,
    by={key: SPLIT_BY[key] for key in (AGENCY, FIELD, SERVICE)},
)
