"""Determining what is owed, and taking it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import ACCOUNTANT, DESK_OFFICER, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.lib.money import dong
from motcua.payments.models import Line, Obligation, Payment


@dataclass(frozen=True)
class LineToPay:
    """One line of a fee determination: amount in whole đồng and the words that explain it."""

    kind: str
    key: str
    name: str
    amount: int
    timing: str
    basis: str
    explanation: tuple[str, ...]


def determine(*, actor: Actor, payer: str, lines: Iterable[LineToPay]) -> Obligation:
    """Fix what is owed now; later changes of tariff do not touch it (TT 117/2026 Đ2, fee determination)."""
    rows = list(lines)
    amount = sum(row.amount for row in rows)
    obligation = Obligation.objects.create(
        state=Obligation.State.DUE if amount else Obligation.State.NONE,
        payer=payer,
        amount=amount,
        determined_at=moment.now(),
    )
    Line.objects.bulk_create(
        Line(
            obligation=obligation,
            kind=row.kind,
            key=row.key,
            name=row.name,
            amount=row.amount,
            timing=row.timing,
            basis=row.basis,
            explanation=list(row.explanation),
        )
        for row in rows
    )
    return obligation


@transaction.atomic
def take(*, actor: Actor, obligation_id: Id, method: str, reference: str = "") -> Payment:
    """Take the whole amount owed at the counter. Refused when nothing is owed or it was paid already.

    Whether the dossier is one of this desk's is asked by whoever finds the obligation through it.
    """
    if not actor.has(DESK_OFFICER, ACCOUNTANT):
        raise Forbidden("Chỉ cán bộ tại quầy hoặc kế toán mới thu tiền được.", code="not-yours")
    obligation = Obligation.objects.select_for_update().get(pk=obligation_id)
    if obligation.state == Obligation.State.PAID:
        raise Refused("Khoản này đã được nộp rồi, không thu lần nữa.", code="paid-already")
    if obligation.state != Obligation.State.DUE:
        raise Refused("Hồ sơ này không có khoản nào phải nộp.", code="nothing-owed")
    if method not in Payment.Method.values:
        raise Refused("Hãy chọn cách nộp tiền: tiền mặt hoặc chuyển khoản.", field="method")
    if method == Payment.Method.TRANSFER and not reference.strip():
        raise Refused("Hãy ghi số giao dịch chuyển khoản để đối chiếu.", field="reference")
    payment = Payment.objects.create(
        obligation=obligation,
        amount=obligation.amount,
        method=method,
        reference=reference.strip(),
        taken_at=moment.now(),
        taken_by=actor.label,
    )
    obligation.state = Obligation.State.PAID
    obligation.save(update_fields=["state"])
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="take_payment",
        subject_type="obligation",
        subject_id=str(obligation.pk),
        content={"amount": obligation.amount, "method": method, "words": dong(obligation.amount)},
        chain=actor.unit_id or "system",
    )
    return payment


@transaction.atomic
def cancel(*, actor: Actor, obligation_id: Id, chain: str) -> bool:
    """Nothing is owed any more; whether anything was. Money that was taken is not given back here.

    `chain` is the chain of the record the caller already writes in, so that two acts never wait for each
    other.
    """
    obligation = Obligation.objects.select_for_update().get(pk=obligation_id)
    if obligation.state not in {Obligation.State.DUE, Obligation.State.NONE}:
        return False
    owed = obligation.state == Obligation.State.DUE
    obligation.state = Obligation.State.CANCELLED
    obligation.save(update_fields=["state"])
    if owed:
        record(
            actor=actor.label,
            user_id=actor.user_id,
            unit_id=actor.unit_id,
            verb="cancel_obligation",
            subject_type="obligation",
            subject_id=str(obligation.pk),
            content={"amount": obligation.amount},
            chain=chain,
        )
    return owed
