"""A transfer the payer declared and no bank ever told of: taken back, the amount owed again."""

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import ACCOUNTANT, Actor
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.payments.actions import receipt
from motcua.payments.actions.take import Incoming, receive
from motcua.payments.books import Row, held, standing, write
from motcua.payments.models import Book, JournalEntry, Obligation, Payment, Refund

_OPEN_REFUND = (Refund.State.ASKED, Refund.State.GRANTED, Refund.State.PAID)


@transaction.atomic
def reject(*, actor: Actor, payment_id: Id, reason: str) -> Payment:
    """Reverse the entry of a declared transfer that never came; its receipts are cancelled with it.

    Where a part did come, that part is a payment of its own afterwards, with its own receipt. Raises Refused
    when all of it came, when it was rejected before, or when money of it is on its way back to the payer.
    """
    if not actor.has(ACCOUNTANT):
        raise Forbidden("Chỉ kế toán mới bác chuyển khoản đã khai.", code="not-yours")
    obligation = held(Payment.objects.values_list("obligation_id", flat=True).get(pk=payment_id))
    if obligation.unit_id not in actor.units:
        raise Forbidden("Khoản này không thuộc đơn vị của bạn.", code="not-yours")
    payment = Payment.objects.select_for_update(of=("self",)).select_related("entry").get(pk=payment_id)
    missing = _missing(payment, obligation)
    if not reason.strip():
        raise Refused("Hãy ghi lý do bác, ví dụ: sao kê hai ngày không thấy.", field="reason")
    payment.reversal = _reverse(actor, payment, obligation, reason.strip())
    payment.save(update_fields=["reversal"])
    receipt.cancel_all(actor=actor, payment=payment, reason=reason)
    came = payment.amount - missing
    if came:
        receive(
            actor=actor,
            obligation=obligation,
            out_of=Book.DECLARED,
            incoming=Incoming(
                key=f"came:{payment.pk}",
                amount=came,
                book=Book.BANK,
                place="",
                method=Payment.Method.TRANSFER,
                reference=payment.reference,
            ),
        )
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="reject_transfer",
        subject_type="obligation",
        subject_id=str(obligation.pk),
        content={"amount": payment.amount, "came": came, "reason": reason.strip()[:300]},
        chain=actor.unit_id or "system",
    )
    return payment


def _missing(payment: Payment, obligation: Obligation) -> int:
    """How much of it no bank has told of, in whole đồng. Raises Refused when there is nothing to reject."""
    if payment.reversal_id is not None:
        raise Refused("Chuyển khoản này đã bị bác rồi.", code="rejected-already")
    entry = payment.entry
    declared = (
        entry is not None
        and entry.kind == JournalEntry.Kind.RECEIVE
        and entry.postings.filter(book=Book.DECLARED).exists()
    )
    missing = min(standing(obligation).declared, payment.amount) if declared else 0
    if not missing:
        raise Refused("Tiền này đã về tài khoản, không bác được.", code="arrived")
    if obligation.cancelled_at is not None or obligation.refunds.filter(state__in=_OPEN_REFUND).exists():
        raise Refused(
            "Khoản này đã hủy hoặc đang hoàn tiền; hãy giải quyết việc hoàn trước.", code="being-refunded"
        )
    return missing


def _reverse(actor: Actor, payment: Payment, obligation: Obligation, reason: str) -> JournalEntry:
    return write(
        actor=actor,
        key=f"reverse:{payment.pk}",
        kind=JournalEntry.Kind.REVERSE,
        obligation=obligation,
        text=reason,
        rows=[
            Row(Book.DECLARED, -payment.amount),
            Row(Book.RECEIVABLE, payment.settled),
            Row(Book.SURPLUS, payment.amount - payment.settled),
        ],
    )
