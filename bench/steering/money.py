"""What a dossier of the bulk province owes and pays, with balanced entries of the ledger."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bench.steering import cells
from bench.steering.cells import Made, Slot
from bench.steering.offices import Kind
from motcua.catalogue.fee_rows import Fee
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.payments.books import INCOME

if TYPE_CHECKING:
    from bench.steering.lives import Written

_AMOUNTS = (5_000, 8_000, 15_000, 20_000, 50_000, 100_000, 150_000, 500_000)
_CASH = 0.3


@dataclass(frozen=True)
class Price:
    """A fee of the procedure and how much of it is asked here: a round sum, not that of the tariff."""

    fee: Fee
    amount: int


def price(kind: Kind, draw: random.Random) -> Price | None:
    """What is to be paid: nothing where the procedure has no fee, and for one in five who are exempt."""
    if not kind.spec.fees or draw.random() < 0.2:
        return None
    return Price(kind.spec.fees[0], draw.choice(_AMOUNTS))


def write(life: "Written") -> Made | None:
    """The obligation, its line, what was paid or dropped; gives the id of the obligation."""
    wanted, filed = life.pays, life.done[0].at
    if wanted is None:
        return None
    dropped = life.done[-1].at if life.accepted is None and life.state not in (1, 5) else None
    state = "cancelled" if dropped else "paid" if life.accepted else "due"
    obligation = life.id(1)
    life.add(
        cells.OBLIGATION,
        id=obligation,
        state=state,
        unit_id=Slot("competent"),
        payer=Slot("person"),
        amount=wanted.amount,
        determined_at=life.moment(filed),
        cancelled_at=life.moment(dropped),
    )
    life.add(
        cells.LINE,
        obligation_id=obligation,
        kind=wanted.fee.kind,
        key=wanted.fee.key,
        name=wanted.fee.name[:250],
        amount=wanted.amount,
        timing="on_filing",
        basis=str(wanted.fee.basis)[:200],
    )
    income = str(INCOME[wanted.fee.kind])
    _entry(life, 2, "determine", filed, {"receivable": wanted.amount, income: -wanted.amount})
    if dropped:
        _entry(life, 3, "cancel", dropped, {"receivable": -wanted.amount, income: wanted.amount})
    elif life.accepted:
        cash = not life.online and life.draw.random() < _CASH
        _entry(
            life, 3, "receive", life.accepted,
            {"cash" if cash else "gateway": wanted.amount, "receivable": -wanted.amount},
        )  # fmt: skip
        life.add(
            cells.PAYMENT,
            id=life.id(4),
            obligation_id=obligation,
            amount=wanted.amount,
            settled=wanted.amount,
            asked=wanted.amount,
            method="cash" if cash else "gateway",
            taken_at=life.moment(life.accepted),
            taken_by=Slot("desk/desk_officer/name") if cash else SYSTEM_ACTOR.label,
            entry_id=life.id(3),
            told_at=life.moment(life.accepted),
        )
    return obligation


def _entry(life: "Written", number: int, kind: str, at: datetime, rows: dict[str, int]) -> None:
    life.add(
        cells.ENTRY,
        id=life.id(number),
        key=Made(f"bench-{kind}:%(n)s"),
        kind=kind,
        at=life.moment(at),
        day=at.date(),
        obligation_id=life.id(1),
        unit_id=Slot("competent"),
        actor=SYSTEM_ACTOR.label,
        user_id=None,
    )
    for book, amount in rows.items():
        life.add(
            cells.POSTING,
            entry_id=life.id(number),
            book=book,
            obligation_id=life.id(1),
            amount=amount,
        )
