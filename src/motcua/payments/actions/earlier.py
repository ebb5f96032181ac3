"""Money that an earlier system took: it settles what is owed, and lies on no account of ours."""

from motcua.identity.actor import Actor
from motcua.payments.books import Row, write
from motcua.payments.models import Book, JournalEntry, Obligation, Payment


def taken_before(*, actor: Actor, obligation: Obligation, amount: int, reference: str) -> Payment:
    """Note that `amount` đồng were paid there; more than was owed is kept as surplus.

    Runs in the transaction that determined the obligation, before anybody else knows of it. No receipt is
    issued: the payer has that of the earlier system. `reference` says where it is proved.
    """
    settled = min(obligation.amount, amount)
    entry = write(
        actor=actor,
        key=f"earlier:{obligation.pk}",
        kind=JournalEntry.Kind.RECEIVE,
        obligation=obligation,
        text=reference,
        rows=[
            Row(Book.EARLIER, amount),
            Row(Book.RECEIVABLE, -settled),
            Row(Book.SURPLUS, settled - amount),
        ],
    )
    return Payment.objects.create(
        obligation=obligation,
        amount=amount,
        settled=settled,
        method=Payment.Method.EARLIER,
        reference=reference[:100],
        taken_at=entry.at,
        taken_by=actor.label[:200],
        entry=entry,
    )
