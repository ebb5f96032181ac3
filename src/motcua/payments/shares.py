"""Which part of each payment paid a fee (phí), a charge (lệ phí), or what is collected for others."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from motcua.payments.models import Line, Payment

SURPLUS = "surplus"
Shares = Mapping[str, int]


def shares_of(payments: Collection[Payment]) -> dict[UUID, Shares]:
    """For each payment đồng by kind of line, with `surplus` for what was too much; two queries.

    Lines are settled in their order, by the payments of their obligation in the order they came: as receipts
    are issued (`payments.actions.receipt`), so that both say the same.
    """
    obligations = {payment.obligation_id for payment in payments}
    lines: dict[UUID, list[tuple[str, int]]] = defaultdict(list)
    rows = Line.objects.filter(obligation__in=obligations).order_by("pk")
    for obligation_id, kind, amount in rows.values_list("obligation", "kind", "amount"):
        lines[obligation_id].append((kind, amount))
    before: dict[UUID, int] = defaultdict(int)
    found: dict[UUID, Shares] = {}
    everything = Payment.objects.standing().filter(obligation__in=obligations).order_by("taken_at", "pk")
    for pk, obligation_id, settled, amount in everything.values_list("pk", "obligation", "settled", "amount"):
        parts = _parts(lines[obligation_id], before[obligation_id], settled)
        if amount > settled:
            parts[SURPLUS] = amount - settled
        before[obligation_id] += settled
        found[pk] = parts
    return {payment.pk: found.get(payment.pk, {}) for payment in payments}


def _parts(lines: list[tuple[str, int]], before: int, amount: int) -> dict[str, int]:
    parts: dict[str, int] = defaultdict(int)
    for kind, whole in lines:
        skipped = min(before, whole)
        before -= skipped
        part = min(amount, whole - skipped)
        amount -= part
        if part:
            parts[kind] += part
    return parts
