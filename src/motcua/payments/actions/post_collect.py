"""What the public post collected on the agency's behalf, and what of it the post has handed in."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from django.db import IntegrityError, transaction

from motcua.audit.actions import record
from motcua.identity.actor import ACCOUNTANT, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.lib.money import dong, grouped
from motcua.payments.actions.receipt import KINDS, Written
from motcua.payments.actions.take import Incoming, receive
from motcua.payments.books import Row, held, known, write
from motcua.payments.models import (
    BankMessage,
    Book,
    CollectingAccount,
    JournalEntry,
    Line,
    Obligation,
    Payment,
    PaymentRequest,
    ReceiptDelegation,
)
from motcua.payments.models.receipt import LAST_NUMBER
from motcua.payments.queries import held_by_post
from motcua.payments.statements.cells import amount_in, moment_in
from motcua.payments.statements.tables import Row as FileRow
from motcua.payments.statements.tables import rows_in

MOST_BYTES = 20 * 1024 * 1024
# What the post calls the columns of its list.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("Mã hồ sơ", "Số yêu cầu thanh toán", "Số hóa đơn", "Mã thanh toán", "Hồ sơ"),
    "amount": ("Số tiền", "Số tiền thu", "Tiền thu hộ"),
    "at": ("Ngày thu", "Thời gian thu", "Thu lúc", "Ngày"),
    "number": ("Số biên nhận", "Số biên lai", "Số phiếu thu", "Mã bưu gửi"),
    "fee": ("Số biên lai phí",),
    "charge": ("Số biên lai lệ phí",),
}
_NEEDED = (("code",), ("amount",), ("number",))
Find = Callable[[str], Obligation | None]


@dataclass
class Outcome:
    """What became of the lines of the post's list; `differ`: booked, but its receipt has another number."""

    new: int = 0
    amount: int = 0
    known: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)
    differ: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    line: int
    number: str
    code: str
    amount: int
    at: datetime | None
    receipts: Mapping[str, int]


def collect(*, actor: Actor, name: str, content: bytes, find: Find) -> Outcome:
    """Book what is new, each line in a transaction of its own; told again under the post's own number it
    changes nothing.

    `find` resolves the code of a dossier for this actor; the number of a payment request is known here.
    Raises Refused when the file is no such list.
    """
    if not actor.has(ACCOUNTANT):
        raise Forbidden("Chỉ kế toán mới ghi tiền bưu chính thu hộ.", code="not-yours")
    if len(content) > MOST_BYTES:
        raise Refused("Tệp lớn hơn 20 MB; hãy chia thành nhiều tệp.", field="file")
    outcome = Outcome()
    for line in _in_order(list(_lines(name, content, outcome))):
        try:
            try:
                _book(actor, line, find, outcome)
            except IntegrityError:  # another list has booked this number this moment: now it is known
                _book(actor, line, find, outcome)
        except Refused as problem:
            outcome.faults.append((line.line, problem.message))
    outcome.faults.sort()
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="read_post_list",
        subject_type="unit",
        subject_id=actor.unit_id,
        content={
            "file": name[:200],
            "digest": hashlib.sha256(content).hexdigest(),
            "new": outcome.new,
            "known": outcome.known,
            "faults": len(outcome.faults),
        },
        chain=actor.unit_id or "system",
    )
    return outcome


def _lines(name: str, content: bytes, outcome: Outcome) -> Iterator[_Line]:
    for row in rows_in(name, content, COLUMNS, _NEEDED):
        try:
            yield _line(row)
        except ValueError as problem:
            outcome.faults.append((row.line, str(problem)))


def _line(row: FileRow) -> _Line:
    cells = row.cells
    number, code = (str(cells.get(name) or "").strip() for name in ("number", "code"))
    if not number or not code:
        raise ValueError("Thiếu số biên nhận của bưu chính hoặc mã hồ sơ.")
    amount = amount_in(cells.get("amount"))
    if amount <= 0:
        raise ValueError("Số tiền phải lớn hơn 0.")
    at = moment_in(cells["at"]) if cells.get("at") else None
    if at is not None and at > moment.now():
        raise ValueError("Ngày thu chưa đến.")
    receipts = {str(kind): amount_in(cells[kind]) for kind in KINDS if cells.get(kind)}
    if not all(0 < each <= LAST_NUMBER for each in receipts.values()):
        raise ValueError("Số biên lai gồm 1 đến 8 chữ số.")
    return _Line(row.line, number[:80], code[:60], amount, at, receipts)


def _in_order(lines: list[_Line]) -> list[_Line]:
    """So that receipts come in the order in which the post numbered them, phí and lệ phí each for itself;
    in that of the file where both cannot be.
    """
    order: TopologicalSorter[int] = TopologicalSorter(dict.fromkeys(range(len(lines)), ()))
    for kind in KINDS:
        numbered = sorted((line.receipts[kind], at) for at, line in enumerate(lines) if kind in line.receipts)
        for (_, before), (_, after) in pairwise(numbered):
            order.add(after, before)
    try:
        return [lines[at] for at in order.static_order()]
    except CycleError:
        return lines


