"""Reads of money: a day, and the four buckets of a reconciliation."""

from datetime import date, timedelta

from django.db.models import QuerySet, Sum

from motcua.lib import moment
from motcua.payments.models import (
    BankMessage,
    CollectingAccount,
    GatewayMessage,
    Obligation,
    Payment,
    Posting,
)
from motcua.payments.models.ledger import Book


def sums_of_day(unit_id: str, day: date) -> dict[str, dict[str, int]]:
    """What was debited and credited on each account of a unit on one day, in whole đồng."""
    begin, end = moment.start_of(day), moment.start_of(day + timedelta(days=1))
    rows = Posting.objects.filter(entry__unit_id=unit_id, entry__at__gte=begin, entry__at__lt=end)
    found: dict[str, dict[str, int]] = {}
    for name, sign in (("debit", 1), ("credit", -1)):
        side = rows.filter(**{f"amount__{'gt' if sign > 0 else 'lt'}": 0}).order_by()
        for book, total in side.values_list("book").annotate(total=Sum("amount")):
            found.setdefault(book, {"debit": 0, "credit": 0})[name] = sign * total
    return dict(sorted(found.items()))


def taken_on(unit_ids: list[str], day: date) -> QuerySet[Payment]:
    """The payments that came in on a day for these units."""
    begin, end = moment.start_of(day), moment.start_of(day + timedelta(days=1))
    return Payment.objects.filter(
        entry__unit_id__in=unit_ids, taken_at__gte=begin, taken_at__lt=end
    ).select_related("obligation", "entry")


def paid_not_recorded(unit_ids: list[str]) -> QuerySet[BankMessage]:
    """Money a bank has and no dossier: the accountant says whose it is."""
    return BankMessage.objects.filter(
        state=BankMessage.State.UNMATCHED, account__unit_id__in=unit_ids
    ).select_related("account")


def recorded_not_paid(unit_ids: list[str]) -> QuerySet[Obligation]:
    """Transfers told at the counter that no bank has confirmed."""
    return (
        Obligation.objects.filter(unit_id__in=unit_ids, postings__book=Book.DECLARED)
        .annotate(declared=Sum("postings__amount"))
        .filter(declared__gt=0)
    )


def other_amount(unit_ids: list[str]) -> QuerySet[GatewayMessage]:
    """Successes told by a gateway that did not settle what was asked for."""
    return (
        GatewayMessage.objects.exclude(problem="")
        .filter(request__obligation__unit_id__in=unit_ids)
        .select_related("request__obligation")
    )


def is_told(gateway: str, transaction: str) -> bool:
    """Whether this gateway told of this transaction before."""
    return GatewayMessage.objects.filter(gateway=gateway, transaction=transaction[:80]).exists()


def account_at(bank_bin: str, number: str) -> CollectingAccount | None:
    """The collecting account with this number; one no longer in force too, for money comes late."""
    return CollectingAccount.objects.filter(bank_bin=bank_bin, number=number).first()
