"""Writing the ledger, and reading from it where an obligation stands.

Nothing else adds an entry, and none is added to a day that was closed. Whoever writes one about an obligation
holds its row (`held`), so that two writers never compute from the same standing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.ids import Id
from motcua.payments import closed_days
from motcua.payments.models import Book, JournalEntry, Obligation, Posting

# Income by kind of line; each line is credited to its own.
INCOME = {"fee": Book.FEE, "charge": Book.CHARGE, "tax": Book.TAX, "postage": Book.POSTAGE}


_KIND = JournalEntry.Kind
# What people do to money, and may do tomorrow. What dossiers and banks bring cannot wait: where the day is
# closed it belongs to the next one.
_BY_PEOPLE = frozenset(
    (_KIND.ASSIGN, _KIND.REVERSE, _KIND.GRANT, _KIND.PAY_OUT, _KIND.REOPEN, _KIND.COUNT, _KIND.BANKED)
)
_TAKEN_BY_PEOPLE = frozenset((Book.CASH, Book.DECLARED))


class Unbalanced(ValueError):
    """Debits and credits of an entry differ: a fault of ours, nothing is written."""


@dataclass(frozen=True, slots=True)
class Row:
    """One posting to be: debit positive, credit negative; rows of nothing are left out."""

    book: Book
    amount: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an obligation stands, in whole đồng; every figure is a sum of its postings.

    `owed`: still to be paid. `surplus`: paid too much, not yet granted back. `to_pay_out`: granted, not paid
    out yet. `declared`: transfers told by the payer that no bank has confirmed. `kept`: paid and not granted
    back.
    """

    owed: int
    surplus: int
    to_pay_out: int
    declared: int
    kept: int
    granted: int


def held(obligation_id: Id) -> Obligation:
    """The obligation with its row locked until the transaction ends."""
    return Obligation.objects.select_for_update(of=("self",)).get(pk=obligation_id)


def known(key: str) -> JournalEntry | None:
    """The entry of this key, when it has been written before."""
    return JournalEntry.objects.filter(key=key).first()


def write(
    *,
    actor: Actor,
    key: str,
    kind: JournalEntry.Kind,
    rows: Iterable[Row],
    obligation: Obligation | None = None,
    unit_id: str | None = None,
    text: str = "",
) -> JournalEntry:
    """Add one entry and bring the state of its obligation up to date. Raises Unbalanced.

    A determination comes first and leaves the state that the obligation was made with. Must run in a
    transaction; `key` twice is an IntegrityError, so ask `known` first. What people do on a day that is
    closed is Refused; what is told from outside goes to the next open day.
    """
    wanted = [row for row in rows if row.amount]
    if sum(row.amount for row in wanted) or not wanted:
        raise Unbalanced(f"{kind} {key}: {wanted}")
    unit_id = unit_id or (obligation.unit_id if obligation is not None else None)
    can_wait = kind in _BY_PEOPLE or (
        kind == _KIND.RECEIVE and any(row.book in _TAKEN_BY_PEOPLE for row in wanted)
    )
    entry = JournalEntry.objects.create(
        key=key[:120],
        kind=kind,
        at=moment.now(),
        day=closed_days.day_for(unit_id, can_wait=can_wait),
        obligation=obligation,
        unit_id=unit_id,
        text=text[:300],
        actor=actor.label[:200],
        user_id=actor.user_id,
    )
    Posting.objects.bulk_create(
        Posting(entry=entry, book=row.book, place=row.place[:60], obligation=obligation, amount=row.amount)
        for row in wanted
    )
    if obligation is not None and kind != JournalEntry.Kind.DETERMINE:
        refresh(obligation)
    return entry


def standing(obligation: Obligation) -> Standing:
    """Read it off the postings."""
    sums: dict[str, int] = dict(
        obligation.postings.order_by().values_list("book").annotate(total=Sum("amount"))
    )
    income = -sum(sums.get(book, 0) for book in INCOME.values())
    owed = sums.get(Book.RECEIVABLE, 0)
    surplus = -sums.get(Book.SURPLUS, 0)
    granted = -(
        Posting.objects.filter(
            obligation=obligation, book=Book.REFUND, entry__kind=JournalEntry.Kind.GRANT
        ).aggregate(total=Sum("amount"))["total"]
        or 0
    )
    return Standing(
        owed=owed,
        surplus=surplus,
        to_pay_out=-sums.get(Book.REFUND, 0),
        declared=sums.get(Book.DECLARED, 0),
        kept=income - owed,
        granted=granted,
    )


def state_of(obligation: Obligation, now: Standing) -> str:
    """The state these figures mean. What was cancelled stays so, unless money came for it all the same."""
    state = Obligation.State
    if now.surplus > 0:
        return state.OVER
    if obligation.cancelled_at is not None:
        return state.REFUNDED if now.granted else state.CANCELLED
    if not obligation.amount or not (now.owed or now.kept or now.granted):
        return state.NONE
    if now.owed:
        return state.DUE if now.owed == obligation.amount else state.PART
    return state.REFUNDED if now.granted and not now.kept else state.PAID


def refresh(obligation: Obligation) -> None:
    """Keep the state with what the postings say."""
    state = state_of(obligation, standing(obligation))
    if state != obligation.state:
        obligation.state = state
        obligation.save(update_fields=["state"])
