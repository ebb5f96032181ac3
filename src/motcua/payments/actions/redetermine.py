"""Determining anew what has been paid into: more is owed, or what was too much waits to be given back."""

from collections.abc import Iterable

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import Actor
from motcua.lib.ids import Id
from motcua.payments.actions.owe import LineToPay
from motcua.payments.books import INCOME, Row, held, refresh, standing, write
from motcua.payments.models import Book, JournalEntry, Line, Obligation


@transaction.atomic
def redetermine(
    *, actor: Actor, obligation_id: Id, lines: Iterable[LineToPay], reason: str, chain: str
) -> Obligation:
    """Put these lines in the place of those determined before; every payment stays with the obligation.

    More than before is taken from a surplus first, then owed; less lowers what is owed first, and the rest
    becomes surplus, to be given back the usual way. `chain`: that of the record the caller writes in.
    """
    obligation = held(obligation_id)
    before, rows = obligation.amount, list(lines)
    changed = _replace(obligation, rows)
    obligation.amount = sum(row.amount for row in rows)
    obligation.save(update_fields=["amount"])
    postings = _postings(obligation, obligation.amount - before, changed)
    if any(row.amount for row in postings):
        write(
            actor=actor,
            key=f"determine:{obligation.pk}:{obligation.entries.count()}",
            kind=JournalEntry.Kind.DETERMINE,
            obligation=obligation,
            text=reason,
            rows=postings,
        )
    refresh(obligation)
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="redetermine_obligation",
        subject_type="obligation",
        subject_id=str(obligation.pk),
        content={"before": before, "after": obligation.amount, "reason": reason},
        chain=chain,
    )
    return obligation


def _postings(obligation: Obligation, more: int, changed: dict[str, int]) -> list[Row]:
    """Each kind of income by what it changes; against what the payer owes and what was too much."""
    now = standing(obligation)
    surplus = min(more, now.surplus) if more > 0 else min(0, more + now.owed)
    return [
        Row(Book.RECEIVABLE, more - surplus),
        Row(Book.SURPLUS, surplus),
        *(Row(INCOME[kind], -amount) for kind, amount in changed.items()),
    ]


def _replace(obligation: Obligation, rows: list[LineToPay]) -> dict[str, int]:
    """Lines that stay keep their place, so that receipts given for them still name the same ones. Returns by
    how much each kind of line changes.
    """
    there = {(line.kind, line.key): line for line in obligation.lines.all()}
    changed = dict.fromkeys([kind for kind, _ in there], 0)
    for line in there.values():
        changed[line.kind] -= line.amount
    for row in rows:
        changed[row.kind] = changed.get(row.kind, 0) + row.amount
        new = Line(obligation=obligation, kind=row.kind, key=row.key)
        line = there.pop((row.kind, row.key), new)
        line.name, line.amount, line.timing = row.name, row.amount, row.timing
        line.basis, line.explanation, line.refundable = row.basis, list(row.explanation), row.refundable
        line.save()
    obligation.lines.filter(pk__in=[line.pk for line in there.values()]).delete()
    return changed
