"""Money comes in: what it settles of an obligation, what is left over, and the receipt for it."""

from dataclasses import dataclass

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import ACCOUNTANT, DESK_OFFICER, Actor
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.lib.money import dong
from motcua.payments.actions import receipt
from motcua.payments.actions.till import open_till
from motcua.payments.books import Row, held, standing, write
from motcua.payments.models import Book, JournalEntry, Obligation, Payment, PaymentRequest


@dataclass(frozen=True, slots=True)
class Incoming:
    """An amount in whole đồng that has come in: to which account of the ledger, how, under which number.

    `key` makes it one, however often it is told. `written`: whoever collected it wrote the receipts.
    """

    key: str
    amount: int
    book: Book
    place: str
    method: Payment.Method
    reference: str = ""
    written: receipt.Written | None = None


def receive(
    *, actor: Actor, obligation: Obligation, incoming: Incoming, out_of: Book | None = None
) -> Payment:
    """Let it settle what is owed; more than that is kept as surplus. The obligation must be held.

    `out_of`: it is no new money but lay on this account (money nobody could place).
    """
    owed = standing(obligation).owed
    settled = min(owed, incoming.amount)
    entry = write(
        actor=actor,
        key=incoming.key,
        kind=JournalEntry.Kind.ASSIGN if out_of else JournalEntry.Kind.RECEIVE,
        obligation=obligation,
        text=incoming.reference,
        rows=[
            Row(out_of or incoming.book, incoming.amount, incoming.place),
            Row(Book.RECEIVABLE, -settled),
            Row(Book.SURPLUS, settled - incoming.amount),
        ],
    )
    payment = Payment.objects.create(
        obligation=obligation,
        amount=incoming.amount,
        settled=settled,
        asked=owed,
        method=incoming.method,
        reference=incoming.reference[:100],
        taken_at=entry.at,
        taken_by=actor.label[:200],
        entry=entry,
    )
    if settled:
        receipt.issue_for(
            actor=actor, payment=payment, before=obligation.amount - owed, written=incoming.written
        )
    if settled == owed:
        obligation.requests.filter(state=PaymentRequest.State.WAITING).update(
            state=PaymentRequest.State.PAID, next_ask_at=None
        )
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="take_payment",
        subject_type="obligation",
        subject_id=str(obligation.pk),
        content={
            "amount": incoming.amount,
            "settled": settled,
            "method": str(incoming.method),
            "words": dong(incoming.amount),
        },
        chain=actor.unit_id or "system",
    )
    return payment


@transaction.atomic
def take(*, actor: Actor, obligation_id: Id, method: str, reference: str = "") -> Payment:
    """Take what is still owed at the counter. Refused when nothing is owed or it was paid already.

    Whether the dossier is one of this desk's is asked by whoever finds the obligation through it.
    """
    if not actor.has(DESK_OFFICER, ACCOUNTANT):
        raise Forbidden("Chỉ cán bộ tại quầy hoặc kế toán mới thu tiền được.", code="not-yours")
    obligation = held(obligation_id)
    if obligation.is_settled:
        raise Refused("Khoản này đã được nộp rồi, không thu lần nữa.", code="paid-already")
    if not obligation.is_open:
        raise Refused("Hồ sơ này không có khoản nào phải nộp.", code="nothing-owed")
    if method not in Payment.AT_WINDOW:
        raise Refused("Hãy chọn cách nộp tiền: tiền mặt hoặc chuyển khoản.", field="method")
    if method == Payment.Method.TRANSFER and not reference.strip():
        raise Refused("Hãy ghi số giao dịch chuyển khoản để đối chiếu.", field="reference")
    cash = method == Payment.Method.CASH
    return receive(
        actor=actor,
        obligation=obligation,
        incoming=Incoming(
            key=f"window:{obligation.pk}:{obligation.entries.count()}",
            amount=standing(obligation).owed,
            book=Book.CASH if cash else Book.DECLARED,
            place=str(open_till(actor=actor).pk) if cash and actor.unit_id else "",
            method=Payment.Method(method),
            reference=reference.strip(),
        ),
    )
