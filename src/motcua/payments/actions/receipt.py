"""Electronic receipts: issued with the money, numbered without a gap, corrected only by another one.

NĐ 254/2026 Điều 22–25: numbers of at most 8 digits, from 1 on 1 January (or the first use) to 31 December;
phí and lệ phí on receipts of their own; the amount in figures and in words.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import ACCOUNTANT, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.lib.money import in_words
from motcua.organisation.models import Unit
from motcua.payments.models import (
    Line,
    Payment,
    Receipt,
    ReceiptDelegation,
    ReceiptOrder,
    ReceiptSeries,
)
from motcua.payments.own_numbers import OwnNumbers
from motcua.payments.receipt_provider import Provider, ProviderError, ask, provider, wanted

# Taxes have vouchers and postage invoices of their own; neither gets a receipt of the agency.
KINDS = (Line.Kind.FEE, Line.Kind.CHARGE)


@dataclass(frozen=True, slots=True)
class Written:
    """Receipts that a delegate has written: under which contract, when, and its number of each by kind."""

    delegation: ReceiptDelegation
    at: datetime
    numbers: Mapping[str, int]


def issue_for(
    *, actor: Actor, payment: Payment, before: int, written: Written | None = None
) -> list[Receipt]:
    """One receipt for each kind of money this payment settled; `before` was settled by earlier ones.

    Within the transaction that writes the payment, so that a number is given exactly when the money is.
    `written`: a delegate collected; the numbers come out of its own range.
    """
    parts = shares(payment.obligation.lines.order_by("pk"), before, payment.settled)
    unit = payment.obligation.unit
    if unit is None:
        return []
    return [
        _issue(actor, unit, kind, payment, lines, written=written)
        for kind in KINDS
        if (lines := [(line.name, part) for line, part in parts if line.kind == kind])
    ]


def shares(lines: Iterable[Line], before: int, amount: int) -> list[tuple[Line, int]]:
    """Lines are settled in their order: which parts of which lines `amount` pays when `before` was paid."""
    found = []
    for line in lines:
        skipped = min(before, line.amount)
        before -= skipped
        part = min(amount, line.amount - skipped)
        amount -= part
        if part:
            found.append((line, part))
    return found


def _issue(
    actor: Actor,
    unit: Unit,
    kind: str,
    payment: Payment,
    lines: list[tuple[str, int]],
    *,
    corrects: Receipt | None = None,
    verb: ReceiptOrder.Verb = ReceiptOrder.Verb.ISSUE,
    reason: str = "",
    payer: str = "",
    written: Written | None = None,
) -> Receipt:
    """Our own numbering is asked at once, a vendor by the worker when the money is on disk."""
    who = OwnNumbers() if written is not None else _whose(corrects)
    at = written.at if written is not None else moment.now()
    amount = sum(part for _, part in lines)
    request = payment.obligation.requests.order_by("made_at").last()
    receipt = Receipt(
        told_number=written.numbers.get(kind) if written is not None else None,
        payment=payment,
        secret=secrets.token_hex(8),
        payer=payer or payment.obligation.payer,
        reference=request.reference if request is not None else "",
        lines=[{"name": name, "amount": part} for name, part in lines],
        amount=amount,
        words=in_words(amount),
        issued_at=at,
        collector=(written.delegation.name if written is not None else actor.label)[:200],
        corrects=corrects,
        state=Receipt.State.WAITING,
    )
    delegation = written.delegation if written is not None else None
    of = ReceiptSeries(
        unit=unit, kind=kind, year=at.astimezone(moment.TZ).year, delegation=delegation, provider=who.name
    )
    if who.name:
        _queue(receipt, of, verb, reason)
    else:
        _number(receipt, of, who, verb, reason)
    return receipt


def _queue(receipt: Receipt, of: ReceiptSeries, verb: ReceiptOrder.Verb, reason: str) -> None:
    """The vendor is asked by the worker; until then it stands in a series without template and symbol."""
    receipt.series, _ = ReceiptSeries.objects.get_or_create(
        unit=of.unit, kind=of.kind, year=of.year, provider=of.provider, template="", symbol=""
    )
    receipt.save(force_insert=True)
    _order(receipt, verb, reason)


def _number(receipt: Receipt, of: ReceiptSeries, who: Provider, verb: ReceiptOrder.Verb, reason: str) -> None:
    try:
        issued = ask(who, verb, wanted(receipt, of), str(receipt.corrects_id or ""), reason)
    except ProviderError as problem:
        raise Refused(problem.message, code="no-receipt") from problem
    receipt.series = ReceiptSeries.objects.get(
        unit=of.unit, kind=of.kind, year=of.year, delegation=of.delegation, provider=""
    )
    receipt.number, receipt.state = issued.number, Receipt.State.VALID
    receipt.paper_due_at = moment.now()
    receipt.save(force_insert=True)


def _order(receipt: Receipt, verb: ReceiptOrder.Verb, reason: str) -> None:
    now = moment.now()
    ReceiptOrder.objects.create(
        receipt=receipt, verb=verb, reason=reason.strip()[:300], made_at=now, next_try_at=now
    )


def _whose(old: Receipt | None) -> Provider:
    """Whoever issued the one to be corrected; for a new one, whoever issues from now on."""
    if old is None:
        return provider()
    if not old.series.provider:
        return OwnNumbers()
    if provider().name != old.series.provider:
        raise Refused("Nhà cung cấp đã lập biên lai này không còn kết nối; hãy sửa ở đó.", code="no-provider")
    return provider()


def cancel_all(*, actor: Actor, payment: Payment, reason: str) -> None:
    """Nothing of this payment counts any more: its receipts in force are cancelled with it."""
    standing = payment.receipts.filter(state__in=[Receipt.State.VALID, Receipt.State.WAITING])
    for receipt in standing.select_for_update(of=("self",)).select_related("series"):
        _end(actor, receipt, Receipt.State.CANCELLED, reason)


@transaction.atomic
def withdraw(*, actor: Actor, receipt_id: Id, reason: str) -> Receipt:
    """Cancel a receipt issued in error; its number is not used again."""
    receipt = _of_theirs(actor, receipt_id, reason)
    return _end(actor, receipt, Receipt.State.CANCELLED, reason)


@transaction.atomic
def replace(*, actor: Actor, receipt_id: Id, reason: str, payer: str) -> Receipt:
    """Put another one in its place, with the payer's name put right; the two name each other."""
    old = _of_theirs(actor, receipt_id, reason)
    if not payer.strip():
        raise Refused("Hãy ghi tên người nộp đúng.", field="payer")
    lines = [(str(line["name"]), int(line["amount"])) for line in old.lines]
    new = _instead(actor, old, ReceiptOrder.Verb.REPLACE, reason, lines, payer.strip()[:250])
    _end(actor, old, Receipt.State.REPLACED, reason)
    return new


