"""Determining what is owed, and owing it no more."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum

from motcua.audit.actions import record
from motcua.identity.actor import ACCOUNTANT, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.organisation.models import Unit
from motcua.payments.books import INCOME, Row, held, refresh, standing, write
from motcua.payments.models import Book, JournalEntry, Line, Obligation, PaymentRequest, Posting

_KIND = JournalEntry.Kind


@dataclass(frozen=True)
class LineToPay:
    """One line of a determination: amount in whole đồng and the words that explain it.

    `refundable`: whether the tariff gives it back when nothing comes of the dossier.
    """

    kind: str
    key: str
    name: str
    amount: int
    timing: str
    basis: str
    explanation: tuple[str, ...]
    refundable: bool = True


@transaction.atomic
def determine(
    *, actor: Actor, payer: str, lines: Iterable[LineToPay], unit: Unit | None = None
) -> Obligation:
    """Fix what is owed now; later changes of tariff do not touch it (TT 117/2026 Đ2, fee determination).

    `unit` is the agency the money belongs to.
    """
    rows = list(lines)
    amount = sum(row.amount for row in rows)
    obligation = Obligation.objects.create(
        state=Obligation.State.DUE if amount else Obligation.State.NONE,
        unit=unit,
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
            refundable=row.refundable,
        )
        for row in rows
    )
    if amount:
        write(
            actor=actor,
            key=f"determine:{obligation.pk}",
            kind=_KIND.DETERMINE,
            obligation=obligation,
            rows=[Row(Book.RECEIVABLE, amount), *(Row(INCOME[row.kind], -row.amount) for row in rows)],
        )
    return obligation


@transaction.atomic
def cancel(*, actor: Actor, obligation_id: Id, chain: str) -> bool:
    """Nothing more is owed; whether anything was. Money that was taken is not given back here.

    `chain` is the chain of the record the caller already writes in, so that two acts never wait for each
    other.
    """
    obligation = held(obligation_id)
    state = Obligation.State
    if obligation.state not in {state.DUE, state.PART, state.NONE}:
        return False
    owed = standing(obligation).owed
    obligation.cancelled_at = moment.now()
    obligation.save(update_fields=["cancelled_at"])
    if not owed:
        refresh(obligation)
        return False
    write(
        actor=actor,
        key=f"cancel:{obligation.pk}:{obligation.entries.count()}",
        kind=_KIND.CANCEL,
        obligation=obligation,
        rows=[
            Row(Book.RECEIVABLE, -owed),
            *(Row(INCOME[kind], part) for kind, part in _unpaid(obligation, owed)),
        ],
    )
    obligation.requests.filter(state=PaymentRequest.State.WAITING).update(
        state=PaymentRequest.State.CANCELLED
    )
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="cancel_obligation",
        subject_type="obligation",
        subject_id=str(obligation.pk),
        content={"amount": owed},
        chain=chain,
    )
    return True


def let_off(*, actor: Actor, obligation: Obligation, reason: str) -> None:
    """Whoever demanded it gives up what is still owed; what was paid stays paid. The obligation is held."""
    owed = standing(obligation).owed
    if owed:
        write(
            actor=actor,
            key=f"let-off:{obligation.pk}:{obligation.entries.count()}",
            kind=_KIND.CANCEL,
            obligation=obligation,
            text=reason,
            rows=[
                Row(Book.RECEIVABLE, -owed),
                *(Row(INCOME[kind], part) for kind, part in _unpaid(obligation, owed)),
            ],
        )


def _unpaid(obligation: Obligation, owed: int) -> list[tuple[str, int]]:
    """Lines are paid in their order: what is not paid yet are the last ones."""
    parts = []
    for line in obligation.lines.order_by("-pk"):
        part = min(owed, line.amount)
        owed -= part
        if part:
            parts.append((line.kind, part))
    return parts


def _dropped(obligation: Obligation) -> int:
    """What was cancelled and not taken up again since: what had been granted back before is owed no more."""
    rows = Posting.objects.filter(
        obligation=obligation, book__in=INCOME.values(), entry__kind__in=(_KIND.CANCEL, _KIND.REOPEN)
    )
    total: int = rows.aggregate(total=Sum("amount"))["total"] or 0
    return total


@transaction.atomic
def reopen(*, actor: Actor, obligation_id: Id) -> Obligation:
    """Money came for what had been cancelled and the payer wants it to count: owed again, and paid from it.

    The alternative to a refund of a late success (docs/explanation/money.md). Raises Refused when there is no
    such money.
    """
    if not actor.has(ACCOUNTANT):
        raise Forbidden("Chỉ kế toán mới mở lại khoản đã hủy.", code="not-yours")
    obligation = held(obligation_id)
    now = standing(obligation)
    if obligation.cancelled_at is None or not now.surplus:
        raise Refused("Không có tiền nào về sau khi khoản này đã hủy.", code="nothing-to-reopen")
    dropped = _dropped(obligation)
    used = min(dropped, now.surplus)
    obligation.cancelled_at = None
    obligation.save(update_fields=["cancelled_at"])
    write(
        actor=actor,
        key=f"reopen:{obligation.pk}:{obligation.entries.count()}",
        kind=_KIND.REOPEN,
        obligation=obligation,
        rows=[
            Row(Book.RECEIVABLE, dropped - used),
            Row(Book.SURPLUS, used),
            *(Row(INCOME[kind], -part) for kind, part in _unpaid(obligation, dropped)),
        ],
    )
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="reopen_obligation",
        subject_type="obligation",
        subject_id=str(obligation.pk),
        content={"amount": used},
        chain=actor.unit_id or "system",
    )
    return obligation