@transaction.atomic
def _book(actor: Actor, line: _Line, find: Find, outcome: Outcome) -> None:
    request = PaymentRequest.objects.filter(number=line.code).select_related("obligation").first()
    obligation = request.obligation if request is not None else find(line.code)
    if obligation is None or obligation.unit_id not in actor.units:
        raise Refused(f"Không có hồ sơ «{line.code}» trong đơn vị của bạn.", code="no-dossier")
    obligation, key = held(obligation.pk), f"post:{line.number}"
    old = known(key)
    if old is not None:
        if old.obligation_id != obligation.pk or old.payment.amount != line.amount:
            raise Refused(
                f"Số biên nhận {line.number} đã ghi với hồ sơ hoặc số tiền khác; hãy hỏi bưu chính."
            )
        outcome.known += 1
        _tell_numbers(old.payment, line)
        return
    written = _written(obligation, line)
    payment = receive(
        actor=actor,
        obligation=obligation,
        incoming=Incoming(
            key=key,
            amount=line.amount,
            book=Book.POST,
            place=obligation.unit_id or "",
            method=Payment.Method.POST,
            reference=f"{line.number}, thu {line.at:%d/%m/%Y}" if line.at else line.number,
            written=written,
        ),
    )
    outcome.new += 1
    outcome.amount += line.amount
    outcome.differ += [(line.line, said) for said in _differences(payment, line, written)]


def _written(obligation: Obligation, line: _Line) -> Written | None:
    """The contract under which the post wrote receipts on the day it collected; None when there is none."""
    at = line.at or moment.now()
    day = at.astimezone(moment.TZ).date()
    found = ReceiptDelegation.objects.in_force(day).filter(unit=obligation.unit_id).first()
    return Written(found, at, line.receipts) if found is not None else None


def _tell_numbers(payment: Payment, line: _Line) -> None:
    """A later list may say the numbers that an earlier one left out."""
    untold = payment.receipts.filter(series__delegation__isnull=False, told_number=None)
    for kind, told in line.receipts.items():
        untold.filter(series__kind=kind).update(told_number=told)


def _differences(payment: Payment, line: _Line, written: Written | None) -> Iterator[str]:
    ours = {receipt.series.kind: receipt for receipt in payment.receipts.select_related("series")}
    for kind, told in line.receipts.items():
        label = str(Line.Kind(kind).label).lower()
        if kind not in ours:
            yield f"Bưu chính ghi biên lai {label} số {told}, nhưng khoản thu này không có {label}."
        elif written is None:
            yield f"Ngày này không có ủy nhiệm lập biên lai: lấy số của đơn vị, {ours[kind]}."
        elif ours[kind].number != told:
            yield f"Bưu chính ghi biên lai {label} số {told}, sổ cấp {ours[kind]}."


@transaction.atomic
def hand_in(*, actor: Actor, account_id: Id, amount: int, voucher: str) -> JournalEntry:
    """The post has paid in what it held, under the bank's number `voucher`.

    Where the bank has told of that money already and nobody could place it, this places it; where it tells
    later, it is known. Raises Refused when the post does not hold so much, or the number was used before.
    """
    account = CollectingAccount.objects.get(pk=account_id)
    # Every account of the unit is held: what the post still has is counted by unit, not by account.
    list(CollectingAccount.objects.select_for_update().filter(unit=account.unit_id).order_by("pk"))
    if not actor.has(ACCOUNTANT) or account.unit_id not in actor.units:
        raise Forbidden("Tài khoản này không thuộc đơn vị của bạn.", code="not-yours")
    voucher, holding = voucher.strip()[:80], held_by_post(account.unit_id)
    if not voucher:
        raise Refused("Hãy ghi số giao dịch của ngân hàng trên chứng từ nộp tiền.", field="voucher")
    if not 0 < amount <= holding:
        raise Refused(
            f"Bưu chính đang giữ {grouped(holding)} đồng; số nộp phải lớn hơn 0 và không quá số đó.",
            field="amount",
        )
    message = _told_already(account, voucher, amount)
    place = str(account.pk)
    entry = write(
        actor=actor,
        key=f"post-in:{account.pk}:{voucher}",
        kind=JournalEntry.Kind.BANKED,
        unit_id=account.unit_id,
        text=f"Bưu chính nộp tiền thu hộ, {voucher}",
        rows=[
            Row(Book.UNMATCHED if message else Book.BANK, amount, place),
            Row(Book.POST, -amount, account.unit_id),
        ],
    )
    if message is None:
        BankMessage.objects.create(
            account=account,
            bank_key=voucher,
            amount=amount,
            text="Bưu chính nộp tiền thu hộ",
            at=moment.now(),
            heard_at=moment.now(),
            source=BankMessage.Source.OFFICER,
            state=BankMessage.State.MATCHED,
            entry=entry,
        )
    else:
        message.state = BankMessage.State.MATCHED
        message.save(update_fields=["state"])
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="post_hands_in",
        subject_type="collecting_account",
        subject_id=str(account.pk),
        content={"amount": amount, "voucher": voucher},
        chain=actor.unit_id or "system",
    )
    return entry


def _told_already(account: CollectingAccount, voucher: str, amount: int) -> BankMessage | None:
    message = (
        BankMessage.objects.select_for_update(of=("self",)).filter(account=account, bank_key=voucher).first()
    )
    if message is None:
        return None
    if message.state != BankMessage.State.UNMATCHED:
        raise Refused("Số giao dịch này đã được ghi rồi.", field="voucher", code="placed-already")
    if message.amount != amount:
        raise Refused(
            f"Ngân hàng báo khoản này là {dong(message.amount)}.", field="amount", code="other-amount"
        )
    return message