@transaction.atomic
def adjust(*, actor: Actor, receipt_id: Id, reason: str, lines: list[tuple[str, int]]) -> Receipt:
    """Issue a receipt that adjusts the amounts of an earlier one; the lines are those that hold from now on.

    The sum stays what was paid: an adjustment moves words and parts, never money.
    """
    old = _of_theirs(actor, receipt_id, reason)
    if sum(part for _, part in lines) != old.amount or any(part <= 0 for _, part in lines):
        raise Refused("Tổng các dòng phải bằng số tiền đã thu.", field="lines", code="other-sum")
    new = _instead(actor, old, ReceiptOrder.Verb.ADJUST, reason, lines, old.payer)
    _end(actor, old, Receipt.State.ADJUSTED, reason)
    return new


def _instead(
    actor: Actor,
    old: Receipt,
    verb: ReceiptOrder.Verb,
    reason: str,
    lines: list[tuple[str, int]],
    payer: str,
) -> Receipt:
    return _issue(
        actor,
        old.series.unit,
        old.series.kind,
        old.payment,
        lines,
        corrects=old,
        verb=verb,
        reason=reason,
        payer=payer,
    )


def _of_theirs(actor: Actor, receipt_id: Id, reason: str) -> Receipt:
    if not actor.has(ACCOUNTANT):
        raise Forbidden("Chỉ kế toán mới sửa biên lai.", code="not-yours")
    receipt = (
        Receipt.objects.select_for_update(of=("self",))
        .select_related("series__unit", "payment")
        .get(pk=receipt_id)
    )
    if receipt.series.unit_id not in actor.units:
        raise Forbidden("Biên lai này không thuộc đơn vị của bạn.", code="not-yours")
    if receipt.state == Receipt.State.WAITING:
        raise Refused("Biên lai đang chờ cấp số; hãy đợi có số rồi sửa.", code="waiting")
    if receipt.state != Receipt.State.VALID:
        raise Refused("Biên lai này không còn hiệu lực.", code="not-valid")
    if not reason.strip():
        raise Refused("Hãy ghi lý do.", field="reason")
    return receipt


def _end(actor: Actor, receipt: Receipt, state: Receipt.State, reason: str) -> Receipt:
    receipt.state, receipt.reason = state, reason.strip()[:300]
    # What it is now wants a paper of its own; the one it had stays.
    receipt.paper_due_at = moment.now() if receipt.number is not None else None
    receipt.save(update_fields=["state", "reason", "paper_due_at"])
    if state == Receipt.State.CANCELLED and receipt.series.provider:
        _order(receipt, ReceiptOrder.Verb.CANCEL, reason)
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=f"receipt_{state}",
        subject_type="receipt",
        subject_id=str(receipt.pk),
        content={"number": receipt.number, "reason": receipt.reason},
        chain=actor.unit_id or "system",
    )
    return receipt
