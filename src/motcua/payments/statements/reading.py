"""A bank statement as credits: what came in, what went out, what cannot be read and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from motcua.lib import moment
from motcua.payments.statements.cells import amount_in, moment_in
from motcua.payments.statements.swift import Transaction, is_swift, movements_in, reference_of
from motcua.payments.statements.tables import Row, rows_in

# What the columns are called by banks here; a bank that says otherwise is told by `columns`.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "at": (
        "Ngày giao dịch",
        "Ngày GD",
        "Thời gian giao dịch",
        "Ngày hiệu lực",
        "Ngày hạch toán",
        "Ngày",
        "Transaction date",
        "Date",
    ),
    "key": (
        "Số tham chiếu",
        "Số giao dịch",
        "Mã giao dịch",
        "Số bút toán",
        "Số chứng từ",
        "Số GD",
        "Số CT",
        "Mã GD",
        "Transaction number",
        "Reference",
        "Ref no",
    ),
    "text": (
        "Nội dung",
        "Nội dung giao dịch",
        "Nội dung chi tiết",
        "Diễn giải",
        "Mô tả",
        "Description",
        "Remark",
    ),
    "credit": ("Ghi có", "Phát sinh có", "Số tiền ghi có", "Có", "Tiền vào", "Credit"),
    "debit": ("Ghi nợ", "Phát sinh nợ", "Số tiền ghi nợ", "Nợ", "Tiền ra", "Debit"),
    "amount": ("Số tiền", "Số tiền giao dịch", "Amount"),
}
_NEEDED = (("at",), ("key",), ("credit", "amount"))


@dataclass(frozen=True, slots=True)
class Read:
    """One line of a statement. `amount`: whole đồng, out below zero; `problem`: why it cannot be read."""

    line: int
    key: str = ""
    amount: int = 0
    text: str = ""
    at: datetime | None = None
    problem: str = ""


def credits_in(
    name: str, content: bytes, account: str, columns: Mapping[str, str] | None = None
) -> Iterator[Read]:
    """Every line that says money moved. `columns`: what this bank calls a column, by the keys of COLUMNS.

    Raises Refused when the file is none of CSV, XLSX and MT940, or is another account's.
    """
    if is_swift(content):
        for line, movement in movements_in(content, account):
            yield _movement(line, movement)
        return
    names = {
        thing: (columns[thing], *called) if columns and columns.get(thing) else called
        for thing, called in COLUMNS.items()
    }
    for row in rows_in(name, content, names, _NEEDED):
        read = _row(row)
        if read is not None:
            yield read


def _row(row: Row) -> Read | None:
    """A row without reference and day is a sum or a remark of the bank, not a movement."""
    cells = row.cells
    key = _plain(cells.get("key"))
    if not key and not cells.get("at"):
        return None
    try:
        amount = _amount(cells)
        at = moment_in(cells.get("at"))
    except ValueError as problem:
        return Read(row.line, key, problem=str(problem))
    if not key:
        return Read(row.line, problem="Thiếu số tham chiếu của ngân hàng.") if amount > 0 else None
    return Read(row.line, key, amount, _plain(cells.get("text")), at)


def _amount(cells: Mapping[str, Any]) -> int:
    """In minus out; a column for both has its sign."""
    if "credit" in cells:
        return amount_in(cells["credit"]) - abs(amount_in(cells.get("debit")))
    return amount_in(cells.get("amount"))


def _plain(cell: Any) -> str:
    """A number out of a spreadsheet without «.0»."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell if cell is not None else "").replace("\x00", "").split())


def _movement(line: int, movement: Transaction | None) -> Read:
    if movement is None:
        return Read(line, problem="Không đọc được dòng :61: này.")
    amount, key = movement.data["amount"], reference_of(movement)
    text = _plain(movement.data.get("transaction_details"))
    if amount.currency not in (None, "", "VND"):
        return Read(line, key, problem=f"Loại tiền {amount.currency}, không phải đồng.")
    try:
        dong = amount_in(amount.amount)
    except ValueError as problem:
        return Read(line, key, problem=str(problem))
    if not key and dong > 0:
        return Read(line, problem="Thiếu số tham chiếu của ngân hàng.")
    day: date = movement.data["date"]
    return Read(
        line, key, dong, text, datetime.combine(date(day.year, day.month, day.day), time.min, moment.TZ)
    )
