"""Giving money back: asked for with a reason, approved by a second person, paid out."""

import re

from django.db import transaction
from django.db.models import Sum

from motcua.audit.actions import record
from motcua.identity.actor import ACCOUNTANT, DESK_OFFICER, HEAD, SIGNER, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.lib.money import dong
from motcua.payments.books import INCOME, Row, held, standing, write
from motcua.payments.models import Book, JournalEntry, Obligation, Refund

_STATE = Refund.State
_ACCOUNT, _BIN = re.compile(r"[0-9A-Za-z]{4,19}"), re.compile(r"[0-9]{6}")


def refundable(obligation: Obligation) -> int:
    """What may still be given back, in whole đồng: the surplus, and lines whose tariff gives them back."""
    now = standing(obligation)
    asked = obligation.refunds.filter(state=_STATE.ASKED).aggregate(total=Sum("amount"))["total"] or 0
    return now.surplus + _returnable(obligation, now.kept) - asked


def _returnable(obligation: Obligation, kept: int) -> int:
    never = sum(line.amount for line in obligation.lines.all() if not line.refundable)
    return max(0, kept - never)


@transaction.atomic
def ask(
    *, actor: Actor, obligation_id: Id, amount: int, reason: str, bank_bin: str, account: str, holder: str
) -> Refund:
    """Ask for money to go back to an account. Raises Refused with the field that is wrong."""
    if not actor.has(ACCOUNTANT, DESK_OFFICER):
        raise Forbidden("Chỉ kế toán hoặc cán bộ tại quầy mới đề nghị hoàn tiền.", code="not-yours")
    obligation = held(obligation_id)
    most = refundable(obligation)
    if most <= 0:
        raise Refused(
            "Không có tiền nào hoàn được: chưa nộp, đã hoàn, hoặc khoản này theo biểu phí không hoàn.",
            code="not-refundable",
        )
    if not 0 < amount <= most:
        raise Refused(f"Số tiền hoàn phải lớn hơn 0 và không quá {dong(most)}.", field="amount")
    if not reason.strip():
        raise Refused("Hãy ghi lý do hoàn tiền.", field="reason")
    if not _BIN.fullmatch(bank_bin.strip()):
        raise Refused("Hãy ghi mã ngân hàng gồm 6 chữ số, ví dụ 970415.", field="bank_bin")
    if not _ACCOUNT.fullmatch(account.strip()):
        raise Refused("Hãy ghi số tài khoản nhận tiền hoàn.", field="account")
    if not holder.strip():
        raise Refused("Hãy ghi tên chủ tài khoản.", field="holder")
    refund = Refund.objects.create(
        obligation=obligation,
        amount=amount,
        reason=reason.strip()[:300],
        bank_bin=bank_bin.strip(),
        account=account.strip(),
        holder=holder.strip()[:100],
        asked_at=moment.now(),
        asked_by=actor.label[:200],
        asked_by_user=actor.user_id,
    )
    _record(actor, refund, "ask_refund")
    return refund


@transaction.atomic
def decide(*, actor: Actor, refund_id: Id, grant: bool, words: str = "") -> Refund:
    """Approve or decline; never by whoever asked. A decline says why."""
    refund, obligation = _held(refund_id)
    if not actor.has(ACCOUNTANT, HEAD, SIGNER) or obligation.unit_id not in actor.units:
        raise Forbidden("Việc duyệt hoàn tiền này không thuộc bạn.", code="not-yours")
    if refund.asked_by_user == actor.user_id:
        raise Forbidden("Người đề nghị không tự duyệt: cần người thứ hai.", code="second-person")
    if refund.state != _STATE.ASKED:
        raise Refused("Đề nghị này đã được quyết định rồi.", code="decided-already")
    if not grant and not words.strip():
        raise Refused("Hãy ghi vì sao không duyệt.", field="words")
    refund.state = _STATE.GRANTED if grant else _STATE.DECLINED
    refund.decided_at, refund.decided_by = moment.now(), actor.label[:200]
    refund.decision = words.strip()[:300]
    refund.save(update_fields=["state", "decided_at", "decided_by", "decision"])
    if grant:
        write(
            actor=actor,
            key=f"grant:{refund.pk}",
            kind=JournalEntry.Kind.GRANT,
            obligation=obligation,
            text=refund.reason,
            rows=[*_given_up(obligation, refund.amount), Row(Book.REFUND, -refund.amount)],
        )
    _record(actor, refund, "grant_refund" if grant else "decline_refund")
    return refund


def _given_up(obligation: Obligation, amount: int) -> list[Row]:
    """What was too much goes first; the rest is taken from the income of the lines that are given back."""
    now = standing(obligation)
    if amount > now.surplus + _returnable(obligation, now.kept):
        raise Refused("Số tiền này không còn hoàn được nữa.", code="not-refundable")
    surplus = min(now.surplus, amount)
    rows, left = [Row(Book.SURPLUS, surplus)], amount - surplus
    sums = dict(obligation.postings.order_by().values_list("book").annotate(total=Sum("amount")))
    for line in obligation.lines.filter(refundable=True).order_by("-pk"):
        book = INCOME[line.kind]
        part = min(left, line.amount, -sums.get(book, 0))
        sums[book] = sums.get(book, 0) + part
        left -= part
        rows.append(Row(book, part))
    return rows


@transaction.atomic
def pay_out(*, actor: Actor, refund_id: Id, account_id: Id, voucher: str) -> Refund:
    """The money has left the unit's account; `voucher` is the bank's number of the order."""
    refund, obligation = _held(refund_id)
    if not actor.has(ACCOUNTANT) or obligation.unit_id not in actor.units:
        raise Forbidden("Việc chi hoàn tiền này không thuộc bạn.", code="not-yours")
    if refund.state != _STATE.GRANTED:
        raise Refused("Chỉ chi khoản đã duyệt và chưa chi.", code="not-granted")
    if not voucher.strip():
        raise Refused("Hãy ghi số lệnh chi của ngân hàng.", field="voucher")
    refund.state, refund.paid_at, refund.voucher = _STATE.PAID, moment.now(), voucher.strip()[:60]
    refund.save(update_fields=["state", "paid_at", "voucher"])
    write(
        actor=actor,
        key=f"pay-out:{refund.pk}",
        kind=JournalEntry.Kind.PAY_OUT,
        obligation=obligation,
        text=refund.voucher,
        rows=[Row(Book.REFUND, refund.amount), Row(Book.BANK, -refund.amount, str(account_id))],
    )
    _record(actor, refund, "pay_out_refund")
    return refund


def _held(refund_id: Id) -> tuple[Refund, Obligation]:
    """Obligation first, then the refund: everybody locks in this order."""
    obligation = held(Refund.objects.values_list("obligation_id", flat=True).get(pk=refund_id))
    return Refund.objects.select_for_update(of=("self",)).get(pk=refund_id), obligation


def _record(actor: Actor, refund: Refund, verb: str) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="refund",
        subject_id=str(refund.pk),
        content={"amount": refund.amount, "reason": refund.reason},
        chain=actor.unit_id or "system",
    )
